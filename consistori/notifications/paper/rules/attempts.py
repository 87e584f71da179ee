"""The two attempts at a door [intents de notificació / intentos de notificación] (Llei 39/2015, art. 42.2).

Days and hours are those of the clock of the town hall, as whoever went wrote them down. What happened is never refused:
an attempt that the law does not count is kept with its reason, and does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import islice

from consistori.deadlines.rules.days import Calendar, Missing, Watcher

LPAC = "Llei 39/2015, art. "
LGT = "Llei 58/2003, art. "
AFTERNOON = time(15)
"""One attempt is before this hour and the other after it."""
HOURS_APART = 3
DAYS_TO_REPEAT = 3
LAST_MINUTE = time(23, 59)


class Result(StrEnum):
    """How an attempt ended."""

    DELIVERED = "delivered"
    """Somebody who may took it [lliurada / entregada]."""
    REFUSED = "refused"
    """The person to whom it goes, or who represents them, would not take it [rebutjada / rechazada]."""
    ABSENT = "absent"
    """Nobody was there [absent / ausente]."""
    NOT_TAKEN = "not_taken"
    """Somebody else was there and would not take it: that is nobody's rejection."""
    UNKNOWN = "unknown"
    """Nobody knows them there [desconegut / desconocido]."""
    WRONG_ADDRESS = "wrong_address"
    """The place does not exist, or is not enough to find it [adreça incorrecta / dirección incorrecta]."""
    DECEASED = "deceased"
    """They have died [mort / fallecido]."""


CALLS_AGAIN = frozenset({Result.ABSENT, Result.NOT_TAKEN})
"""After these one goes again."""
NOT_THERE = frozenset({Result.UNKNOWN, Result.WRONG_ADDRESS})
"""After these it is no use to go again to the same door."""


class Fault(StrEnum):
    """Why a second attempt does not count."""

    NOT_AFTER = "not_after"
    NON_WORKING = "non_working"
    TOO_LATE = "too_late"
    SAME_BAND = "same_band"
    TOO_NEAR = "too_near"


@dataclass(frozen=True)
class Try:
    """Somebody went to a door: when, how it ended, and at which address (`place` is a key of ours)."""

    on: date
    at: time
    result: Result
    place: str = ""


@dataclass(frozen=True)
class Window:
    """When the second attempt may be [segon intent / segundo intento]: on any of `days`, between two hours (both in).

    `missing` are the calendars that nobody has loaded: then its last day is not sure.
    """

    days: tuple[date, ...]
    since: time
    until: time
    missing: tuple[Missing, ...] = ()
    article: str = f"{LPAC}42.2"

    @property
    def last_day(self) -> date:
        return self.days[-1]


def is_morning(at: time) -> bool:
    """Before three in the afternoon. At 15:00 it is no longer before it."""
    return at < AFTERNOON


def window_after(first: Try, calendars: Iterable[Calendar]) -> Window:
    """When it is repeated, once: within the three working days after, on the other side of 15:00, three hours apart.

    The three hours are of the clock, whatever the day (42.2; E44, E45). The days are working ones (30.2).
    """
    watcher = Watcher(tuple(calendars))
    days = tuple(islice(watcher.working_days_after(first.on), DAYS_TO_REPEAT))
    since, until = _hours_after(first.at)
    return Window(days, since, until, tuple(sorted(watcher.missing)))


def _hours_after(at: time) -> tuple[time, time]:
    if is_morning(at):
        return max(AFTERNOON, at.replace(hour=at.hour + HOURS_APART, second=0, microsecond=0)), LAST_MINUTE
    latest = at.replace(hour=at.hour - HOURS_APART, second=0, microsecond=0)
    return time(0), min(latest, time(AFTERNOON.hour - 1, 59))


def fault_of(first: Try, second: Try, window: Window) -> Fault | None:
    """Why `second` is not the second attempt that the law asks for after `first`, or None when it is."""
    if second.on <= first.on:
        return Fault.NOT_AFTER
    if second.on > window.last_day:
        return Fault.TOO_LATE
    if second.on not in window.days:
        return Fault.NON_WORKING
    if is_morning(second.at) == is_morning(first.at):
        return Fault.SAME_BAND
    if not window.since <= second.at.replace(second=0, microsecond=0) <= window.until:
        return Fault.TOO_NEAR
    return None


class Next(StrEnum):
    """What has to be done now."""

    FIRST = "first"
    """Go a first time."""
    SECOND = "second"
    """Go again, in the window."""
    AGAIN = "again"
    """The window passed and nobody went as the law says: begin anew, with two more attempts."""
    ANNOUNCE = "announce"
    """Announce it in the Boletín Oficial del Estado (44; tax, LGT 112)."""
    ASK = "ask"
    """They have died: a person decides who comes after them (4.3)."""
    DONE = "done"
    """It is notified."""
    REJECTED = "rejected"
    """They rejected it: the step is taken for done and the procedure goes on (41.5)."""


@dataclass(frozen=True)
class Judged:
    """An attempt and what the law makes of it: its `turn` (1 or 2; 0 where it does not count) and why not."""

    one: Try
    turn: int
    fault: Fault | None = None


@dataclass(frozen=True)
class Course:
    """Where the paper way stands on a day: what to do, when, why, and each attempt judged."""

    next: Next
    article: str
    judged: tuple[Judged, ...] = ()
    window: Window | None = None
    reason: str = ""

    @property
    def is_over(self) -> bool:
        return self.next in (Next.DONE, Next.REJECTED)


def course_of(
    tries: Sequence[Try], calendars: Iterable[Calendar], *, on: date, is_tax: bool = False
) -> Course:
    """Where the paper way stands on a day (R-NOT-23, 24 and 26).

    Only the attempts at the last address count together. While a calendar is missing no window is said to be over.
    """
    walk = _Walk(tuple(calendars), is_tax)
    for one in sorted(tries, key=lambda one: (one.on, one.at)):
        walk.take(one)
        if walk.end is not None:
            break
    return walk.end or walk.standing(on)


class _Walk:
    """The attempts, one after the other."""

    def __init__(self, calendars: tuple[Calendar, ...], is_tax: bool) -> None:
        self.calendars, self.is_tax = calendars, is_tax
        self.judged: list[Judged] = []
        self.first: Try | None = None
        self.window: Window | None = None
        self.end: Course | None = None
        self.waits: Course | None = None

    def take(self, one: Try) -> None:
        if self.first is not None and one.place != self.first.place:
            self.first = self.window = None
        self.waits = None
        if one.result in CALLS_AGAIN:
            self._went(one)
            return
        self.judged.append(Judged(one, 1 if self.first is None else 2))
        if one.result is Result.DELIVERED:
            self.end = self._say(Next.DONE, f"{LPAC}42.2", "delivered")
        elif one.result is Result.REFUSED:
            self.end = self._say(Next.REJECTED, f"{LGT}111.2" if self.is_tax else f"{LPAC}41.5", "refused")
        elif one.result is Result.DECEASED:
            self.waits = self._say(Next.ASK, f"{LPAC}4.3", "deceased")
        else:
            self.waits = self._announce(str(one.result))
        self.first = self.window = None

    def _went(self, one: Try) -> None:
        """Nobody took it: the first time, the second that counts, or one that does not."""
        if self.first is None or self.window is None:
            self._begin(one)
            return
        fault = fault_of(self.first, one, self.window)
        if fault is Fault.TOO_LATE and not self.window.missing:
            self._begin(one)
            return
        self.judged.append(Judged(one, 0 if fault else 2, fault))
        if fault is None:
            self.waits = self._announce("twice")
            self.first = self.window = None

    def _begin(self, one: Try) -> None:
        self.first, self.window = one, window_after(one, self.calendars)
        self.judged.append(Judged(one, 1))

    def _announce(self, reason: str) -> Course:
        return self._say(Next.ANNOUNCE, f"{LGT}112.1" if self.is_tax else f"{LPAC}44", reason)

    def _say(self, what: Next, article: str, reason: str) -> Course:
        return Course(what, article, tuple(self.judged), self.window, reason)

    def standing(self, on: date) -> Course:
        if self.waits is not None:
            return self.waits
        if self.window is None:
            return self._say(Next.FIRST, f"{LPAC}42.2", "nobody_went")
        if on > self.window.last_day and not self.window.missing:
            return self._say(Next.AGAIN, f"{LPAC}42.2", "window_passed")
        return self._say(Next.SECOND, f"{LPAC}42.2", "nobody_took_it")
