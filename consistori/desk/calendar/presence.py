"""Who is here on a day [qui hi és / quién está], from what each one has said: her week, her absences, her telework."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from consistori.deadlines.selectors import calendars_of, place_of
from consistori.desk.calendar.models import CalendarEvent, EventPerson, WorkWeek
from consistori.directory.models import Absence, Person, Post
from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.hours import Span
from consistori.tenancy.models import Entity
from consistori.ui import dates

DAILY = frozenset({*PROCESSES})
"""Who comes every day unless she has said another week."""
SOME_DAYS = frozenset({Role.EXTERNAL, Role.ARCHIVIST})
"""Who comes some days: of them nothing is supposed."""


class Where(StrEnum):
    """How somebody stands on a day."""

    HERE = "here"
    HOME = "home"
    AWAY = "away"
    OFF = "off"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Presence:
    """A person on a day: where she is, her hours if she has said them, and who covers her when she is away."""

    person: Person
    where: Where
    hours: tuple[Span, ...] = ()
    covered_by: Person | None = None
    back_on: date | None = None

    @property
    def is_at_work(self) -> bool:
        return self.where in (Where.HERE, Where.HOME)

    @property
    def words(self) -> str:
        """«until 15.00», «from home, 9.00-14.00», «away until Monday; Pol covers her»."""
        if self.where is Where.AWAY:
            return self._away()
        if self.where is Where.OFF:
            return _("does not come today")
        if self.where is Where.UNSAID:
            return _("has not said her days")
        said = self._hours()
        if self.where is Where.HOME:
            return _("from home, %(hours)s") % {"hours": said} if said else _("from home")
        return said or _("all day")

    def _away(self) -> str:
        back = dates.short_day(self.back_on, weekday=True) if self.back_on else ""
        said = _("away, back on %(day)s") % {"day": back} if back else _("away")
        if self.covered_by is None:
            return said
        return _("%(away)s; %(name)s covers") % {"away": said, "name": self.covered_by.given_name}

    def _hours(self) -> str:
        return ", ".join(f"{_hour(one.opens)}–{_hour(one.closes)}" for one in self.hours)


def _hour(value: time) -> str:
    return f"{value.hour}.{value.minute:02d}"


def who_is_here(entity: Entity, day: date) -> list[Presence]:
    """Everybody who works in that entity of the scope, on a day, by how they stand and name. Five statements."""
    return who_are_here(entity, [day])[day]


def who_are_here(entity: Entity, days: Sequence[date]) -> dict[date, list[Presence]]:
    """The same for several days, in as many statements as for one."""
    first, last = min(days), max(days)
    posts = list(
        Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=first), entity=entity, starts_on__lte=last)
        .filter(person__is_active=True)
        .select_related("person")
    )
    ids = {post.person_id for post in posts}
    weeks = {week.person_id: week for week in WorkWeek.objects.filter(entity=entity, person_id__in=ids)}
    absences = list(
        Absence.objects.not_over(first)
        .filter(entity=entity, starts_on__lte=last)
        .select_related("covered_by")
    )
    home = _telework(entity, first, last)
    holidays = calendars_of([place_of(entity)])[0].days
    found: dict[date, list[Presence]] = {}
    for day in days:
        away = {one.person_id: one for one in absences if _is_on(one, day)}
        at_home = {person for person, start, end in home if start <= day < end}
        stands = [
            _stands(
                person,
                roles,
                day,
                weeks.get(person.pk),
                away.get(person.pk),
                person.pk in at_home,
                day in holidays,
            )
            for person, roles in _live(posts, day)
        ]
        found[day] = sorted((one for one in stands if one), key=_order)
    return found


def _live(posts: Iterable[Post], day: date) -> list[tuple[Person, frozenset[str]]]:
    roles: dict[UUID, set[str]] = {}
    people: dict[UUID, Person] = {}
    for post in posts:
        if post.starts_on <= day and (post.ends_on is None or day < post.ends_on):
            people[post.person_id] = post.person
            roles.setdefault(post.person_id, set()).add(post.role)
    return [(people[pk], frozenset(roles[pk])) for pk in people]


def _stands(
    person: Person, roles: frozenset[str], day: date, week: WorkWeek | None, absence: Absence | None,
    is_home: bool, is_holiday: bool,
) -> Presence | None:  # fmt: skip
    """How one person stands; None for whoever comes when she comes and has said no week (mayor, councillors)."""
    works = bool(roles & (DAILY | SOME_DAYS))
    if week is None and not works:
        return None
    if absence is not None:
        return Presence(person, Where.AWAY, covered_by=absence.covered_by, back_on=absence.ends_on)
    if is_holiday:
        return None
    if week is not None and any(text.strip() for text in week.hours):
        hours = week.spans_on(day)
        if not hours:
            return Presence(person, Where.OFF) if day.weekday() < 5 else None
        return Presence(person, Where.HOME if is_home or week.is_home(day) else Where.HERE, hours)
    if day.weekday() > 4:
        return None
    if is_home:
        return Presence(person, Where.HOME)
    return Presence(person, Where.HERE if roles & DAILY else Where.UNSAID)


def _telework(entity: Entity, first: date, last: date) -> list[tuple[UUID, date, date]]:
    rows = EventPerson.objects.filter(
        entity=entity, event__layer=CalendarEvent.Layer.TELEWORK, event__cancelled_at=None,
        event__starts_on__lte=last, event__ends_on__gt=first,
    )  # fmt: skip
    return list(rows.values_list("person_id", "event__starts_on", "event__ends_on"))


def _is_on(absence: Absence, day: date) -> bool:
    return absence.starts_on <= day and (absence.ends_on is None or day < absence.ends_on)


def _order(one: Presence) -> tuple[int, str]:
    return (list(Where).index(one.where), one.person.family_name)


def in_words(week: WorkWeek) -> str:
    """«dilluns–dijous 8.00-15.00 · divendres 8.00-14.00 (from home)»: days that are alike and follow go together."""
    found: list[tuple[int, int, str, bool]] = []
    for n, text in enumerate(week.hours):
        home = n in week.home
        if found and found[-1][1] == n - 1 and found[-1][2:] == (text, home):
            found[-1] = (found[-1][0], n, text, home)
        else:
            found.append((n, n, text, home))
    return " · ".join(_stretch(*one) for one in found if one[2])


def _stretch(first: int, last: int, text: str, home: bool) -> str:
    days = dates.weekday_name(first) + (f"–{dates.weekday_name(last)}" if last > first else "")
    return f"{days} {text}" + (f" ({_('from home')})" if home else "")
