"""Pages of the announcement: preparing it, its text to be sent, and where it was published."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal
from consistori.notifications.models.paper import Announcement
from consistori.notifications.paper import selectors
from consistori.notifications.paper.forms import AnnounceForm, PublishedForm
from consistori.notifications.paper.one_pages import way_here
from consistori.notifications.paper.services import (
    announce_in_boe,
    make_board_paper,
    mark_sent_to_boe,
    record_publication,
)
from consistori.notifications.paper.words import SHAPES, next_words


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Prepare it, or see it: its text for the journal, and for the board that is added."""
    way = way_here(request, pk)
    made = selectors.announcement_of(way)
    form = AnnounceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            announce_in_boe(way, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The announcement is prepared: send its text to the BOE."))
            return redirect("notifications:paper_announcement", pk)
    return _page(request, way, made, form, PublishedForm(initial={"published_on": today()}))


def _page(
    request: StaffRequest, way: Any, made: Announcement | None, form: Any, published: Any
) -> HttpResponse:
    (line,) = selectors.lines_of([way], request.actor, today())
    context = {
        "way": way,
        "row": way.notification,
        "line": line,
        "made": made,
        "form": form,
        "published": published,
        "says": next_words(way.next, way.reason),
        "why": SHAPES.get(made.why, "") if made else "",
        "others": selectors.other_addresses(way) if made is None else [],
        "is_open": way.notification.is_open(),
    }
    status = 422 if form.errors or published.errors else 200
    return TemplateResponse(request, "notifications/paper/announcement.html", context, status=status)


@staff_page
@require_POST
def published(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write that it was sent today, or where and when it was published."""
    way = way_here(request, pk)
    made = _made(way)
    if request.POST.get("what") == "sent":
        mark_sent_to_boe(made, by=request.actor, on=today())
        messages.success(request, _("It is written that it was sent today."))
        return redirect("notifications:paper_announcement", pk)
    if request.POST.get("what") == "board":
        make_board_paper(made, by=request.actor)
        messages.success(
            request, _("Its paper is in the case, beside the act: publish it on the board from there.")
        )
        return redirect("notifications:paper_announcement", pk)
    form = PublishedForm(request.POST)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        day: date = said["published_on"]
        try:
            record_publication(
                made, by=request.actor, published_on=day, issue=said["issue"], reference=said["reference"]
            )
        except Refusal as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It is written where it was published."))
            return redirect("notifications:paper_announcement", pk)
    return _page(request, way, made, AnnounceForm(), form)


@staff_page
@require_safe
def text(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The text for the journal, as a file."""
    made = _made(way_here(request, pk))
    answer = HttpResponse(made.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="BOE-{made.way.notification.number}.txt"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _made(way: Any) -> Announcement:
    made = selectors.announcement_of(way)
    if made is None:
        raise NotHere()
    return made
