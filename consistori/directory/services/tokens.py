"""Acts on the keys of programs."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from consistori.directory.events import TokenChanged, TokenCreated, TokenRevoked, TokenRotated
from consistori.directory.models import ApiToken, Person
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

SCOPES = frozenset({"cases:read", "cases:write", "documents:read", "documents:write", "parties:read",
                    "parties:write", "signature:read", "signature:write", "trail:read", "catalogue:read",
                    "deadlines:read", "deadlines:write", "people:read", "registry:read", "registry:write",
                    "residents:read", "webhooks:read", "webhooks:write"})  # fmt: skip

LONGEST_OVERLAP = timedelta(days=30)
MOST_A_MINUTE = 60_000


@act
def create_token(
    *, by: Actor, name: str, scopes: list[str], roles: list[str] | None = None, person: Person | None = None,
    expires_at: datetime | None = None, requests_a_minute: int | None = None,
) -> tuple[ApiToken, str]:  # fmt: skip
    """Give a program a key. The secret is returned once and is not kept."""
    ensure(may_manage_people(by))
    _check_scopes(scopes)
    _check_limits(requests_a_minute, expires_at)
    secret = _new_secret()
    token = ApiToken.objects.create(
        name=name, digest=ApiToken.digest_of(secret), scopes=sorted(scopes), roles=roles or [Role.PROCESSOR],
        person=person, expires_at=expires_at, requests_a_minute=requests_a_minute,
    )  # fmt: skip
    announce(TokenCreated(token_id=token.pk, name=name), by=by)
    return token, secret


@act
def change_token(
    token: ApiToken, *, by: Actor, name: str, scopes: list[str], roles: list[str],
    expires_at: datetime | None, requests_a_minute: int | None,
) -> None:  # fmt: skip
    """Change what the key of a program may do, until when, and how many requests a minute."""
    ensure(may_manage_people(by))
    _ensure_not_revoked(token)
    _check_scopes(scopes)
    _check_limits(requests_a_minute, expires_at)
    token.name, token.scopes, token.roles = name, sorted(scopes), roles
    token.expires_at, token.requests_a_minute = expires_at, requests_a_minute
    token.save(update_fields=["name", "scopes", "roles", "expires_at", "requests_a_minute"])
    announce(TokenChanged(token_id=token.pk, name=token.name), by=by)


@act
def rotate_token(token: ApiToken, *, by: Actor, overlap: timedelta = timedelta(hours=24)) -> str:
    """Give the program a new secret; the one before serves until `overlap` has passed. It is returned once."""
    ensure(may_manage_people(by))
    _ensure_not_revoked(token)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadInput(_("The secret before may serve thirty days at most."), field="overlap")
    secret = _new_secret()
    token.old_digest, token.old_until = (token.digest, now() + overlap) if overlap else ("", None)
    token.digest = ApiToken.digest_of(secret)
    token.save(update_fields=["digest", "old_digest", "old_until"])
    announce(
        TokenRotated(
            token_id=token.pk,
            name=token.name,
            old_until=token.old_until.isoformat() if token.old_until else "",
        ),
        by=by,
    )
    return secret


def _new_secret() -> str:
    return "cst_" + secrets.token_urlsafe(32)


def _check_scopes(scopes: list[str]) -> None:
    if unknown := set(scopes) - SCOPES:
        raise BadInput(_("Unknown scope: %(scope)s") % {"scope": sorted(unknown)[0]}, field="scopes")


def _check_limits(requests_a_minute: int | None, expires_at: datetime | None) -> None:
    if requests_a_minute is not None and not 1 <= requests_a_minute <= MOST_A_MINUTE:
        raise BadInput(_("Between 1 and 60,000 requests a minute."), field="requests_a_minute")
    if expires_at is not None and expires_at <= now():
        raise BadInput(_("That day has passed: the key would not serve."), field="expires_on")


def _ensure_not_revoked(token: ApiToken) -> None:
    if token.revoked_at:
        raise AlreadyDone(_("This key was already withdrawn."))


@act
def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Withdraw the key of a program; it stops working at once."""
    ensure(may_manage_people(by))
    if token.revoked_at:
        raise AlreadyDone(_("This key was already withdrawn."))
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    announce(TokenRevoked(token_id=token.pk, name=token.name), by=by)
