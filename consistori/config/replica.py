"""Lists from a copy of the database that only reads (`DATABASE_REPLICA_URL`), without anybody seeing the past.

A list is asked of the copy only if the copy has come as far, in the chain of facts of each of its entities, as the
database itself is at that moment: what anybody has just done there is seen. What leaves no fact (a view that I have
saved) is seen too by the browser that did it: its cookie says how far the copy must have come. A copy that is behind,
that is gone or that breaks in the middle is passed over, and the list comes from the database.

Nothing here is loaded, and no statement is added, where no copy is named.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import Error, InterfaceError, OperationalError, connection, connections, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from consistori.kernel import watching
from consistori.kernel.health import Health, bad, good, warning
from consistori.tenancy.scope import Scope, tell_database

log = logging.getLogger(__name__)

ALIAS = "replica"
COOKIE = "written"
COOKIE_SECONDS = 3600
REST = 5.0
"""Seconds in which a copy that failed is not asked again."""

PAGES = frozenset({"cases:list", "parties:list", "documents:bin", "directory:people", "directory:log"})
OPERATIONS = frozenset(
    f"api/v1/{noun}"
    for noun in ("cases", "parties", "series", "people", "trail-events", "signature-requests")
)
"""The lists: pages by their name, operations of the API by their route."""

FAR_BEHIND = 60
"""Seconds."""

_PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_HEADS = (
    "SELECT coalesce(jsonb_object_agg(entity_id, seq), '{}') FROM trail_chainhead WHERE entity_id = ANY(%s)"
)
_HOW_FAR = (
    "SELECT coalesce(jsonb_object_agg(entity_id, seq), '{}'), pg_is_in_recovery(),"
    " coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)"
    " FROM trail_chainhead WHERE entity_id = ANY(%s)"
)


@dataclass
class _Turn:
    """A list that may be asked of the copy: `written` is where it must have come, `is_open` while it answers."""

    written: str
    is_open: bool = False
    was_used: bool = False


_turn: ContextVar[_Turn | None] = ContextVar("consistori_replica_turn", default=None)
_resting_until = 0.0


class Router:
    """Django's router: what a list reads comes from the copy; all the rest, and all that is written, does not."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        turn = _turn.get()
        if turn is not None and turn.is_open:
            return ALIAS
        return _never_the_copy(hints)

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return _never_the_copy(hints)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


def _never_the_copy(hints: dict[str, Any]) -> str | None:
    instance = hints.get("instance")
    return "default" if instance is not None and instance._state.db == ALIAS else None


@contextmanager
def beside(scope: Scope) -> Iterator[None]:
    """Open the scope on the copy too, if it is the turn of a list and the copy has come far enough."""
    turn = _turn.get()
    if turn is None:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(transaction.atomic(using=ALIAS))
            turn.is_open = turn.was_used = _has_come(scope, turn.written)
        except Error as error:
            _rest(error)
        try:
            yield
        finally:
            turn.is_open = False


def _has_come(scope: Scope, written: str) -> bool:
    entities = list(scope.entity_ids)
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [entities])
        wanted = cursor.fetchone()[0]
    copy = connections[ALIAS]
    tell_database(scope, copy)
    with copy.cursor() as cursor:
        cursor.execute(_HOW_FAR, [written or "0/0", entities])
        found, only_reads, far_enough = cursor.fetchone()
    return bool(only_reads and far_enough and found == wanted)


def lists_from_the_replica(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Middleware, the innermost: gives its turn to each list, and remembers for whom something was written."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method not in _SAFE and response.status_code < 400 and _is_of_a_browser(request):
            response.set_cookie(
                COOKIE, _place_of_now(), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
                secure=request.is_secure(),
            )  # fmt: skip
        return response

    middleware.process_view = _process_view  # type: ignore[attr-defined]
    return middleware


def _process_view(request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
    """Answer a list with the copy; None when it is no list or the copy failed, and then it is done as ever."""
    if request.method != "GET" or not _is_list(request) or time.monotonic() < _resting_until:
        return None
    cookie = request.COOKIES.get(COOKIE, "")
    turn = _Turn(written=cookie if _PLACE.fullmatch(cookie) else "")
    token = _turn.set(turn)
    try:
        with watching.span("replica", "list"):
            response: HttpResponseBase = view(request, *args, **kwargs)
        if response.status_code < 500 or not turn.was_used:
            return response
        _rest(f"answered {response.status_code}")
    except (OperationalError, InterfaceError) as error:
        if not turn.was_used:
            raise
        _rest(error)
    finally:
        _turn.reset(token)
    return None


def _is_list(request: Any) -> bool:
    match = request.resolver_match
    return match.view_name in PAGES or match.route in OPERATIONS


def _is_of_a_browser(request: HttpRequest) -> bool:
    return "Authorization" not in request.headers


def _place_of_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return str(cursor.fetchone()[0])


def _rest(why: object) -> None:
    global _resting_until
    _resting_until = time.monotonic() + REST
    log.warning("lists come from the database itself for %s s: the replica failed: %s", int(REST), why)
    connections[ALIAS].close()


def health() -> Health:
    """The copy answers, only reads, and is not far behind."""
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn(), true),"
                " coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)"
            )
            only_reads, behind, seconds = cursor.fetchone()
    except Error as error:
        connections[ALIAS].close()
        return warning(
            _("The copy of the database does not answer: lists come from the database."), str(error)
        )
    if not only_reads:
        return bad(_("What DATABASE_REPLICA_URL names is no copy: it takes writings of its own."))
    if behind and seconds > FAR_BEHIND:
        return warning(
            _("The copy of the database is behind: lists come from the database."), f"{seconds:.0f} s"
        )
    return good(_("The copy of the database follows it."))
