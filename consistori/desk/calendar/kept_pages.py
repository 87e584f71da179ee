"""Pages of the rooms, the weeks of work, who is free, and the secret addresses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.desk.calendar import keeping
from consistori.desk.calendar.freebusy import all_free, sheets_of
from consistori.desk.calendar.keeping_forms import FeedForm, RoomForm, WeekForm
from consistori.desk.calendar.layers import DAY, layers
from consistori.desk.calendar.models import CalendarEvent, Feed, Room, WorkWeek
from consistori.desk.calendar.pages import day_in, towns_here
from consistori.desk.calendar.policies import WORKS, may_keep, may_say_week
from consistori.desk.calendar.presence import in_words
from consistori.desk.calendar.selectors import holidays_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.directory.selectors import Colleague, people_here
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure

REFUSED = 422


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: StaffRequest) -> HttpResponse:
    """The rooms, with what each has next; whoever keeps them adds one."""
    towns_here(request)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.add_room(by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The room can be booked."))
            return redirect("desk:calendar_rooms")
    booked: dict[Any, list[CalendarEvent]] = {}
    for event in CalendarEvent.objects.standing().filter(room__isnull=False, ends_on__gt=today())[:200]:
        booked.setdefault(event.room_id, []).append(event)
    rows = [(room, booked.get(room.pk, [])[:3]) for room in Room.objects.filter(closed_at=None)]
    context = {"rows": rows, "form": form, "may_keep": may_keep(request.actor)}
    return TemplateResponse(
        request, "desk/calendar/rooms.html", context, status=REFUSED if form.errors else 200
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a room, or close it."""
    towns_here(request)
    ensure(may_keep(request.actor))
    one = get_object_or_404(Room, pk=pk, closed_at=None)
    form = RoomForm(request.POST or None, initial={"name": one.name, "about": one.about, "seats": one.seats})
    if request.method == "POST":
        try:
            if "close" in request.POST:
                keeping.close_room(one, by=request.actor)
            elif form.is_valid():
                keeping.change_room(one, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        if not form.errors:
            messages.success(request, _("Saved"))
            return redirect("desk:calendar_rooms")
    context = {"room": one, "form": form}
    return TemplateResponse(
        request, "desk/calendar/room.html", context, status=REFUSED if form.errors else 200
    )


@staff_page
def weeks(request: StaffRequest) -> HttpResponse:
    """The week of each one, as they have said it."""
    towns_here(request)
    said = {kept.person_id: kept for kept in WorkWeek.objects.all()}
    here = [one for one in people_here() if any(post.role in WORKS for post in one.posts)]
    rows = [_week_row(one, said.get(one.person.pk), request.actor) for one in here]
    return TemplateResponse(request, "desk/calendar/weeks.html", {"rows": rows})


def _week_row(one: Colleague, kept: WorkWeek | None, actor: Actor) -> dict[str, Any]:
    words = in_words(kept) if kept is not None else ""
    return {"one": one, "week": kept, "words": words, "may": bool(may_say_week(actor, one.person.pk))}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Say the week of somebody."""
    towns_here(request)
    person = _person_here(person_id)
    ensure(may_say_week(request.actor, person.pk))
    kept = WorkWeek.objects.filter(person=person).first()
    first: dict[str, Any] = {}
    if kept is not None and len(kept.hours) == 7:
        first = {f"day_{n}": text for n, text in enumerate(kept.hours)} | {
            f"home_{n}": True for n in kept.home
        }
    form = WeekForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.say_week(person, by=request.actor, **form.said())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("desk:calendar_weeks")
    context = {"one": person, "form": form}
    return TemplateResponse(
        request, "desk/calendar/week.html", context, status=REFUSED if form.errors else 200
    )


def _person_here(pk: UUID) -> Person:
    found = next((one.person for one in people_here() if one.person.pk == pk), None)
    if found is None:
        raise NotHere()
    return found


@staff_page
def free(request: StaffRequest) -> HttpResponse:
    """Who is free on a day (`?on=`), and when all those chosen are (`&with=`)."""
    towns_here(request)
    day = day_in(request.GET.get("on", ""))
    sheets = sheets_of(request.actor, day)
    chosen = set(request.GET.getlist("with"))
    asked = [one for one in sheets if str(one.person.pk) in chosen]
    context = {
        "day": day, "sheets": sheets, "chosen": chosen, "asked": asked, "before": day - DAY, "after": day + DAY,
        "common": all_free(asked) if asked else [], "holiday": holidays_of(request.entity).name_of(day),
    }  # fmt: skip
    return TemplateResponse(request, "desk/calendar/free.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: StaffRequest) -> HttpResponse:
    """My secret addresses; a new one is shown once."""
    towns_here(request)
    shown = [layer.name for layer in layers.here(request.entity) if layer.is_shown]
    form = FeedForm(request.POST or None, entity=request.entity, initial={"layers": shown})
    made = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            feed, secret = keeping.make_feed(
                by=request.actor, person=request.person, name=said["name"], layers_of=said["layers"],
                only_mine=said["only_mine"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            made = {
                "feed": feed,
                "address": request.build_absolute_uri(reverse("calendar_feed", args=[secret])),
            }
            form = FeedForm(entity=request.entity, initial={"layers": shown})
    names = {layer.name: layer.label for layer in layers}
    rows = [
        (feed, ", ".join(str(names[one]) for one in feed.layers if one in names))
        for feed in Feed.objects.filter(person=request.person, revoked_at=None)
    ]
    context = {"rows": rows, "form": form, "made": made}
    return TemplateResponse(
        request, "desk/calendar/feeds.html", context, status=REFUSED if form.errors else 200
    )


@staff_page
@require_POST
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of my addresses serves no more."""
    towns_here(request)
    feed = get_object_or_404(Feed, pk=pk, person=request.person)
    keeping.withdraw_feed(feed, by=request.actor)
    messages.success(request, _("That address serves no more."))
    return redirect("desk:calendar_feeds")
