"""The screen of the meeting, its paper, those that were held."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting import selectors, snapshot
from consistori.desk.meeting.agenda import Agenda
from consistori.desk.meeting.models import Meeting
from consistori.desk.meeting.points.matters import Point
from consistori.desk.meeting.policies import is_on, may_lead, may_see
from consistori.desk.meeting.proposals import likely
from consistori.desk.meeting.rules import POINTS, monday_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now as this_moment
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure


def ensure_here(request: StaffRequest) -> None:
    """Raises `NotHere` in a town without meetings and `NotPermitted` for whoever is not of the team."""
    if not is_on(request.entity):
        raise NotHere
    ensure(may_see(request.actor))


@staff_page
@require_safe
def now(request: StaffRequest) -> HttpResponse:
    """The meeting of this week: prepared, going on, or as it was closed."""
    ensure_here(request)
    return drawn(request)


def drawn(request: StaffRequest, *, typed: str = "", error: str = "", status: int = 200) -> HttpResponse:
    """The screen; `typed` and `error` are of an agreement that was not understood."""
    week = selectors.this_week()
    meeting = selectors.meeting_of(week)
    if meeting is not None and meeting.is_closed:
        return _as_closed(request, meeting)
    agenda = agendas.prepare(request.actor, meeting, week)
    point = agenda.point(request.GET.get("point", "") or request.POST.get("point", ""))
    matter = agenda.matter(point, request.GET.get("m", "") or request.POST.get("matter", ""))
    writes = meeting is not None and meeting.is_open and bool(may_lead(request.actor))
    choices = likely(matter, agenda.look, agenda.people) if matter and writes else []
    context = {
        **_common(agenda, meeting),
        "point": point,
        "lines": [(one, agenda.decided.get(one.key)) for one in point.matters],
        "chosen": matter.key if matter else "",
        "choices": choices,
        "decided_here": agenda.looked_at(point),
        "to_decide": sum(one.is_open for one in point.matters),
        "writes": writes,
        "leads": bool(may_lead(request.actor)),
        "back": agenda.beside(point.key, -1),
        "next": agenda.beside(point.key, 1),
        "typed": typed,
        "error": error,
        "of_matter": bool(error and matter and choices and request.POST.get("matter") == matter.key),
        "missed": week_before_without_reason(week) if meeting is None else None,
        "names": sorted({one.person.given_name for one in agenda.loads}),
    }
    return TemplateResponse(request, "desk/meeting/now.html", context, status=status)


def week_before_without_reason(week: date) -> date | None:
    """The Monday of last week when it had no meeting and nobody has said why."""
    from consistori.desk.meeting.rules import WEEK

    return week - WEEK if selectors.without_reason(week - WEEK) else None


def _common(agenda: Agenda, meeting: Meeting | None) -> dict[str, Any]:
    seen = set(meeting.seen) if meeting else set()
    return {
        "meeting": meeting,
        "here": reverse("meeting:now"),
        "on": agenda.look.on,
        "script": [(place, one, one.key in seen) for place, one in enumerate(agenda.points, start=1)],
        "agreements": agenda.agreements,
        "holidays": {
            row.pk: agenda.look.holidays.get(row.due_on, "") for row in agenda.agreements if row.due_on
        },
        "streak": agenda.streak,
        "loads": [one for one in agenda.loads if one.open],
        "minutes_left": _minutes_left(meeting),
    }


def _minutes_left(meeting: Meeting | None) -> int:
    if meeting is None or not meeting.is_open:
        return 0
    return round((meeting.ends_at - this_moment()).total_seconds() / 60)


def _as_closed(request: StaffRequest, meeting: Meeting) -> HttpResponse:
    points = snapshot.points_of(meeting.snapshot)
    key = request.GET.get("point", "")
    point = next((one for one in points if one.key == key), points[0] if points else Point("last", "", ""))
    place = POINTS.index(point.key)
    context = {
        "meeting": meeting,
        "here": meeting.get_absolute_url(),
        "on": date.fromisoformat(meeting.snapshot["on"]),
        "script": [(place, one, True) for place, one in enumerate(points, start=1)],
        "point": point,
        "lines": [(one, None) for one in point.matters],
        "agreements": selectors.agreements_of(meeting),
        "loads": [],
        "load_then": [one for one in meeting.snapshot.get("load", []) if one["open"]],
        "held": meeting.snapshot.get("streak", 1),
        "back": points[place - 1] if place else None,
        "next": points[place + 1] if place + 1 < len(points) else None,
        "is_this_week": meeting.week == selectors.this_week(),
    }
    return TemplateResponse(request, "desk/meeting/closed.html", context)


@staff_page
@require_safe
def week(request: StaffRequest, week: str) -> HttpResponse:
    """The meeting of a week gone by, as it was closed; or why there was none."""
    ensure_here(request)
    try:
        monday = date.fromisoformat(week)
    except ValueError as wrong:
        raise NotHere from wrong
    if monday != monday_of(monday):
        raise NotHere
    meeting = selectors.meeting_here(monday)
    if meeting.is_closed:
        return _as_closed(request, meeting)
    return redirect("meeting:now" if monday == selectors.this_week() else "meeting:all")


@staff_page
@require_safe
def meetings(request: StaffRequest) -> HttpResponse:
    """Those of the last weeks, with what was agreed and how much of it is done."""
    ensure_here(request)
    look = agendas.look_of(request.actor, selectors.this_week())
    found = selectors.meetings()
    here = next((one for one in found if one.week == look.week), None)
    context = {
        "meetings": found,
        "streak": selectors.streak_now(look, here),
        "leads": bool(may_lead(request.actor)),
        "missed": week_before_without_reason(look.week),
        "this_week": look.week,
    }
    return TemplateResponse(request, "desk/meeting/all.html", context)


@staff_page
@require_safe
def paper(request: StaffRequest) -> HttpResponse:
    """The agenda of this week, all its points one under another, to be printed."""
    ensure_here(request)
    monday = selectors.this_week()
    meeting = selectors.meeting_of(monday)
    if meeting is not None and meeting.is_closed:
        points, agreements = snapshot.points_of(meeting.snapshot), selectors.agreements_of(meeting)
    else:
        agenda = agendas.prepare(request.actor, meeting, monday)
        points, agreements = list(agenda.points), list(agenda.agreements)
    context = {"meeting": meeting, "points": points, "agreements": agreements, "on": today()}
    return TemplateResponse(request, "desk/meeting/paper.html", context)


@staff_page
@require_safe
def state(request: StaffRequest) -> HttpResponse:
    """Which edition the meeting of this week is at: the other screens in the room follow it."""
    ensure_here(request)
    found = Meeting.objects.filter(week=selectors.this_week()).values_list("edition", flat=True).first()
    return JsonResponse({"edition": found or 0})
