"""What the machine does for notifications: carries them, seals their proofs, writes down what the clock has ended."""

from __future__ import annotations

from consistori.notifications.models import Leg
from consistori.notifications.notices import jobs as _notices  # noqa: F401 - the worker finds them here
from consistori.notifications.paper import jobs as _paper  # noqa: F401 - and these
from consistori.notifications.rules.states import State
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for
from consistori.tenancy.two_clocks import ensure_same_clock

MOST_IN_A_ROUND = 5000


@by_the_clock("3,18,33,48 * * * *", name="notifications.settle")
def settle_often(timestamp: int) -> None:
    """Four times an hour, the first one at 00:03: write down those that lapsed, entity by entity."""
    ensure_same_clock()
    in_each_town(settle)


def settle(entity: Entity) -> int:
    """Those of one town; how many."""
    from consistori.notifications.services.lapsing import settle_lapsed

    return settle_lapsed(entity, limit=MOST_IN_A_ROUND)


@entity_job(name="notifications.carry", queue="default", retry=8)
def carry(*, entity: Entity) -> None:
    """Give each carrier the legs that wait for it."""
    from consistori.notifications.carriers import hung

    for carrier in hung():
        with working_for(entity):
            rows = Leg.objects.filter(
                carrier=carrier.key, state=Leg.State.WAITING, notification__state=State.AVAILABLE
            )
            keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            carrier.take(entity, keys)


@entity_job(name="notifications.make_proofs", queue="default", retry=8)
def make_proofs(*, entity: Entity, notification_ids: list[str]) -> None:
    """Make and seal the proofs that these lack, with one timestamp for all."""
    from consistori.notifications.proving.sealing import make_proofs_of

    make_proofs_of(entity, notification_ids)


@entity_job(name="notifications.draw_proof", queue="default", retry=8, priority=-10)
def draw_proof(*, entity: Entity, notification_id: str) -> None:
    """Draw and seal the PDF of how a notification ended."""
    from consistori.notifications.proving.paper import make_paper

    make_paper(entity, notification_id)


@by_the_clock("27 * * * *", name="notifications.seal_waiting")
def seal_waiting_often(timestamp: int) -> None:
    """Each hour: seal and date what waits for a seal or for the authority of timestamps."""
    in_each_town(seal_waiting)


def seal_waiting(entity: Entity) -> None:
    """The same in one town."""
    from consistori.notifications.proving.sealing import seal_and_stamp

    seal_and_stamp(entity)
