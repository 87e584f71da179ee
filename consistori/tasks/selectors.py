"""Questions about tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from consistori.directory.models import Absence, Person
from consistori.directory.selectors import people_here
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.tasks.models import Duty, Point, Task
from consistori.tasks.policies import WORKS, visible_to
from consistori.tasks.subjects import Subject, subjects

VIEWS = ("mine", "given", "nobody", "all", "ended")
MOST = 200
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """A task in a list: whether it is late, how many points are ticked of how many, what it is about."""

    task: Task
    is_late: bool
    ticked: int
    points: int
    about: Subject | None


def task_of(pk: UUID, actor: Actor) -> Task:
    """A task that the actor may see. Raises `NotHere`."""
    found: Task | None = Task.objects.filter(visible_to(actor), pk=pk).with_people().first()
    if found is None:
        raise NotHere()
    return found


def points_of(task: Task) -> list[Point]:
    return list(Point.objects.filter(task=task))


def points_by_task(keys: Sequence[UUID]) -> dict[UUID, list[Point]]:
    """The lists of several tasks. One statement."""
    found: dict[UUID, list[Point]] = {}
    if keys:
        for point in Point.objects.filter(task_id__in=keys):
            found.setdefault(point.task_id, []).append(point)
    return found


def rows_of(actor: Actor, view: str, *, person_id: UUID | None = None) -> Any:
    """The tasks of a view: mine, those I gave, of nobody yet, all the open ones, ended; or those of one person."""
    rows = Task.objects.filter(visible_to(actor))
    if person_id is not None:
        return rows.in_hands_of(person_id).in_order()
    if view == "given":
        waiting = rows.filter(assigned_by_id=actor.person_id).exclude(assigned_to_id=actor.person_id)
        return waiting.filter(_waits_for_giver()).in_order()
    if view == "nobody":
        return rows.open().filter(assigned_to=None).in_order()
    if view == "all":
        return rows.open().in_order()
    if view == "ended":
        return rows.ended().order_by("-ended_at", "-id")
    return rows.in_hands_of(actor.person_id).in_order()


def _waits_for_giver() -> Q:
    """Still to be done, given back, or answered and not read by whoever asked."""
    answered = Q(state=Task.State.DONE, kind=Task.Kind.ASK, heard_at=None)
    return Q(state__in=[Task.State.OPEN, Task.State.RETURNED]) | answered


def lines_of(rows: Any, *, most: int = MOST) -> list[Line]:
    """Rows as a list shows them. Two statements, and one for each kind of thing that tasks are about."""
    tasks = list(rows.with_people()[:most])
    keys = [task.pk for task in tasks]
    about = subjects.of(keys)
    points = _ticks_of(keys)
    day = today()
    return [Line(task, task.is_late(day), *points.get(task.pk, (0, 0)), about.get(task.pk)) for task in tasks]


def _ticks_of(keys: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many points of each list are ticked, of how many."""
    if not keys:
        return {}
    rows = Point.objects.filter(task_id__in=keys).order_by().values("task_id")
    figures = rows.annotate(n=Count("pk"), ticked=Count("done_at"))
    return {row["task_id"]: (row["ticked"], row["n"]) for row in figures}


def counts(actor: Actor) -> dict[str, int]:
    """How many there are in each view. One statement."""
    me = actor.person_id
    given = Q(assigned_by_id=me) & (Q(assigned_to=None) | ~Q(assigned_to_id=me)) & _waits_for_giver()
    is_open = Q(state=Task.State.OPEN)
    found: dict[str, int] = Task.objects.filter(visible_to(actor)).aggregate(
        mine=Count("pk", filter=is_open & Q(assigned_to_id=me)),
        given=Count("pk", filter=given),
        nobody=Count("pk", filter=is_open & Q(assigned_to=None)),
        all=Count("pk", filter=is_open),
    )
    return found


@dataclass(frozen=True)
class Load:
    """What is in somebody's hands: open, late, of this week. It is no mark: it is shown by name, without order."""

    person: Person
    titles: str
    open: int
    late: int
    week: int
    is_away: bool


def load(actor: Actor, on: date | None = None) -> list[Load]:
    """The load of everybody who works here, by family name, those without tasks too. Three statements."""
    on = on or today()
    rows = Task.objects.filter(visible_to(actor)).open().exclude(assigned_to=None).order_by()
    figures = {
        row["assigned_to"]: row
        for row in rows.values("assigned_to").annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=on)),
            week=Count("pk", filter=Q(due_on__gte=on, due_on__lt=on + A_WEEK)),
        )
    }
    away = set(Absence.objects.live(on).values_list("person_id", flat=True))
    return [
        Load(
            person=one.person,
            titles=one.titles(),
            open=figures.get(one.person.pk, {}).get("n", 0),
            late=figures.get(one.person.pk, {}).get("late", 0),
            week=figures.get(one.person.pk, {}).get("week", 0),
            is_away=one.person.pk in away,
        )
        for one in people_here(on)
        if one.person.pk in figures or any(post.role in WORKS for post in one.posts)
    ]


def waiting_for(person_id: UUID | None, unit_ids: Iterable[UUID] = (), *, on: date | None = None) -> Any:
    """What Today shows of somebody in the entities of the scope, as rows: hers, those of her units that nobody has
    taken, those of whom she covers while they are away, and what comes back to her. Reminders, from their day on.
    """
    on = on or today()
    covered = Absence.objects.live(on).filter(
        covered_by_id=person_id, person_id=OuterRef("assigned_to_id"), entity_id=OuterRef("entity_id")
    )
    units = list(unit_ids)
    hers = Q(assigned_to_id=person_id) | Q(Exists(covered))
    if units:
        hers |= Q(assigned_to=None, unit_id__in=units)
    come = ~Q(kind=Task.Kind.REMINDER) | Q(due_on=None) | Q(due_on__lte=on)
    returned = Q(state=Task.State.RETURNED)
    answered = Q(state=Task.State.DONE, kind=Task.Kind.ASK, heard_at=None)
    mine = Q(state=Task.State.OPEN) & hers & come
    return Task.objects.filter(mine | ((returned | answered) & Q(assigned_by_id=person_id)))


def given_by(person_id: UUID | None) -> Any:
    """What she gave to others and is still to be done: she waits for them."""
    rows = Task.objects.open().filter(assigned_by_id=person_id)
    return rows.exclude(assigned_to_id=person_id).in_order()


def not_done(since: date, on: date | None = None) -> Any:
    """The open tasks whose day passed between one day and another, for the weekly meeting."""
    on = on or today()
    return Task.objects.late(on).filter(due_on__gte=since).in_order()


def duties() -> list[Duty]:
    """What comes back in this town, by its day of the year."""
    return list(Duty.objects.live().select_related("assigned_to", "unit"))


def duty_of(pk: UUID) -> Duty:
    """One of them. Raises `NotHere`."""
    found: Duty | None = Duty.objects.select_related("assigned_to", "unit").filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return found


def tasks_about(rows: Any, actor: Actor) -> list[Line]:
    """Tasks that a higher room found for a thing of its own, as lines: the open ones first."""
    seen: Sequence[Line] = lines_of(rows.filter(visible_to(actor)).in_order())
    return sorted(seen, key=lambda line: line.task.is_ended)


def is_late(task: Task) -> bool:
    """Whether its day has passed and it is still to be done."""
    return task.is_late(today())
