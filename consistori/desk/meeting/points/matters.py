"""What a point of the meeting is made of, and with what each one looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.rules import DAY, WEEK
from consistori.directory.models import Absence
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.ui import dates

MOST = 40
"""Matters of a point that are shown; of the rest, how many."""


@dataclass(frozen=True)
class Matter:
    """One line of a point. `key` names it for a decision (`term:…`); without `is_open` there is nothing to decide.

    `passed` is how much of its term has gone, in hundredths (-1: it has none). `tone`: `rubric` or `ochre`. Of
    something reserved, `title` is its number alone: the screen is looked at by everybody. `act` is what is to be done,
    `on_day` the day of the margin, that a snapshot says without «today».
    """

    key: str
    kind: str
    title: str
    reason: str = ""
    margin: str = ""
    tone: str = ""
    person_id: UUID | None = None
    person: str = ""
    about: str = ""
    number: str = ""
    url: str = ""
    last_day: date | None = None
    on_day: date | None = None
    passed: int = -1
    paused: bool = False
    is_ours: bool = True
    is_open: bool = True
    is_reserved: bool = False
    is_main: bool = False
    icon: str = ""
    act: str = ""


@dataclass(frozen=True)
class Point:
    """A point of the script: its title, its figure in words, its matters, and how many were left out."""

    key: str
    title: str
    figure: str
    matters: Sequence[Matter] = ()
    more: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """With what the points look: who, where, which day, the meeting of the week before, and the calendar."""

    actor: Actor
    entity: Entity
    on: date
    week: date
    previous: Meeting | None
    agreed: Sequence[Agreement]
    holidays: Mapping[date, str]
    absences: Sequence[Absence]

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    @property
    def midnight(self) -> datetime:
        """The end of the day: what is after has not happened yet."""
        return timezone.make_aware(datetime.combine(self.on + DAY, time.min))

    @property
    def since(self) -> date:
        """From when things are new: the day of the last meeting, two weeks ago at most."""
        earliest = self.week - 2 * WEEK
        if self.previous is None or self.previous.closed_at is None:
            return self.week - WEEK
        return max(earliest, dates.as_day(self.previous.closed_at))


def reserved_title(number: str) -> str:
    """What the screen says of a reserved case."""
    return _("%(number)s, reserved") % {"number": number}


def until_words(day: date) -> str:
    """«al 12 de desembre», «a l’11 de desembre», «el 12 de diciembre»: what follows «fins» and «hasta»."""
    words = dates.the_day(day)
    if (get_language() or "ca")[:2] != "ca":
        return words
    return f"al {words[3:]}" if words.startswith("el ") else f"a {words}"


def margin_of(day: date, on: date) -> str:
    """«avui», «dj. 26», «dj. 3 des.»: the day as the margin says it."""
    if abs((day - on).days) <= 1:
        return dates.when(day)
    return dates.short_day(day, weekday=True)
