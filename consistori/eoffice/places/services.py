"""Bringing the drawing of a town, and asking for the one in force."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.models import TownPlan
from consistori.eoffice.office.policies import may_keep_office
from consistori.eoffice.places.events import PlanBrought
from consistori.eoffice.places.plan import Plan, PlanFault, read
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST_BYTES = 3_000_000
FAULTS: dict[str, Any] = {
    "not_json": _("It is not a GeoJSON: it cannot be read as JSON."),
    "no_features": _("It has no features: it must be a FeatureCollection with at least one."),
    "too_many": _("It has too many shapes: leave the streets, the squares and little more."),
    "not_a_town": _(
        "What it draws is not of the size of a town: look whether its coordinates are in degrees."
    ),
    "feature": _(
        "Feature %(n)s cannot be read: it needs a geometry with coordinates, and “kind” in its properties."
    ),
    "geometry": _("Feature %(n)s is neither a LineString nor a Polygon."),
    "kind": _("The “kind” of feature %(n)s must be street, square, building, water or green."),
    "points": _("Feature %(n)s has points that are not longitude and latitude, or only one."),
}


@act
def bring_plan(*, by: Actor, data: bytes, attribution: str = "") -> TownPlan:
    """Bring a drawing of the town as a GeoJSON: the next version. Raises `BadInput` (`file`)."""
    ensure(may_keep_office(by))
    if len(data) > MOST_BYTES:
        raise BadInput(_("It weighs too much: three megabytes at most."), field="file")
    try:
        plan = read(data)
    except PlanFault as fault:
        raise BadInput(FAULTS[fault.code] % {"n": fault.feature}, field="file") from fault
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('eoffice.plan'), %s)", [current_entity().pk])
    last = TownPlan.objects.order_by("-number").first()
    made: TownPlan = TownPlan.objects.create(
        number=last.number + 1 if last else 1,
        said=plan.to_json(),
        attribution=attribution.strip()[:160],
        loaded_by_name=by.name[:160],
    )
    announce(PlanBrought(plan_id=made.pk, number=made.number, shapes=len(plan.shapes)), by=by)
    return made


def plan_in_force() -> tuple[TownPlan, Plan] | None:
    """The drawing of the town of the scope; None when it has none. One statement the first time, a light one after."""
    head = TownPlan.objects.order_by("-number").values_list("pk", flat=True).first()
    if head is None:
        return None
    return _kept(head)


@lru_cache(maxsize=64)
def _kept(pk: UUID) -> tuple[TownPlan, Plan]:
    # A version never changes: what was read of it stays good, and its key is of one town alone.
    row = TownPlan.objects.get(pk=pk)
    return row, Plan.from_json(row.said)
