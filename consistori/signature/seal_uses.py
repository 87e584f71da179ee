"""How many times a seal is used: counted by the hour before it seals, refused at its limit, told in sums."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.utils import timezone

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.models import AutomatedAct, SealHour
from consistori.signature.seal_events import SealUsed
from consistori.trail import act, announce


def hour_of(moment: datetime) -> datetime:
    """The first instant of its hour at the town hall."""
    return timezone.localtime(moment).replace(minute=0, second=0, microsecond=0)


def take_uses(fixed: AutomatedAct, uses: int) -> bool:
    """Count `uses` more in this hour; False, and nothing counted, when they do not fit in its limit.

    One statement, two the first time of the hour. Two at once do not pass the limit: the row counts.
    """
    if uses > fixed.per_hour:
        return False
    hour = hour_of(now())
    rows = SealHour.objects.filter(act=fixed, hour=hour)
    if rows.filter(count__lte=fixed.per_hour - uses).update(count=F("count") + uses):
        return True
    _row, is_new = SealHour.objects.get_or_create(act=fixed, hour=hour, defaults={"count": uses})
    if is_new:
        return True
    # Somebody began the hour meanwhile: ask once more, now that its row is there.
    return bool(rows.filter(count__lte=fixed.per_hour - uses).update(count=F("count") + uses))


@act
def tell_uses(*, by: Actor) -> int:
    """Tell the trail how many times each act sealed in each hour that has passed; how many sums were told.

    A fact an hour and act, with its count: a batch of a thousand is one fact (R-SEG-01). Told once.
    """
    rows = list(
        SealHour.objects.select_for_update(of=("self",))
        .filter(told_at=None, hour__lt=hour_of(now()))
        .order_by("hour")
    )
    acts = AutomatedAct.objects.select_related("seal").in_bulk({row.act_id for row in rows})
    for row in rows:
        fixed = acts[row.act_id]
        announce(
            SealUsed(
                seal_id=fixed.seal_id,
                what=fixed.kind,
                count=row.count,
                hour=row.hour.isoformat(),
                decree=fixed.decree,
            ),
            by=by,
        )
    SealHour.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now())
    return len(rows)


def uses_of(fixed_ids: list[object]) -> dict[object, dict[str, int]]:
    """For each act, how many times in this hour (`hour`), and in thirty days (`month`). Two statements."""
    hour = hour_of(now())
    rows = SealHour.objects.filter(act_id__in=fixed_ids)
    here = dict(rows.filter(hour=hour).values_list("act_id", "count"))
    month = dict(
        rows.filter(hour__gte=hour - timedelta(days=30)).order_by().values("act_id").annotate(n=Sum("count"))
        .values_list("act_id", "n")
    )  # fmt: skip
    return {one: {"hour": here.get(one, 0), "month": month.get(one, 0)} for one in fixed_ids}
