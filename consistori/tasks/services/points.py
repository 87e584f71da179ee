"""The list of a task: its points, and ticking them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere
from consistori.tasks.events import PointTicked, TaskChanged
from consistori.tasks.models import Point, Task
from consistori.tasks.services._locked import ensure_open, keep, locked, told
from consistori.trail import act, announce

MOST_POINTS = 60
MOST_WORDS = 300


def put_points(task: Task, texts: Sequence[str]) -> None:
    """Write the list of a task as these lines say: what was there with the same words keeps its tick.

    Raises `BadInput` for too many lines or one too long.
    """
    wanted = list(dict.fromkeys(text for text in (" ".join(one.split()) for one in texts) if text))
    if len(wanted) > MOST_POINTS:
        raise BadInput(_("A list has %(n)s points at most.") % {"n": MOST_POINTS}, field="points")
    if any(len(text) > MOST_WORDS for text in wanted):
        raise BadInput(_("A point has %(n)s letters at most.") % {"n": MOST_WORDS}, field="points")
    there = {point.text: point for point in Point.objects.filter(task=task)}
    for text, point in there.items():
        if text not in wanted:
            point.delete()
    for place, text in enumerate(wanted):
        point = there.get(text) or Point(task=task, text=text)
        if point._state.adding or point.place != place:
            point.place = place
            point.save()


@act
def write_list(task: Task, texts: Sequence[str], *, by: Actor) -> Task:
    """Change the points of its list."""
    row = locked(task, by)
    if row.is_ended:
        ensure_open(row)
    put_points(row, texts)
    keep(row)
    announce(TaskChanged(**told(row), due_on=row.due_on.isoformat() if row.due_on else ""), by=by)
    return row


@act
def tick(task: Task, point_id: UUID, *, by: Actor, done: bool = True) -> Point:
    """Tick a point, or take its tick away. Ticking twice changes nothing: it stays of whoever did it first."""
    row = locked(task, by)
    ensure_open(row)
    point: Point | None = Point.objects.select_for_update().filter(task=row, pk=point_id).first()
    if point is None:
        raise NotHere(_("That point is not in the list any more."))
    if done == (point.done_at is not None):
        return point
    point.done_at = now() if done else None
    point.done_by_name = by.name if done else ""
    point.save()
    announce(PointTicked(**told(row), point_id=point.pk, done=done), by=by)
    return point
