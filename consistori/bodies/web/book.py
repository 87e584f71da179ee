"""The book: its decrees by year, with words or a number, and how each stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from consistori.bodies import selectors
from consistori.bodies.models import Decree
from consistori.bodies.policies import may_close_book, may_send_extracts, may_transcribe
from consistori.bodies.sentences import standing_of
from consistori.bodies.services import close_book
from consistori.bodies.web.doors import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today

SHOWS = {
    "": _("All the decrees"),
    selectors.TO_TRANSCRIBE: _("To transcribe"),
    selectors.TRANSCRIBING: _("Being transcribed"),
    selectors.DONE: _("Transcribed"),
    selectors.ANNULLED: _("Without effect"),
    selectors.BY_ANOTHER: _("Decided in the place of the mayor"),
}


@staff_page
@require_safe
def book(request: StaffRequest) -> HttpResponse:
    """A page of the book, the last decree first. Six statements at most."""
    ensure_here(request)
    all_years = selectors.years()
    asked = _asked(request, [one.year for one in all_years])
    rows = list(selectors.decrees_of(asked)[: selectors.ON_A_PAGE + 1])
    more = len(rows) > selectors.ON_A_PAGE
    rows = rows[: selectors.ON_A_PAGE]
    said = {"year": asked.year or "", "q": asked.words, "show": asked.show}
    context: dict[str, Any] = {
        "asked": asked,
        "years": all_years,
        "shows": [(key, label, key == asked.show) for key, label in SHOWS.items()],
        "lines": lines(rows, request),
        "is_narrowed": bool(asked.words or asked.show),
        "next_url": f"?{urlencode({**said, 'before': rows[-1].number})}" if more else "",
        "first_url": f"?{urlencode(said)}" if asked.before else "",
        "waiting": selectors.waiting_to_transcribe().count(),
        "may_transcribe": bool(may_transcribe(request.actor)),
        "may_send": bool(may_send_extracts(request.actor)),
    }
    return TemplateResponse(request, "bodies/book.html", context)


@staff_page
@require_safe
def years(request: StaffRequest) -> HttpResponse:
    """The years of the book, with its closing."""
    ensure_here(request)
    context = {
        "years": selectors.years(),
        "this_year": today().year,
        "may_close": bool(may_close_book(request.actor)),
    }
    return TemplateResponse(request, "bodies/years.html", context)


@staff_page
@require_POST
def close(request: StaffRequest, year: int) -> HttpResponse:
    """Ask for the closing of the book of a year."""
    ensure_here(request)
    close_book(year, by=request.actor)
    messages.success(request, _t("The book is being closed: it appears here when it is ready."))
    return redirect("bodies:years")


def lines(rows: list[Decree], request: StaffRequest) -> list[tuple[Decree, str, bool]]:
    """Each decree with how it stands, and whether its title is hidden from who reads. One statement."""
    hidden = selectors.hidden_titles(rows, request.actor) if rows else set()
    return [(row, standing_of(row), row.pk in hidden) for row in rows]


def _asked(request: StaffRequest, known: list[int]) -> selectors.BookQuestion:
    """What was asked; a year that is not in the book is the last one, unless words are looked for in all of them."""
    data = request.GET
    words = data.get("q", "").strip()[:120]
    year = int(data["year"]) if data.get("year", "").isdigit() else None
    if year not in known:
        year = None if words else next(iter(known), None)
    show = data.get("show", "")
    before = data.get("before", "")
    return selectors.BookQuestion(
        year=year,
        words=words,
        show=show if show in selectors.SHOWS else "",
        before=int(before) if before.isdigit() and len(before) < 10 and year else None,
    )
