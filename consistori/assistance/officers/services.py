"""The acts of the register of authorised officers: one form, two scopes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.assistance.models import AuthorisedOfficer
from consistori.assistance.officer_events import OfficerAuthorised, OfficerEnded
from consistori.assistance.officers.selectors import Scope
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.directory.selectors import post_title
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.signature.copies import services as copies
from consistori.signature.models import CopyOfficer
from consistori.signature.seal_policies import may_manage_seals
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

ARTICLE = "Llei 39/2015, art. 12.3"
ELECTED = (Role.MAYOR, Role.COUNCILLOR, Role.OPPOSITION)
"""Whoever is elected is no civil servant [funcionari / funcionario]."""


@act
def authorise(
    *, by: Actor, person: Person, decree: str, scopes: Iterable[str], starts_on: date | None = None
) -> None:
    """Write in the register that a person may assist, issue authentic copies, or both [habilitar] (R-FUN-02).

    Both or none. Raises `BadInput`, and `AlreadyDone` for a scope that she has.
    """
    ensure(may_manage_seals(by))
    wanted = [scope for scope in Scope if scope in set(scopes)]
    if not wanted:
        raise BadInput(_("Say for what she is authorised."), field="scopes", article=ARTICLE)
    if Scope.ASSIST in wanted:
        _authorise_to_assist(by, person, decree, starts_on or today())
    if Scope.COPIES in wanted:
        copies.authorise_officer(by=by, person=person, decree=decree, starts_on=starts_on)


def _authorise_to_assist(by: Actor, person: Person, decree: str, day: date) -> None:
    if not decree.strip():
        raise BadInput(_("Say by which decree."), field="decree", article=ARTICLE)
    posts = Post.objects.live(max(day, today())).filter(person=person)
    if not posts.exists():
        raise BadInput(_("Only somebody with a post in the town hall is authorised."), field="person")
    if not posts.exclude(role__in=ELECTED).exists():
        raise BadInput(
            _("Only a civil servant is authorised, and nobody who is elected."),
            field="person",
            article=ARTICLE,
        )
    if AuthorisedOfficer.objects.filter(person=person, ends_on=None).exists():
        raise AlreadyDone(_("This person is in the register already."), field="person")
    officer: AuthorisedOfficer = AuthorisedOfficer.objects.create(
        person=person,
        name=person.full_name[:160],
        post=post_title(person.pk, language=current_entity().language)[:120],
        decree=decree.strip()[:120],
        starts_on=day,
        created_by_name=by.name,
    )
    announce(OfficerAuthorised(officer_id=officer.pk, name=officer.name, decree=officer.decree), by=by)


@act
def end(scope: str, key: UUID, *, by: Actor) -> None:
    """From today this authorisation does not hold; what was done with it stands. Raises `NotHere`, `AlreadyDone`."""
    ensure(may_manage_seals(by))
    if scope == Scope.COPIES:
        officer = CopyOfficer.objects.select_related("person").filter(pk=key).first()
        if officer is None:
            raise NotHere
        copies.end_officer(officer, by=by)
        return
    found = AuthorisedOfficer.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotHere
    if found.ends_on is not None:
        raise AlreadyDone(_("This authorisation had ended already."))
    found.ends_on = max(today(), found.starts_on)
    found.save(update_fields=["ends_on"])
    announce(OfficerEnded(officer_id=found.pk, name=found.name), by=by)
