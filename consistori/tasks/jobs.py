"""What the machine does for tasks: brings those of what comes back."""

from __future__ import annotations

from consistori.kernel.clock import today
from consistori.tasks.models import Duty
from consistori.tasks.services import bring_tasks
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@by_the_clock("23 5 * * *", name="tasks.bring_duties")
def bring_every_night(timestamp: int) -> None:
    """Every night: the tasks of what comes back and is near."""
    in_each_town(bring_duties)


def bring_duties(entity: Entity) -> int:
    """The same in one town; how many tasks were made."""
    if not modality.is_on(entity, "tasks"):
        return 0
    with working_for(entity):
        keys = list(Duty.objects.live().values_list("pk", flat=True))
    made = 0
    for key in keys:
        with working_for(entity):
            made += len(bring_tasks(Duty.objects.get(pk=key), on=today()))
    return made
