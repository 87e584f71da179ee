"""One appointment: what it is, and the acts of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.appointments import selectors, services
from consistori.appointments.models.offer import Way
from consistori.appointments.policies import may_give, may_read_agenda
from consistori.appointments.ports import video_rooms
from consistori.appointments.web.giving import week_context
from consistori.appointments.web.here import day_in, ensure_here, hour_in
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal, ensure
from consistori.trail.readings import record_reading

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(hours=2)

ACTS: dict[str, Callable[..., Any]] = {
    "welcome": services.welcome,
    "call": services.call,
    "attend": services.attend,
    "miss": services.was_missed,
    "back": services.take_back,
}


@staff_page
@require_safe
def appointment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who, when, for what, and how it went."""
    ensure_here(request)
    ensure(may_read_agenda(request.actor))
    row = selectors.appointment_of(pk)
    record_reading(by=request.actor, kind="appointment", id=row.pk, label=row.code, reserved=False)
    on = timezone.localdate(row.starts_at)
    context = {
        "row": row,
        "state": row.state,
        "is_today": on == today(),
        "has_come": on <= today(),
        "is_ahead": row.state in ("given", "here", "called") and row.ends_at > now(),
        "may_give": bool(may_give(request.actor)),
        "on": on,
        "has_video": row.way == Way.VIDEO and video_rooms() is not None and not row.cancelled_at,
    }
    return TemplateResponse(request, "appointments/appointment.html", context)


@staff_page
@require_POST
def act_on(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """One of the acts of the day, and back to the agenda of that day."""
    ensure_here(request)
    if what not in ACTS:
        raise NotHere()
    row = ACTS[what](selectors.appointment_of(pk), by=request.actor)
    if what == "call":
        messages.success(request, _("The screen calls %(code)s.") % {"code": row.code})
    back = f"?on={timezone.localdate(row.starts_at):%Y-%m-%d}"
    if desk := request.POST.get("desk", ""):
        back += f"&desk={desk[:36]}"
    answer = redirect("appointments:agenda")
    answer["Location"] += back
    return answer


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Another hour; whoever has it is told."""
    ensure_here(request)
    ensure(may_give(request.actor))
    row = selectors.appointment_of(pk)
    error = ""
    if request.method == "POST":
        hour = hour_in(request.POST.get("hour", ""))
        try:
            if hour is None:
                raise AlreadyDone(_("Choose an hour."))
            services.move_appointment(row, by=request.actor, starts_at=hour)
            messages.success(request, _("It is at the new hour, and we tell whoever has it."))
            return redirect(row)
        except Refusal as refusal:
            error = str(refusal)
    on = day_in(request.GET.get("on", ""), timezone.localdate(max(row.starts_at, now())))
    context = {"row": row, "service": row.service, "error": error}
    context |= week_context(row.service, on, request.POST.get("hour", request.GET.get("hour", "")))
    return TemplateResponse(request, "appointments/move.html", context, status=409 if error else 200)


class CancelForm(forms.Form):
    """Why the town hall cancels it."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Whoever has the hour will read it, in the message."),
    )  # fmt: skip


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The town hall cancels it, with its reason."""
    ensure_here(request)
    ensure(may_give(request.actor))
    row = selectors.appointment_of(pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_appointment(row, by=request.actor, by_us=True, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is cancelled, and its hour is free again."))
        return redirect(row)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "appointments/cancel.html", {"row": row, "form": form}, status=status)


@staff_page
@require_safe
def video(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The room of whoever attends, inside the page."""
    ensure_here(request)
    ensure(may_give(request.actor))
    row = selectors.appointment_of(pk)
    rooms = video_rooms()
    if rooms is None or row.way != Way.VIDEO or row.cancelled_at:
        raise NotHere()
    door = rooms.door(
        row.room,
        name=request.person.full_name,
        keeps=True,
        opens=row.starts_at - OPENS_BEFORE,
        closes=row.ends_at + CLOSES_AFTER,
        language=request.person.language,
    )
    answer = TemplateResponse(request, "appointments/video.html", {"row": row, "door": door})
    answer._csp_update = {"frame-src": [door.origin]}  # type: ignore[attr-defined]
    return answer
