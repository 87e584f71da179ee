"""The screen of the meeting: the six points, what was agreed, who has what, and the streak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from consistori.desk.calendar.selectors import holidays_of
from consistori.desk.meeting import selectors
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.points import arrived, indicators, last, stuck, terms, week
from consistori.desk.meeting.points.matters import Look, Matter, Point
from consistori.desk.meeting.rules import POINTS, Streak
from consistori.directory.models import Absence, Person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tasks.selectors import Load, load
from consistori.tenancy.scope import current_entity

PREPARE: Mapping[str, Callable[[Look], Point]] = {
    "last": last.prepare, "entries": arrived.prepare, "terms": terms.prepare, "week": week.prepare,
    "stuck": stuck.prepare, "indicator": indicators.prepare,
}  # fmt: skip


@dataclass(frozen=True)
class Agenda:
    """What everybody looks at. `meeting` None: nobody has begun it, and it is only prepared."""

    look: Look
    points: Sequence[Point]
    agreements: Sequence[Agreement]
    loads: Sequence[Load]
    streak: Streak
    meeting: Meeting | None = None
    decided: Mapping[str, Agreement] = field(default_factory=dict)

    @property
    def people(self) -> dict[UUID, Person]:
        return {one.person.pk: one.person for one in self.loads}

    def point(self, key: str) -> Point:
        """The point of that key, or the first one that nobody has gone through."""
        found = next((one for one in self.points if one.key == key), None)
        if found is not None:
            return found
        seen = set(self.meeting.seen) if self.meeting else set()
        return next((one for one in self.points if one.key not in seen), self.points[-1])

    def beside(self, key: str, step: int) -> Point | None:
        """The point after or before it."""
        place = POINTS.index(key) + step
        return self.points[place] if 0 <= place < len(self.points) else None

    def matter(self, point: Point, key: str) -> Matter | None:
        """The matter of that key, or the first one that is not decided."""
        found = next((one for one in point.matters if one.key == key), None)
        return found or next(
            (one for one in point.matters if one.is_open and one.key not in self.decided), None
        )

    def looked_at(self, point: Point) -> int:
        """How many matters of a point have been decided."""
        return sum(one.key in self.decided for one in point.matters)


def look_of(actor: Actor, week_on: date, on: date | None = None) -> Look:
    """With what the points are prepared. Four statements."""
    entity, on = current_entity(), on or today()
    previous = selectors.held_before(week_on)
    absences = Absence.objects.not_over(on).select_related("person", "covered_by").order_by("starts_on", "id")
    return Look(
        actor=actor,
        entity=entity,
        on=on,
        week=week_on,
        previous=previous,
        agreed=selectors.agreements_of(previous) if previous else (),
        holidays=holidays_of(entity).names,
        absences=list(absences),
    )


def prepare(actor: Actor, meeting: Meeting | None, week_on: date, on: date | None = None) -> Agenda:
    """The whole screen, prepared now."""
    look = look_of(actor, week_on, on)
    agreements = selectors.agreements_of(meeting) if meeting else []
    return Agenda(
        look=look,
        points=[PREPARE[key](look) for key in POINTS],
        agreements=agreements,
        loads=load(actor, look.on),
        streak=selectors.streak_now(look, meeting),
        meeting=meeting,
        decided={row.matter: row for row in agreements if row.matter},
    )


def prepare_point(look: Look, key: str) -> Point:
    """One of the points alone: what an act looks at before it believes what it was sent."""
    return PREPARE[key](look)
