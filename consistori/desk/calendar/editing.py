"""Writing in the calendar: a new event, its page, changing it, taking it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consistori.desk.calendar import services
from consistori.desk.calendar.forms import ChangeForm, EventForm, begun, written
from consistori.desk.calendar.freebusy import clashes_of
from consistori.desk.calendar.models import CalendarEvent
from consistori.desk.calendar.own import as_happening, people_of, with_people
from consistori.desk.calendar.pages import day_in, towns_here
from consistori.desk.calendar.policies import is_told, may_change, may_write
from consistori.desk.calendar.proposing import proposal_of, uid_of
from consistori.desk.calendar.selectors import holidays_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.ui import dates

REFUSED = 422


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Write something on a day (`?on=2026-11-24&layer=meetings`)."""
    towns_here(request)
    ensure(may_write(request.actor))
    first = begun(day_in(request.GET.get("on", "")), request.GET.get("layer", ""))
    first |= {"people": request.GET.getlist("with"), "starts": request.GET.get("from", "")}
    form = EventForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.add_event(form.what(), by=request.actor, repeat=form.repeat())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say(request, done)
            return redirect(on_its_day(done.event))
    context = {"form": form, "title": _("Write in the calendar")}
    return TemplateResponse(
        request, "desk/calendar/form.html", context, status=REFUSED if form.errors else 200
    )


@staff_page
def one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An event, for whoever may know what it is."""
    event, people = event_here(request, pk)
    context = {
        "event": event,
        "happening": as_happening(event, request.actor),
        "may_change": may_change(request.actor, event, people),
        "follows": bool(event.series)
        and CalendarEvent.objects.standing()
        .filter(series=event.series, starts_on__gt=event.starts_on)
        .count(),
    }
    return TemplateResponse(request, "desk/calendar/event.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Its words, its day, its room, its people. What somebody else wrote meanwhile is not trodden on."""
    event, people = event_here(request, pk)
    ensure(may_change(request.actor, event, people))
    form = ChangeForm(request.POST or None, initial=written(event))
    edition = request.POST.get("edition", str(event.version))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.change_event(
                event,
                form.what(),
                by=request.actor,
                edition=int(edition[:9]) if edition.isdecimal() else None,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say(request, services.Written(row))
            return redirect(on_its_day(row))
    context: dict[str, Any] = {
        "form": form, "title": _("Change the event"), "event": event, "edition": edition,
    }  # fmt: skip
    return TemplateResponse(
        request, "desk/calendar/form.html", context, status=REFUSED if form.errors else 200
    )


@staff_page
@require_POST
def out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it out, alone or with those that follow it."""
    event, _people = event_here(request, pk)
    n = services.take_out(event, by=request.actor, and_after="and_after" in request.POST)
    messages.success(
        request,
        ngettext("It is out of the calendar.", "%(n)s are out of the calendar.", n) % {"n": n},
    )
    return redirect(on_its_day(event))


@staff_page
@require_POST
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put in the calendar the last day to call that session."""
    event, _people = event_here(request, pk)
    proposed = proposal_of(event, holidays_of(request.entity))
    row = services.write_call(
        event, by=request.actor, on=proposed.on, title=proposed.title, text=proposed.text, uid=uid_of(event)
    )
    messages.success(request, _("It is in the calendar."))
    return redirect(on_its_day(row))


def event_here(request: StaffRequest, pk: UUID) -> tuple[CalendarEvent, list[UUID]]:
    """The event of the address; for whoever may not know what it is, it is not there."""
    towns_here(request)
    rows = list(with_people(CalendarEvent.objects.standing().filter(pk=pk)))
    people = people_of(rows[0]) if rows else []
    if not rows or not is_told(request.actor, rows[0], people):
        raise NotHere()
    return rows[0], people


def on_its_day(event: CalendarEvent) -> str:
    """The calendar on the day of an event."""
    return f"{reverse('desk:calendar')}?on={event.starts_on.isoformat()}"


def _say(request: StaffRequest, done: services.Written) -> None:
    """What was written, what was left out, and whose time was taken already."""
    n = done.times
    messages.success(
        request,
        ngettext("It is in the calendar.", "They are in the calendar: %(n)s.", n) % {"n": n},
    )
    if done.left_out:
        days = ", ".join(dates.short_day(day, weekday=True) for day in done.left_out)
        messages.warning(request, _("Not on %(days)s: it is a holiday.") % {"days": days})
    for sentence in clashes_of(done.event, request.actor):
        messages.warning(request, sentence)
