"""What is offered, who attends, and the days that are not as every week."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.appointments import selectors, services
from consistori.appointments.models import Appointment, ClosedDay, Desk, Service
from consistori.appointments.policies import may_keep, may_read_agenda
from consistori.appointments.web.forms import ClosedForm, DeskForm, KeepingForm, ServiceForm
from consistori.appointments.web.here import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.kernel.hours import WEEK
from consistori.ui.dates import weekday_name


@staff_page
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Services, desks and closed days, with what of it nobody can ask for and why."""
    ensure_here(request)
    ensure(may_read_agenda(request.actor))
    rows = list(Service.objects.prefetch_related("desks"))
    context = {
        "services": [(one, selectors.ways_of(one), selectors.open_desks(one)) for one in rows],
        "desks": [(one, _week_said(one)) for one in Desk.objects.select_related("person")],
        "closed": list(ClosedDay.objects.filter(last_on__gte=today()).select_related("desk")[:40]),
        "has_video": bool(settings.VIDEO_ROOMS_URL),
        "may_keep": bool(may_keep(request.actor)),
    }
    return TemplateResponse(request, "appointments/offer.html", context)


def _week_said(desk: Desk) -> list[tuple[str, str]]:
    return [(weekday_name(n), text) for n, text in enumerate(desk.hours) if text.strip()]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: StaffRequest, key: str = "") -> HttpResponse:
    """Offer something, or change it."""
    ensure_here(request)
    ensure(may_keep(request.actor))
    row = selectors.service_named(key, also_closed=True) if key else None
    form = ServiceForm(request.POST or None, service=row)
    title = _("Change what is offered") if row else _("Offer something by appointment")

    def keep() -> None:
        services.save_service(by=request.actor, service=row, **form.cleaned_data)

    return _kept(request, form, title, keep, {"row": row})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: StaffRequest, number: int = 0) -> HttpResponse:
    """Put a desk, or change who it is and its hours."""
    ensure_here(request)
    ensure(may_keep(request.actor))
    row = Desk.objects.filter(number=number).first() if number else None
    if number and row is None:
        raise NotHere()
    form = DeskForm(request.POST or None, desk=row)
    title = _("Change who attends") if row else _("Put somebody who attends")

    def keep() -> None:
        said = dict(form.cleaned_data)
        hours = [said.pop(f"day_{n}") for n in range(WEEK)]
        chosen = said.pop("person")
        person = Person.objects.filter(pk=chosen).first() if chosen else None
        services.save_desk(by=request.actor, desk=row, hours=hours, person=person, **said)

    return _kept(request, form, title, keep, {"row": row})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest) -> HttpResponse:
    """Some days are closed, or have other hours; which appointments were already given then is said."""
    ensure_here(request)
    ensure(may_keep(request.actor))
    form = ClosedForm(request.POST or None)

    def keep() -> None:
        row = services.close_days(by=request.actor, **form.cleaned_data)
        given = Appointment.objects.waiting().filter(
            starts_at__gte=selectors.midnight(row.first_on), starts_at__date__lte=row.last_on
        )
        count = (given.filter(desk=row.desk) if row.desk_id else given).count()
        if count:
            messages.warning(
                request,
                _("There are %(n)s appointments already given those days: look at the agenda and move them.")
                % {"n": count},
            )

    return _kept(request, form, _("Days that are not as every week"), keep, {})


@staff_page
@require_POST
def open_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back what was said of some days."""
    ensure_here(request)
    ensure(may_keep(request.actor))
    row = ClosedDay.objects.filter(pk=pk).first()
    if row is None:
        raise NotHere()
    services.open_days_again(row, by=request.actor)
    messages.success(request, _("Those days are as every week again."))
    return redirect("appointments:offer")


def _kept(
    request: StaffRequest, form: KeepingForm, title: str, keep: Any, more: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            keep()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Whoever asks for an appointment sees it already."))
            return redirect("appointments:offer")
    context = {"form": form, "title": title, **more}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "appointments/form.html", context, status=status)
