"""What tasks hang on the rooms below: what somebody carries, and the switch of the town."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.carrying import Carried, carried
from consistori.directory.models import Absence, Person
from consistori.directory.policies import may_manage_people
from consistori.kernel.actor import Actor
from consistori.kernel.errors import ensure
from consistori.tasks.models import Duty, Task
from consistori.tasks.services import inherit_duties, inherit_task
from consistori.tasks.subjects import subjects
from consistori.tenancy import modality


def hang() -> None:
    """Called once, when the program starts."""
    carried.add(
        "tasks", label=gettext_lazy("Tasks"), of=carried_by, hand_over=pass_them, while_away=while_away, icon="task",
    )  # fmt: skip
    carried.add(
        "duties", label=gettext_lazy("What comes back every year"), of=duties_of, hand_over=pass_duties,
        while_away=duties_while_away, icon="calendar",
    )  # fmt: skip


def has_tasks(request: Any) -> bool:
    """Whether the town of this page works with tasks here."""
    entity = getattr(request, "entity", None)
    return entity is not None and modality.is_on(entity, "tasks")


def carried_by(person: Person) -> list[Carried]:
    """Her open tasks, the oldest first; of those in something reserved, neither words nor page."""
    rows = list(Task.objects.in_hands_of(person.pk).order_by("created_at", "id"))
    about = subjects.of([row.pk for row in rows])
    return [_drawn(row, about.get(row.pk)) for row in rows]


def pass_them(things: Sequence[Carried], to: Person, by: Actor) -> list[str]:
    """Put them in the hands of another; what the other could not read stays, and is said."""
    ensure(may_manage_people(by))
    stay = []
    for row in Task.objects.filter(pk__in=[one.key for one in things]):
        if subjects.is_closed_to(row, to):
            stay.append(
                _("A task is of a reserved case that %(name)s does not read: give it to somebody who does.")
                % {"name": to.full_name}
            )
            continue
        inherit_task(row, by=by, to=to)
    return stay


def while_away(absence: Absence) -> str:
    """They stay hers; whoever covers sees them in Today, and does them."""
    if absence.covered_by is None:
        return _("They stay hers. Anybody of the team may do them or pass them.")
    return _("They stay hers, and %(name)s finds them in Today until she is back.") % {
        "name": absence.covered_by.full_name
    }


def duties_of(person: Person) -> list[Carried]:
    """What comes back and is given to her each time."""
    return [
        Carried(
            key=str(row.pk),
            label=row.title,
            url=row.get_absolute_url(),
            note=row.get_every_display(),
            since=row.begun_on,
        )
        for row in Duty.objects.live().filter(assigned_to=person)
    ]


def pass_duties(things: Sequence[Carried], to: Person, by: Actor) -> None:
    """Their next tasks go to another."""
    inherit_duties([one.key for one in things], by=by, to=to)


def duties_while_away(absence: Absence) -> str:
    """Its tasks come as always: whoever covers sees them."""
    if absence.covered_by is None:
        return _("Its tasks come to her all the same. Anybody of the team may do them.")
    return _("Its tasks come to her all the same, and %(name)s finds them in Today.") % {
        "name": absence.covered_by.full_name
    }


def _drawn(row: Task, about: Any) -> Carried:
    closed = about is not None and about.is_reserved
    note = " · ".join(filter(None, [row.get_kind_display(), about.number if about else ""]))
    return Carried(
        key=str(row.pk),
        label=_("A task in a reserved case") if closed else row.title,
        url="" if closed else row.get_absolute_url(),
        note=note,
        since=row.created_at.date(),
    )
