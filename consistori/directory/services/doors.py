"""The door of an account: closed after wrong tries, opened again by time or by the administrator; closed for good."""

from __future__ import annotations

from axes.utils import reset
from django.utils.translation import gettext_lazy as _

from consistori.directory.account_events import (
    AccountClosed,
    AccountOpened,
    DoorReleased,
    SessionsEnded,
)
from consistori.directory.account_selectors import of_ours
from consistori.directory.models import Person, SignIn
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import standings_of
from consistori.directory.services.sessions import end_sessions
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


def ensure_is_ours(person: Person) -> None:
    """Only of people who hold or are offered a post here may this entity change the account."""
    if not of_ours().filter(pk=person.pk).exists():
        raise NotHere(_("Nobody with this account works here."))


@act
def release_door(person: Person, *, by: Actor) -> None:
    """Let the person try again now: the administrator knows that the wrong tries were hers."""
    ensure(may_manage_people(by))
    ensure_is_ours(person)
    reset(username=person.email)
    SignIn.objects.create(person=person, at=now(), outcome=SignIn.Outcome.RELEASED)
    announce(DoorReleased(person_id=person.pk, name=person.full_name), by=by)


@act
def close_account(person: Person, *, by: Actor) -> int:
    """Nobody enters with this account any more, and its sessions end now; how many there were.

    Her posts are not touched: leaving is an act of its own.
    """
    ensure(may_manage_people(by))
    ensure_is_ours(person)
    if by.person_id == person.pk:
        raise AlreadyDone(_("Nobody closes her own account: another administrator does it."))
    if not person.is_active:
        raise AlreadyDone(_("This account was already closed."))
    elsewhere = [s.entity.short_name for s in standings_of(person).values() if s.entity != current_entity()]
    if elsewhere:
        raise Refusal(
            _("She also works in %(towns)s: end her posts here, and her account stays theirs.")
            % {"towns": ", ".join(elsewhere)}
        )
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = end_sessions(person)
    announce(AccountClosed(person_id=person.pk, name=person.full_name), by=by)
    return ended


@act
def open_account(person: Person, *, by: Actor) -> None:
    """Let a closed account enter again, with what it had."""
    ensure(may_manage_people(by))
    ensure_is_ours(person)
    if person.is_active:
        raise AlreadyDone(_("This account is already open."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    announce(AccountOpened(person_id=person.pk, name=person.full_name), by=by)


@act
def end_her_sessions(person: Person, *, by: Actor) -> int:
    """End all the sessions of a person: a machine was lost, or something smells; how many there were."""
    ensure(may_manage_people(by))
    ensure_is_ours(person)
    ended = end_sessions(person)
    announce(SessionsEnded(person_id=person.pk, name=person.full_name), by=by)
    return ended
