"""Acts on the keys of programs."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consistori.directory.events import TokenCreated, TokenRevoked
from consistori.directory.models import ApiToken, Person
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
