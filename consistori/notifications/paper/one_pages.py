"""The page of one letter: what happened at the door, where it goes, what is next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.notifications.models import Notification
from consistori.notifications.models.paper import PaperTry, PaperWay
from consistori.notifications.paper import selectors
from consistori.notifications.paper.forms import AddressForm, ReasonForm, TryForm
from consistori.notifications.paper.services import (
    annul_try,
    mark_returned,
    record_try,
    set_address,
    set_tax,
    way_of,
)
from consistori.notifications.paper.words import fault_words, next_words
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.web.listing import ensure_here
from consistori.parties.policies import what_may_see
from consistori.trail.readings import record_reading


def way_here(request: StaffRequest, notification_id: UUID) -> PaperWay:
    """The way of a notification, begun if it goes on paper and had none; `NotHere` for whoever reads not its case."""
    ensure_here(request)
    ensure(may_record(request.actor))
    row = get_object_or_404(Notification.objects.select_related("dispatch"), pk=notification_id)
    if not may_see(request.actor, row.dispatch):
        raise NotHere()
    if not PaperWay.objects.filter(notification=row).exists():
        way_of(row, by=request.actor)
    return selectors.way_of_notification(row.pk)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where the letter stands, and the form of what happened at the door: read by bars or typed."""
    way = way_here(request, pk)
    form = TryForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        on, at = form.when
        try:
            made = record_try(
                way, by=request.actor, on=on, at=at, result=form.cleaned_data["result"], door=form.door
            )
        except Refusal as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            _say(request, made)
            return redirect("notifications:paper_one", pk)
    if request.method != "POST":
        record_reading(by=request.actor, kind="notification", id=pk, label=way.notification.number)
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "notifications/paper/one.html", _context(request, way, form), status=status
    )


def _initial(request: StaffRequest) -> dict[str, Any]:
    local = timezone.localtime(now())
    return {"result": request.GET.get("result", ""), "on": local.date(), "at": None}


def _say(request: StaffRequest, made: PaperTry) -> None:
    way = PaperWay.objects.get(pk=made.way_id)
    if made.fault:
        words = _("It is written, and it does not count: %(why)s") % {"why": fault_words(made.fault)}
        messages.warning(request, words)
        return
    messages.success(request, _("It is written. %(next)s") % {"next": next_words(way.next, way.reason)})


def _context(request: StaffRequest, way: PaperWay, form: TryForm) -> dict[str, Any]:
    notification = way.notification
    (line,) = selectors.lines_of([way], request.actor, today())
    shown = what_may_see(request.actor, selectors.reached(way)).may_see_where
    return {
        "way": way,
        "row": notification,
        "line": line,
        "form": form,
        "tries": [(each, fault_words(each.fault)) for each in selectors.tries_of(way)],
        "is_open": notification.is_open(),
        "says": next_words(way.next, way.reason),
        "others": selectors.other_addresses(way) if way.next in ("announce", "first") and shown else [],
        "announcement": selectors.announcement_of(way),
        "reason": ReasonForm(),
        "shown": shown,
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say where it goes."""
    way = way_here(request, pk)
    shown = what_may_see(request.actor, selectors.reached(way)).may_see_where
    fields = ("lines", "postcode", "place", "province")
    initial = {name: getattr(way, name) for name in fields} if shown else {}
    form = AddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_address(way, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It goes there: print its letter."))
            return redirect("notifications:paper_one", pk)
    context = {"way": way, "row": way.notification, "form": form, "shown": shown}
    return TemplateResponse(
        request, "notifications/paper/address.html", context, status=422 if form.errors else 200
    )


@staff_page
@require_POST
def act_on(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """One of the small acts: it came back, it is of taxes or not, an attempt is taken back."""
    way = way_here(request, pk)
    try:
        if what == "returned":
            mark_returned(way, by=request.actor, note=request.POST.get("note", "")[:300])
            messages.success(request, _("It is written that the letter came back."))
        elif what == "tax":
            set_tax(way, by=request.actor, is_tax=request.POST.get("is_tax") == "1")
            messages.success(request, _("It is written."))
        elif what == "annul":
            tried = get_object_or_404(way.tries.all(), pk=request.POST.get("try") or None)
            annul_try(tried, by=request.actor, reason=request.POST.get("reason", ""))
            messages.success(request, _("It is taken back, and stays written with why."))
        else:
            raise NotHere()
    except NotHere:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("notifications:paper_one", pk)
