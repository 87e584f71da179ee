"""Who knocks at the API, for which entity, and what each operation does before and after its act."""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from consistori.directory.access import TURNED_AWAY_SECONDS
from consistori.directory.api_access import idempotency, keys, limits
from consistori.directory.api_access.answers import rendered
from consistori.directory.api_events import ProgramTurnedAway
from consistori.directory.models import ApiToken
from consistori.directory.selectors import actor_of_program
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere, NotPermitted, Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

SECRET = re.compile(r"cst_[A-Za-z0-9_-]{43}")
USE_NOTED_EVERY = timedelta(hours=1)


class Unknown(Refusal):
    """No key, or one that this entity does not know."""

    status = 401
    default_code = "unauthorized"


class ApiRequest(HttpRequest):
    """A request of a program: its entity, its key, and it as the actor of what it does."""

    entity: Entity
    auth: ApiToken
    actor: Actor
    if_version: int | None


class BearerToken(HttpBearer):
    """`Authorization: Bearer cst_…`: the key of the entity that is asked, and of no other."""

    openapi_bearerFormat = "cst_"
    openapi_description = "The key of a program, made by the administrator of the town hall."

    def __call__(self, request: HttpRequest) -> ApiToken:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise BadInput(_("There is a sign in the address that no text has."), status=400)
        words = request.headers.get("Authorization", "").split()
        secret = words[1] if len(words) == 2 and words[0].lower() == "bearer" else ""
        return self.authenticate(request, secret)

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The key, alive and of the entity that is asked, in one statement.

        Raises `Unknown` and writes the try in the trail of the entity that was asked.
        """
        began = time.monotonic()
        known = _living(token) if SECRET.fullmatch(token) else None
        if known is not None and _is_asked(request, known.entity):
            limits.count(str(known.pk), known.requests_a_minute or limits.requests_a_minute())
            actor = actor_of_program(known, known.entity)
            # A key that acts for a person serves while she works here, and not a minute more.
            if known.person_id is None or actor.posts or actor.grants:
                request.entity = known.entity  # type: ignore[attr-defined]
                request.actor = actor  # type: ignore[attr-defined]
                return known
        request.entity = _entity_of(request)  # type: ignore[attr-defined]
        _turn_away(request, token, began)
        raise Unknown(_("Send the key of your program: Authorization: Bearer cst_…"))


def _is_asked(request: HttpRequest, entity: Entity) -> bool:
    """Whether the request names this entity, by its header, its host or its address, and no other."""
    slug = request.headers.get("X-Entity", "").strip()
    of_address: Entity | None = getattr(request, "entity", None)
    if of_address is not None:
        return of_address.pk == entity.pk and slug in {"", entity.slug}
    return slug == entity.slug


def _entity_of(request: HttpRequest) -> Entity:
    slug = request.headers.get("X-Entity", "").strip()
    entity: Entity | None = getattr(request, "entity", None)
    if entity is not None and slug in {"", entity.slug}:
        return entity
    if not slug:
        raise BadInput(
            _("Say for which town hall this is: X-Entity, with its short name."), status=400, field="X-Entity"
        )
    found = Entity.objects.filter(slug=slug[:60]).first() if entity is None and slug.isascii() else None
    if found is None:
        raise NotHere(_("There is no such town hall here."), field="X-Entity")
    return found


def _living(secret: str) -> ApiToken | None:
    token = keys.key_of(ApiToken.digest_of(secret))
    if token is None or not token.is_alive or (token.person is not None and not token.person.is_active):
        return None
    if token.last_used_at is None or token.last_used_at < now() - USE_NOTED_EVERY:
        with working_for(token.entity):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
            idempotency.forget_old(token)
    return token


def _turn_away(request: Any, secret: str, began: float) -> None:
    # A well-formed key is somebody's, of another town or withdrawn: the try is written. Noise is counted.
    limits.count(f"wrong {request.META.get('REMOTE_ADDR', '')}", limits.WRONG_KEYS_A_MINUTE)
    if SECRET.fullmatch(secret):
        mark = hashlib.sha256(secret.encode()).hexdigest()[:8]
        _note_try(request, Actor(None, f"cst_ {mark}", request.entity.pk, channel="api", client=mark), "key")
    time.sleep(max(0.0, TURNED_AWAY_SECONDS - (time.monotonic() - began)))


def _note_try(request: Any, by: Actor, reason: str) -> None:
    with working_for(request.entity):
        announce(ProgramTurnedAway(path=request.path[:200], reason=reason), by=by)


Operation = Callable[..., Any]
Receiver = Callable[[Any], dict[str, Any]]
Finisher = Callable[[Any, HttpResponseBase], HttpResponseBase]


def api_operation(
    *, scope: str = "", receive: Receiver | None = None, finish: Finisher | None = None
) -> Callable[[Operation], Operation]:
    """Make `f(request, …)` an operation of the API: it runs in the scope of the entity, in one transaction.

    `scope` is what the key must have, as `cases:read`; with none, any key serves. `receive` reads a body
    that the framework cannot, before the transaction opens, and gives more arguments for `f`; `finish` has the answer
    when it has ended, also one that was kept, and gives the same or a better one. A POST with its `Idempotency-Key`
    is done once.
    """

    def decorate(f: Operation) -> Operation:
        @functools.wraps(f)
        def operation(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _ensure_scope(request, scope)
            if receive is not None:
                kwargs |= receive(request)
            answer = _done(f, request, *args, **kwargs)
            return finish(request, answer) if finish is not None else answer

        operation.api_scope = scope  # type: ignore[attr-defined]
        operation.__signature__ = _framework_sees(f, receives=receive is not None)  # type: ignore[attr-defined]
        return operation

    return decorate


def _done(f: Operation, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    key = idempotency.key_of(request)
    if not key:
        return _once(f, request, *args, **kwargs)
    fingerprint = idempotency.fingerprint_of(request)
    try:
        return _keyed(f, request, key, fingerprint, *args, **kwargs)
    except idempotency.AnsweredMeanwhile:
        return _keyed(f, request, key, fingerprint, *args, **kwargs)


def _framework_sees(f: Operation, *, receives: bool) -> inspect.Signature:
    """The parameters of `f`, their types read where `f` was written; without those that are received."""
    signature = inspect.signature(f, eval_str=True)
    if not receives:
        return signature
    kept = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    return signature.replace(parameters=kept)


def _ensure_scope(request: Any, scope: str) -> None:
    if scope and scope not in request.actor.scopes:
        raise NotPermitted(
            _("The key of this program does not have the right “%(scope)s”.") % {"scope": scope},
            code="scope-missing",
        )


def _once(f: Operation, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        with working_for(request.entity):
            return rendered(request, f(request, *args, **kwargs))
    except NotHere:
        _note_try(request, request.actor, "record")
        raise


def _keyed(
    f: Operation, request: Any, key: str, fingerprint: str, /, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    def first_time(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = idempotency.take(request.auth, key, fingerprint)
        if kept is not None:
            return kept
        response = rendered(request, f(request, *args, **kwargs))
        idempotency.keep(request.auth, key, fingerprint, response)
        return response

    return _once(first_time, request, *args, **kwargs)
