"""6. One indicator, and one good practice: five indicators, one each week (e-SET, 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.models import CaseDocument, Step
from consistori.cases.steps.rules import Kind
from consistori.cases.stuck import stuck_in
from consistori.desk.meeting.points.matters import Look, Point
from consistori.desk.meeting.points.stuck import MOST_COUNTED
from consistori.desk.meeting.rules import DAY, INDICATORS, indicator_of
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.rules.books import Book, Channel
from consistori.tasks.models import Task

WORKING_DAYS = 3
QUARTER = timedelta(days=90)
ELECTRONIC = (Channel.OFFICE, Channel.ADMINISTRATION, Channel.PROGRAM)


@dataclass(frozen=True)
class Indicator:
    """What is counted, in words; `is_share`: in hundredths; `less_is_better` says which way is good."""

    code: str
    label: Any
    count: Callable[[Look], int | None]
    is_share: bool = False
    less_is_better: bool = True


def entries(look: Look) -> int:
    """Entries that nobody has taken after three working days. One statement."""
    moment = _midnight(_working_days_before(look, WORKING_DAYS))
    waiting = [EntryState.Handled.WAITING, EntryState.Handled.SENT]
    rows = EntryState.objects.filter(annulled_at=None, handled__in=waiting, entry__book=Book.ENTRY)
    return int(rows.filter(entered_at__lt=moment).count())


def late(look: Look) -> int:
    """Tasks and work of the cases whose day has passed. Two statements."""
    steps = Step.objects.todo().filter(due_on__lt=look.on, task=None, case__closed_at=None)
    return int(Task.objects.late(look.on).count() + steps.exclude(kind=Kind.WAIT).count())


def untyped(look: Look) -> int | None:
    """Of the documents of the open cases of these three months, how many nobody has said what they are."""
    rows = CaseDocument.objects.filter(
        added_at__gte=_midnight(look.on - QUARTER), case__closed_at=None, document__discarded_at=None
    )
    found = rows.aggregate(
        n=Count("pk"),
        loose=Count("pk", filter=Q(document__type=None) | Q(document__type__code="ATTACHMENT")),
    )
    return found["loose"] * 100 // found["n"] if found["n"] else None


def stuck(look: Look) -> int:
    """Cases without movement for thirty days and without wait. One statement."""
    return int(stuck_in([look.entity.pk], _midnight(look.on + DAY)).order_by()[:MOST_COUNTED].count())


def electronic(look: Look) -> int | None:
    """Of what went out in these three months, how much went by electronic means. One statement."""
    rows = RegistryEntry.objects.filter(book=Book.EXIT, registered_at__gte=_midnight(look.on - QUARTER))
    found = rows.aggregate(n=Count("pk"), by_wire=Count("pk", filter=Q(channel__in=ELECTRONIC)))
    return found["by_wire"] * 100 // found["n"] if found["n"] else None


FIVE: Mapping[str, Indicator] = {
    one.code: one
    for one in (
        Indicator("entries", gettext_lazy("Entries not taken after three working days"), entries),
        Indicator("late", gettext_lazy("Tasks and steps whose day has passed"), late),
        Indicator(
            "untyped", gettext_lazy("Documents of which nobody has said what they are"), untyped, is_share=True
        ),
        Indicator("stuck", gettext_lazy("Cases without movement for thirty days"), stuck),
        Indicator(
            "electronic", gettext_lazy("What goes out by electronic means"), electronic, is_share=True,
            less_is_better=False,
        ),
    )
}  # fmt: skip


def prepare(look: Look, *, all_of_them: bool = False) -> Point:
    """The indicator of the week, with what it was in the last meeting; `all_of_them`, for the snapshot."""
    code = indicator_of(look.week)
    before = (look.previous.snapshot if look.previous else {}).get("indicators", {})
    counted = {name: FIVE[name].count(look) for name in (INDICATORS if all_of_them else (code,))}
    chosen = FIVE[code]
    value, was = counted[code], before.get(code)
    facts = {
        "code": code,
        "label": str(chosen.label),
        "value": words_of(chosen, value),
        "was": words_of(chosen, was) if was is not None else "",
        "trend": _trend(chosen, value, was),
        "indicators": counted,
    }
    return Point("indicator", _("An indicator, a good practice"), str(chosen.label), facts=facts)


def words_of(chosen: Indicator, value: int | None) -> str:
    """«4», «82 %», or that there is nothing to count."""
    if value is None:
        return _("nothing to count")
    return f"{value} %" if chosen.is_share else str(value)


def _trend(chosen: Indicator, value: int | None, was: int | None) -> str:
    if value is None or was is None or value == was:
        return ""
    return "better" if (value < was) == chosen.less_is_better else "worse"


def _working_days_before(look: Look, n: int) -> Any:
    day = look.on
    while n:
        n -= look.is_working(day)
        day -= DAY
    return day


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
