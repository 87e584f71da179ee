"""Going through what waits, one thing after another: which is next, told by a signed cookie that needs no statement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.core import signing
from django.http import HttpRequest, HttpResponse

from consistori.desk.rows import Row

COOKIE = "today_walk"
LASTS = 3 * 60 * 60
MOST_SEEN = 200


@dataclass(frozen=True)
class Walk:
    """Where it began (`town` is a slug, or empty over all of hers), what of the list, what has been looked at, and how
    many waited when it began."""

    town: str = ""
    only: str = ""
    seen: tuple[str, ...] = field(default=())
    total: int = 0

    @property
    def at(self) -> int:
        """The place of the thing of now."""
        return len(self.seen)

    def next(self, rows: Iterable[Row]) -> Row | None:
        """The first that has not been looked at: what is new and more urgent goes before."""
        return next((row for row in rows if mark_of(row) not in self.seen), None)

    def after(self, row: Row) -> Walk:
        """The walk when one looks at that row."""
        seen = (*self.seen, mark_of(row))[-MOST_SEEN:]
        return replace(self, seen=seen, total=max(self.total, len(seen)))


def mark_of(row: Row) -> str:
    """A short name of a thing, by its address: the same case twice in the list is looked at once."""
    return hashlib.sha256(row.url.encode()).hexdigest()[:8]


def walk_of(request: HttpRequest) -> Walk | None:
    """The walk under way in this browser; None without one, or if somebody has touched it."""
    told = request.COOKIES.get(COOKIE)
    if not told:
        return None
    try:
        said = signing.loads(told, salt=COOKIE, max_age=LASTS)
        return Walk(said["town"], said["only"], tuple(said["seen"].split()), said["total"])
    except (signing.BadSignature, KeyError, TypeError, AttributeError):
        return None


def remember(response: HttpResponse, walk: Walk, *, secure: bool) -> None:
    """Keep it in the browser for three hours."""
    said = {"town": walk.town, "only": walk.only, "seen": " ".join(walk.seen), "total": walk.total}
    response.set_cookie(
        COOKIE, signing.dumps(said, salt=COOKIE, compress=True), max_age=LASTS, httponly=True, samesite="Lax",
        secure=secure,
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    """The walk is over."""
    response.delete_cookie(COOKIE, samesite="Lax")
