"""Acts on people, posts and the keys of programs."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.directory.events import PersonInvited, PostEnded, PostGiven, TokenCreated, TokenRevoked
from consistori.directory.models import LANGUAGES, ApiToken, Person, Post, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

SCOPES = frozenset({"cases:read", "cases:write", "documents:read", "documents:write", "parties:read",
                    "parties:write", "signature:read", "signature:write", "trail:read", "catalogue:read",
                    "people:read"})  # fmt: skip


@act
def invite_person(
    *, by: Actor, email: str, given_name: str, family_name: str, password: str | None = None, **fields: Any
) -> Person:
    """Give a person a login; without `password` she cannot enter until she sets one."""
    ensure(may_manage_people(by))
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyDone(_("There is already a person with this e-mail."), field="email")
    person = Person.objects.create_user(
        email=email, password=password, given_name=given_name, family_name=family_name, **fields
    )
    announce(PersonInvited(person_id=person.pk, name=person.full_name), by=by)
    return person


@act
def create_unit(*, by: Actor, name: str, code: str = "") -> Unit:
    """Add a unit to the entity."""
    ensure(may_manage_people(by))
    if Unit.objects.filter(name=name).exists():
        raise AlreadyDone(_("There is already a unit with this name."), field="name")
    return Unit.objects.create(name=name, code=code)


@act
def give_post(
    person: Person, *, by: Actor, role: str, title_ca: str, title_es: str = "", starts_on: date,
    ends_on: date | None = None, unit: Unit | None = None, heads_unit: bool = False,
) -> Post:  # fmt: skip
    """Make the person hold a post from `starts_on` until the day before `ends_on`."""
    ensure(may_manage_people(by))
    if role not in Role.values:
        raise BadInput(_("That role does not exist."), field="role")
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    post = Post.objects.create(
        person=person, role=role, title_ca=title_ca, title_es=title_es, starts_on=starts_on, ends_on=ends_on,
        unit=unit, heads_unit=heads_unit,
    )  # fmt: skip
    announce(PostGiven(person_id=person.pk, name=person.full_name, title=title_ca, role=role), by=by)
    return post


@act
def end_post(post: Post, *, by: Actor, ends_on: date) -> None:
    """End the post: `ends_on` is the first day without it."""
    ensure(may_manage_people(by))
    if ends_on < post.starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    announce(
        PostEnded(
            person_id=post.person_id,
            name=post.person.full_name,
            title=post.title_ca,
            ends_on=ends_on.isoformat(),
        ),
        by=by,
    )


@act
def create_token(
    *, by: Actor, name: str, scopes: list[str], roles: list[str] | None = None, person: Person | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:  # fmt: skip
    """Give a program a key. The secret is returned once and is not kept."""
    ensure(may_manage_people(by))
    if unknown := set(scopes) - SCOPES:
        raise BadInput(_("Unknown scope: %(scope)s") % {"scope": sorted(unknown)[0]}, field="scopes")
    secret = "cst_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name, digest=ApiToken.digest_of(secret), scopes=sorted(scopes), roles=roles or [Role.PROCESSOR],
        person=person, expires_at=expires_at,
    )  # fmt: skip
    announce(TokenCreated(token_id=token.pk, name=name), by=by)
    return token, secret


@act
def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Withdraw the key of a program; it stops working at once."""
    ensure(may_manage_people(by))
    if token.revoked_at:
        raise AlreadyDone(_("This key was already withdrawn."))
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    announce(TokenRevoked(token_id=token.pk, name=token.name), by=by)


@act
def choose_language(person: Person, *, language: str, by: Actor) -> None:
    """The language in which the program speaks to the person; only she chooses it."""
    ensure(by.is_system or by.person_id == person.pk, _("Each person chooses her own language."))
    if language not in dict(LANGUAGES):
        raise BadInput(_("The program does not speak that language yet."), field="language")
    person.language = language
    person.save(update_fields=["language"])
