"""The calendar: month, week, list, of one town or of all mine; the layers at its side, the day in its column."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse

from consistori.desk.calendar import picture
from consistori.desk.calendar.hanging import has_calendar
from consistori.desk.calendar.layers import DAY, Happening, Layer, layers
from consistori.desk.calendar.picture import Frame
from consistori.desk.calendar.policies import may_keep, may_see, may_write
from consistori.desk.calendar.proposing import proposals_from
from consistori.desk.calendar.rules import WEEK, monday_of, months_after, weeks_of_month
from consistori.desk.calendar.selectors import Holidays, happenings, holidays_of, who_is_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import Standing
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality
from consistori.ui import dates

VIEWS = ("week", "month", "year", "list")
CHOSEN = "calendar_layers"
LISTED = 60


@staff_page(across=True)
def show(request: StaffRequest) -> HttpResponse:
    """`?view=week|month|list&on=2026-11-24`, and the layers that one chooses, which stay chosen."""
    standings = towns_here(request)
    frame = _frame(request, standings)
    shown = chosen_layers(request, standings)
    found = [
        one
        for standing in standings
        for one in happenings(standing.actor, frame.first, frame.until, of=_of(standing, shown))
    ]
    context: dict[str, Any] = {"frame": frame, "layers": _drawn(request, standings, shown, found)}
    context |= _drawing(frame, found) | _ways(frame) | _column(request, frame, found)
    return TemplateResponse(request, "desk/calendar/calendar.html", context)


def towns_here(request: StaffRequest) -> list[Standing]:
    """The town of the address, or all those of the person that have a calendar; `NotHere` where there is none."""
    request.tab = "calendar"  # type: ignore[attr-defined]
    if not has_calendar(request):
        raise NotHere()
    mine = list(request.standings.values())
    if request.entity is not None:
        mine = [one for one in mine if one.entity.pk == request.entity.pk]
        ensure(may_see(mine[0].actor))
        return mine
    mine = [one for one in mine if modality.is_on(one.entity, "calendar") and may_see(one.actor)]
    if not mine:
        raise NotHere()
    return mine


def day_in(text: str) -> date:
    """The day that an address says; today if it says none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if 2000 <= day.year < 2100 else today()


def _frame(request: StaffRequest, standings: list[Standing]) -> Frame:
    view = request.GET.get("view", "month")
    view = view if view in VIEWS else "month"
    on = day_in(request.GET.get("on", ""))
    if view == "week":
        first = monday_of(on)
        until = first + WEEK
    elif view == "list":
        first, until = on, on + DAY * LISTED
    else:
        weeks = weeks_of_month(on)
        first, until = weeks[0], weeks[-1] + WEEK
    one = standings[0].entity if len(standings) == 1 else None
    return Frame(
        view=view, on=on, first=first, until=until, today=today(),
        towns={} if one else {each.entity.pk: each.entity for each in standings},
        holidays=holidays_of(one) if one else Holidays(),
    )  # fmt: skip


def chosen_layers(request: StaffRequest, standings: list[Standing]) -> set[str]:
    """The names of the layers that are shown: those just chosen, those of the last time, or those of the house."""
    known = {layer.name for standing in standings for layer in layers.here(standing.entity)}
    if "chosen" in request.GET:
        request.session[CHOSEN] = sorted(known & set(request.GET.getlist("layer")))
    kept = request.session.get(CHOSEN)
    if isinstance(kept, list):
        return known & set(kept)
    return {layer.name for layer in layers if layer.is_shown} & known


def _of(standing: Standing, shown: set[str]) -> list[Layer]:
    return [layer for layer in layers.here(standing.entity) if layer.name in shown]


def _drawn(
    request: StaffRequest, standings: list[Standing], shown: set[str], found: list[Happening]
) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.layer] = counts.get(one.layer, 0) + 1
    known = {layer.name for standing in standings for layer in layers.here(standing.entity)}
    return [
        {"layer": layer, "is_shown": layer.name in shown, "count": counts.get(layer.name)}
        for layer in layers
        if layer.name in known
    ]


def _drawing(frame: Frame, found: list[Happening]) -> dict[str, Any]:
    if frame.view == "list":
        return {"days": picture.list_of(frame, found), "title": _month_title(frame.on)}
    if frame.view == "week":
        return {"weeks": picture.one_week(frame, found), "title": _week_title(frame)}
    return {"weeks": picture.month_of(frame, found), "title": _month_title(frame.on)}


def _month_title(on: date) -> str:
    words = dates.day_and_month(on, year=True).split(" ", 1)[1]
    for little in ("de ", "d’"):
        words = words.removeprefix(little)
    return words[:1].upper() + words[1:]


def _week_title(frame: Frame) -> str:
    return f"{dates.short_day(frame.first, year=False)} – {dates.short_day(frame.until - DAY, year=True)}"


def _ways(frame: Frame) -> dict[str, Any]:
    """The day of the page before and of the one after."""
    if frame.view == "week":
        return {"before": frame.on - WEEK, "after": frame.on + WEEK}
    if frame.view == "list":
        return {"before": frame.on - DAY * LISTED, "after": frame.on + DAY * LISTED}
    return {"before": months_after(frame.on, -1), "after": months_after(frame.on, 1)}


def _column(request: StaffRequest, frame: Frame, found: list[Happening]) -> dict[str, Any]:
    """The day that is chosen: what there is, and in one town who is here."""
    entity = request.entity
    here = who_is_here(entity, frame.on) if entity is not None else []
    year = frame.on.year
    sees_sessions = entity is not None and frame.view in ("week", "month")
    mine = [(on, name) for on, name in sorted(frame.holidays.names.items()) if on.year == year]
    return {
        "items": picture.items_of(frame, found, frame.on),
        "holiday": frame.holidays.name_of(frame.on),
        "here": [one for one in here if one.is_at_work],
        "not_here": [one for one in here if not one.is_at_work],
        "year_holidays": mine,
        "proposals": proposals_from(max(frame.on, frame.today), frame.holidays)[:1] if sees_sessions else [],
        "misses_year": entity is not None and year not in frame.holidays.years,
        "may_write": entity is not None and bool(may_write(request.actor)),
        "may_keep": entity is not None and bool(may_keep(request.actor)),
        "others": len(request.entities) > 1 and entity is not None,
    }
