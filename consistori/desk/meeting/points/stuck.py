"""5. What is stuck: a decision for each (30 days without movement and without wait)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.stuck import stuck_in
from consistori.desk.meeting.points.matters import MOST, Look, Matter, Point, reserved_title
from consistori.ui import dates

MOST_COUNTED = 1000
"""Beyond, nobody counts: the screen says that many."""


def prepare(look: Look) -> Point:
    """Those that nothing has moved for longest first. Two statements at most."""
    moment = timezone.make_aware(datetime.combine(look.on, time.max))
    found = stuck_in([look.entity.pk], moment)
    rows = list(found.select_related("carried_by").order_by("last_moved_at", "id")[: MOST + 1])
    count = len(rows) if len(rows) <= MOST else found.order_by()[:MOST_COUNTED].count()
    figure = (
        ngettext("%(n)d, a decision for it", "%(n)d, a decision for each", count) % {"n": count}
        if count
        else _("none")
    )
    return Point(
        "stuck", _("Stuck"), figure, [_of(case, look) for case in rows[:MOST]],
        more=max(0, count - MOST), facts={"all": count},
    )  # fmt: skip


def _of(case: Any, look: Look) -> Matter:
    moved = dates.as_day(case.last_moved_at)
    carrier = case.carried_by
    days = (look.on - moved).days
    return Matter(
        key=f"case:{case.number}",
        kind="stuck",
        title=reserved_title(case.number) if case.reserved else case.title,
        reason=ngettext("%(n)d day without movement", "%(n)d days without movement", days) % {"n": days},
        margin=dates.short_day(moved),
        on_day=moved,
        person_id=carrier.pk if carrier else None,
        person=carrier.full_name if carrier else "",
        about=f"case:{case.number}",
        number=case.number,
        url=case.get_absolute_url(),
        is_reserved=case.reserved,
        icon="pause",
    )
