"""4. This week: what is on the calendar, who is away, the holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.desk.calendar.layers import Happening, layers
from consistori.desk.calendar.selectors import happenings
from consistori.desk.meeting.points.matters import Look, Matter, Point
from consistori.desk.meeting.rules import DAY
from consistori.tenancy import modality
from consistori.ui import dates

ELSEWHERE = frozenset({"deadlines", "absences", "duties"})
"""Terms have a point of their own, people away are told apart, duties are tasks."""
OWN_ONLY = frozenset({"visits"})
"""Of these, what the town wrote: an appointment of a citizen is nobody else’s matter."""


def prepare(look: Look) -> Point:
    """What happens from today to Friday, holidays and who is away included."""
    matters: list[Matter] = []
    seen: set[str] = set()
    if modality.is_on(look.entity, "calendar"):
        wanted = [
            replace(layer, between=None) if layer.name in OWN_ONLY else layer
            for layer in layers.here(look.entity)
            if layer.name not in ELSEWHERE
        ]
        end = look.week + 5 * DAY
        # Everybody looks at it: also of what is private of whoever leads, only that she is busy.
        eyes = replace(look.actor, person_id=None)
        for one in happenings(eyes, look.on, max(end, look.on + DAY), of=wanted):
            day = max(one.starts_on, look.on)
            matters.append(_of(one, day, len(matters)))
            seen.add(one.title)
    matters += _holidays(look)
    away = _away(look)
    matters = sorted([*matters, *away], key=lambda one: one.last_day or look.on)
    return Point("week", _("This week"), _figure(len(seen), len(away)), matters,
                 facts={"events": len(seen), "away": len(away)})  # fmt: skip


def _figure(events: int, away: int) -> str:
    said = []
    if events:
        said.append(
            ngettext("%(n)d thing on the calendar", "%(n)d things on the calendar", events) % {"n": events}
        )
    if away:
        said.append(ngettext("%(n)d absence", "%(n)d absences", away) % {"n": away})
    return ", ".join(said) or _("nothing out of the ordinary")


def _holidays(look: Look) -> list[Matter]:
    """Those of what is left of the week."""
    days = [look.week + DAY * n for n in range(5)]
    return [
        Matter(
            key=f"holiday:{day.isoformat()}", kind="holiday", title=look.holidays[day],
            reason=_("holiday: the town hall is closed"), margin=dates.short_day(day, weekday=True), tone="ochre",
            last_day=day, icon="sun", is_open=False,
        )
        for day in days
        if day >= look.on and day in look.holidays
    ]  # fmt: skip


def _of(one: Happening, day: date, n: int) -> Matter:
    layer = layers.named(one.layer)
    hour = dates.hour(one.starts_at) if one.starts_at and dates.as_day(one.starts_at) == day else ""
    return Matter(
        key=f"event:{one.uid or f'{one.layer}-{n}'}:{day.isoformat()}"[:60],
        kind="event",
        title=_("busy") if one.is_busy else one.title,
        reason=" · ".join(filter(None, [hour, one.note])),
        margin=dates.short_day(day, weekday=True),
        on_day=day,
        last_day=day,
        url=one.url,
        icon=layer.icon if layer else "calendar",
        is_open=False,
    )


def _away(look: Look) -> list[Matter]:
    """Who is away on some day of the rest of the week; why is nobody's business."""
    return [_absent(absence, look) for absence in look.absences if _touches(absence, look)]


def _touches(absence: Any, look: Look) -> bool:
    end = look.week + 5 * DAY
    return absence.starts_on < end and (absence.ends_on is None or absence.ends_on > look.on)


def _absent(absence: Any, look: Look) -> Matter:
    back = absence.ends_on
    said = [_("back on %(day)s") % {"day": dates.the_day(back)} if back else _("no day of return yet")]
    said.append(
        _("%(name)s covers") % {"name": absence.covered_by.full_name}
        if absence.covered_by
        else _("nobody covers")
    )
    starts = max(absence.starts_on, look.on)
    return Matter(
        key=f"absence:{absence.pk}",
        kind="absence",
        title=_("%(name)s is away") % {"name": absence.person.full_name},
        reason=" · ".join(said),
        margin=dates.short_day(starts, weekday=True),
        tone="" if absence.covered_by else "ochre",
        person_id=absence.person_id,
        person=absence.person.full_name,
        last_day=starts,
        icon="person",
        is_open=absence.covered_by is None,
    )
