"""Acts on people: inviting them, their link, their language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consistori.directory import jobs
from consistori.directory.account_events import InvitationAccepted, LinkSentAgain
from consistori.directory.events import PersonInvited
from consistori.directory.models import LANGUAGES, Invitation, Person
from consistori.directory.policies import may_manage_people
from consistori.directory.services.doors import ensure_is_ours
from consistori.directory.services.sessions import end_sessions
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.tenancy.jobs import defer
from consistori.trail import act, announce

LINK_LASTS = timedelta(days=7)


@act
def invite_person(
    *, by: Actor, email: str, given_name: str, family_name: str, password: str | None = None,
    send: bool = True, **fields: Any,
) -> Person:  # fmt: skip
    """Give a person a login. Without `password` she is sent a link with which she sets how she enters.

    `send=False` writes to nobody: the demo, and whoever gives the link by hand with `consistori user link`.
    """
    ensure(may_manage_people(by))
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyDone(_("There is already a person with this e-mail."), field="email")
    person = Person.objects.create_user(
        email=email, password=password, given_name=given_name, family_name=family_name, **fields
    )
    announce(PersonInvited(person_id=person.pk, name=person.full_name), by=by)
    if password is None:
        _write_link(person, kind=Invitation.Kind.NEW, by=by, send=send)
    return person


@act
def bring_person(*, by: Actor, email: str, given_name: str, family_name: str, **fields: Any) -> Person:
    """The person of that e-mail, who keeps the login that she has in other towns and is told of it; or a new one."""
    ensure(may_manage_people(by))
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        return invite_person(by=by, email=email, given_name=given_name, family_name=family_name, **fields)
    if not person.is_active:
        raise AlreadyDone(
            _("The account with this e-mail is closed: whoever closed it may open it again."), field="email"
        )
    announce(PersonInvited(person_id=person.pk, name=person.full_name), by=by)
    if person.has_usable_password():
        defer(jobs.write_to_person, kind="also_here", person_id=str(person.pk), facts={"by": by.name})
    else:
        _write_link(person, kind=Invitation.Kind.NEW, by=by)
    return person


@act
def send_link_again(person: Person, *, by: Actor, send: bool = True) -> Invitation:
    """Send another link, which replaces the others: the first never came, or she lost the phone or the password.

    `send=False` writes no letter: whoever asks gives her the link by hand.
    """
    ensure(may_manage_people(by))
    ensure_is_ours(person)
    if not person.is_active:
        raise AlreadyDone(_("This account is closed: open it first."))
    kind = Invitation.Kind.AGAIN if person.has_usable_password() else Invitation.Kind.NEW
    invitation = _write_link(person, kind=kind, by=by, send=send)
    announce(LinkSentAgain(person_id=person.pk, name=person.full_name), by=by)
    return invitation


@act
def accept_invitation(invitation: Invitation, *, password: str) -> Person:
    """The person sets her password with the link: neither it nor any other of hers serves more.

    Old second factors and sessions end. A first link of another town is old once she has a password.
    """
    mine = Invitation.objects.select_for_update().select_related("person").get(pk=invitation.pk)
    is_old = mine.kind == Invitation.Kind.NEW and mine.person.has_usable_password()
    if not mine.is_open(now()) or not mine.person.is_active or is_old:
        raise NotHere(_("This link no longer serves."))
    person: Person = mine.person
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise BadInput(" ".join(wrong.messages), field="password") from wrong
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=person).delete()
    end_sessions(person, why="changed")
    person.set_password(password)
    person.save(update_fields=["password"])
    mine.used_at = now()
    mine.save(update_fields=["used_at"])
    Invitation.objects.filter(person=person).open(now()).update(withdrawn_at=now())
    herself = Actor(person_id=person.pk, name=person.full_name, entity_id=mine.entity_id)
    announce(InvitationAccepted(person_id=person.pk, name=person.full_name), by=herself)
    return person


@act
def choose_language(person: Person, *, language: str, by: Actor) -> None:
    """The language in which the program speaks to the person; only she chooses it."""
    ensure(by.is_system or by.person_id == person.pk, _("Each person chooses her own language."))
    if language not in dict(LANGUAGES):
        raise BadInput(_("The program does not speak that language yet."), field="language")
    person.language = language
    person.save(update_fields=["language"])


def _write_link(person: Person, *, kind: str, by: Actor, send: bool = True) -> Invitation:
    """Withdraw the links that still serve and send one that does."""
    Invitation.objects.filter(person=person).open(now()).update(withdrawn_at=now())
    invitation = Invitation.objects.create(
        person=person, kind=kind, invited_by=by.name, created_at=now(), expires_at=now() + LINK_LASTS
    )
    if send:
        defer(jobs.write_link, invitation_id=str(invitation.pk))
    return invitation
