"""One's own appointment, by the link that was sent: see it, change it, cancel it, say that one is here, enter."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.appointments import selectors
from consistori.appointments.letters import calendar_of, where_of
from consistori.appointments.models import Appointment
from consistori.appointments.models.offer import Way
from consistori.appointments.ports import video_rooms
from consistori.appointments.services import cancel_appointment, move_appointment, welcome
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.visits.addresses import WORDS, hour_in, hour_of
from consistori.eoffice.visits.door import gives_appointments, link_of, own_page, owner_of
from consistori.eoffice.visits.weeks import week_for
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, Refusal

OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(minutes=30)


@own_page
@require_safe
def visit(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """When, where, with which code, and what can be done with it."""
    if appointment.held_until:
        return redirect("eoffice:visit_code", *link_of(appointment))
    moment = now()
    is_ahead = not appointment.cancelled_at and appointment.ends_at > moment
    context = {
        "appointment": appointment,
        "where": where_of(appointment, request.entity),
        "state": appointment.state,
        "is_ahead": is_ahead and appointment.state in ("given", "here", "called"),
        "is_today": timezone.localdate(appointment.starts_at) == today(),
        "is_video": appointment.way == Way.VIDEO,
        "is_counter": appointment.way == Way.COUNTER,
        "video_is_open": is_ahead and moment >= appointment.starts_at - OPENS_BEFORE,
        "link": link_of(appointment),
        "again": reverse("eoffice:visit_ways", args=[appointment.service.key]),
    }
    return TemplateResponse(request, "eoffice/visits/visit.html", context)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """Another hour of the same service: the one it has is kept until the new one is given."""
    service = selectors.service_named(appointment.service.key, also_closed=True)
    here = reverse("eoffice:visit_move", args=link_of(appointment))
    if request.method == "POST":
        hour = hour_of(request.POST.get("hora", ""))
        if hour is None:
            return redirect(here)
        try:
            move_appointment(appointment, by=request.actor, starts_at=hour)
        except Refusal as refusal:
            if refusal.code != "hour-taken":
                raise
            return redirect(f"{here}?{urlencode({'hora': hour_in(hour)})}")
        return redirect("eoffice:visit", *link_of(appointment))
    shown = week_for(service, request.GET.get("setmana", ""), request.GET.get("hora", ""))
    context = {
        "service": service,
        "way": appointment.way,
        "way_word": WORDS[appointment.way],
        "desk": appointment.desk if len(selectors.open_desks(service)) == 1 else None,
        "week": shown,
        "chosen": hour_in(shown.chosen) if shown.chosen else "",
        "appointment": appointment,
        "back": reverse("eoffice:visit", args=link_of(appointment)),
    }
    return TemplateResponse(request, "eoffice/visits/week.html", context)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """A question on its own page, and then it is free for somebody else."""
    if request.method == "POST":
        cancel_appointment(appointment, by=request.actor)
        return redirect("eoffice:visit", *link_of(appointment))
    context = {"appointment": appointment, "link": link_of(appointment)}
    return TemplateResponse(request, "eoffice/visits/cancel.html", context)


@own_page
@require_POST
def arrived(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """They say that they are here: the screen shows their code."""
    welcome(appointment, by=request.actor)
    return redirect("eoffice:visit", *link_of(appointment))


@own_page
@require_safe
def calendar(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """The file for the calendar of a phone or a computer."""
    answer = HttpResponse(
        calendar_of(appointment, request.entity), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="cita.ics"'
    return answer


@own_page
@require_safe
def video(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """The room inside the page, from a quarter of an hour before; and its link, for another window."""
    rooms = video_rooms()
    if appointment.way != Way.VIDEO or rooms is None or appointment.cancelled_at:
        raise NotHere()
    opens, closes = appointment.starts_at - OPENS_BEFORE, appointment.ends_at + CLOSES_AFTER
    if not opens <= now() <= closes:
        raise Refusal(_("The room opens a quarter of an hour before the appointment."))
    door = rooms.door(
        appointment.room,
        name=appointment.name,
        keeps=False,
        opens=opens,
        closes=closes,
        language=get_language() or "ca",
    )
    context = {"appointment": appointment, "door": door, "link": link_of(appointment)}
    answer = TemplateResponse(request, "eoffice/visits/video.html", context)
    answer._csp_update = {"frame-src": [door.origin]}  # type: ignore[attr-defined]
    return answer


@citizen_page
@require_safe
def mine(request: PublicRequest) -> HttpResponseBase:
    """Those of whoever has come in: what they asked for and what was given to them."""
    if not gives_appointments(request) or request.citizen is None:
        raise NotHere()
    parties = whom(request.citizen).party_ids
    rows = list(selectors.of_owner(owner_of(request.entity.pk, request.citizen), parties))
    moment = now()
    ahead = [row for row in rows if row.ends_at > moment and not row.cancelled_at]
    before = [row for row in rows if row not in ahead][::-1][:10]
    return TemplateResponse(request, "eoffice/visits/mine.html", {"ahead": ahead, "before": before})
