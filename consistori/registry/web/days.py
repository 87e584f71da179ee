"""The days of the books: each one closed with its diligence, and any span on paper."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, ensure
from consistori.registry.books.closing import close_later
from consistori.registry.books.days import day_of, is_as_closed, pending_days
from consistori.registry.books.printing import print_book
from consistori.registry.models import BookDay
from consistori.registry.policies import may_read_books, may_register
from consistori.registry.web.books import asked_in, ensure_here
from consistori.registry.web.forms import BookForm
from consistori.trail.readings import record_page

DAYS = 31


@staff_page
@require_safe
def days(request: StaffRequest) -> HttpResponse:
    """The last days that are closed, and those that wait for the night."""
    _ensure_reads(request)
    before = _day(request.GET.get("before", ""))
    rows = BookDay.objects.select_related("document__latest_blob")
    found = list((rows.filter(day__lt=before) if before else rows)[: DAYS + 1])
    more = len(found) > DAYS
    context = {
        "days": found[:DAYS],
        "pending": pending_days(),
        "may_close": bool(may_register(request.actor)),
        "next_url": f"?before={found[DAYS - 1].day:%Y-%m-%d}" if more else "",
        "first_url": "?" if before else "",
    }
    return TemplateResponse(request, "registry/days.html", context)


@staff_page
@require_safe
def one_day(request: StaffRequest, day: date) -> HttpResponse:
    """A closed day: its fingerprint, counted again now, and what was entered."""
    _ensure_reads(request)
    closed = BookDay.objects.filter(day=day).select_related("document__latest_blob").first()
    if closed is None:
        raise NotHere
    found = day_of(day)
    context = {
        "closed": closed,
        "holds": is_as_closed(closed),
        "entries": [*found.entries, *found.exits],
    }
    return TemplateResponse(request, "registry/day.html", context)


@staff_page
@require_POST
def close_now(request: StaffRequest) -> HttpResponse:
    """Not to wait for the night: the days that are open are closed now, by a job."""
    _ensure_reads(request)
    ensure(may_register(request.actor))
    close_later(request.entity)
    messages.success(request, _("They are being closed: each diligence appears here as it is ready."))
    return redirect("registry:days")


@staff_page
@require_safe
def printed(request: StaffRequest) -> HttpResponse:
    """What answers the question, as PDF; the taking out is written down."""
    _ensure_reads(request)
    asked = asked_in(BookForm(request.GET))
    language = "es" if get_language() == "es" else "ca"
    data = print_book(asked, request.entity, language=language)
    record_page(by=request.actor, path=request.get_full_path()[:300])
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="registre-{asked.book}.pdf"'
    return answer


def _ensure_reads(request: StaffRequest) -> None:
    ensure_here(request)
    ensure(may_read_books(request.actor))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
