"""The papers: each in its place, told at its own row what is seen in it, or why it cannot be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from consistori.eoffice.asking.held import Held
from consistori.eoffice.asking.offers import Offers, offers_for, take_offer
from consistori.eoffice.filing.drafts import PAPERS, mark_papers
from consistori.eoffice.filing.papers import (
    Place,
    Waiting,
    lacking,
    papers_of,
    places_of,
    put_paper,
    take_paper,
)
from consistori.eoffice.filing.web.doors import Opened, draft_page, to_the_door, went_on
from consistori.eoffice.filing.words import ShownPaper, shown_paper
from consistori.eoffice.web.public import PublicRequest
from consistori.kernel.errors import NotHere, Refusal
from consistori.trail import act

MOST_ROWS = 60
"""Papers of one place that the page lists with all that was seen in them; of the rest, their count."""


@dataclass
class Row:
    """A place as the page shows it: what is there, and what was wrong with what was sent to it just now."""

    place: Place
    papers: list[ShownPaper] = field(default_factory=list)
    faults: list[tuple[str, Any]] = field(default_factory=list)
    held: Held | None = None

    @property
    def shown(self) -> list[ShownPaper]:
        return self.papers[-MOST_ROWS:]

    @property
    def not_shown(self) -> int:
        return max(0, len(self.papers) - MOST_ROWS)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def papers(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """All the places; what is sent is put in each, and the page goes on only when one says so."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    places = places_of(opened.shown.sheet, opened.form, opened.language)
    faults: dict[str, list[tuple[str, Any]]] = {}
    if request.method == "POST" and "offer" in request.POST and opened.is_in:
        take_offer(opened, request.POST["offer"][:100], reason=request.POST.get("reason", ""))
        return redirect(opened.journey(PAPERS).url(PAPERS))
    if request.method == "POST":
        came = _take_all(request, opened, places, faults)
        if not faults and "upload" not in request.POST and not _is_script(request):
            mark_papers(opened.draft)
            return went_on(request, opened, opened.journey(PAPERS).after(PAPERS))
        if _is_script(request):
            return _for_script(request, opened, places, came, faults)
        if not opened.is_in:
            return to_the_door(request, opened.journey(PAPERS).url(PAPERS))
        if not faults:
            return redirect(opened.journey(PAPERS).url(PAPERS))
    journey = opened.journey(PAPERS)
    kept = papers_of(opened.draft)
    offers = offers_for(opened, kept)
    context = journey.context(
        rows=_rows(places, kept, faults, offers), looks=offers.looks, spot=offers.spot,
        opened=opened, faults=sum(len(told) for told in faults.values()),
        lacking=lacking(places, kept), count=len(kept),
    )  # fmt: skip
    return TemplateResponse(request, "eoffice/filing/papers.html", context, status=422 if faults else 200)


@require_POST
@draft_page
def take_out(request: PublicRequest, opened: Opened, paper: UUID) -> HttpResponseBase:
    """Take a paper out."""
    take_paper(opened.draft, paper)
    return went_on(request, opened, opened.journey(PAPERS).url(PAPERS))


def _take_all(
    request: PublicRequest, opened: Opened, places: list[Place], faults: dict[str, list[tuple[str, Any]]]
) -> list[tuple[Place, Waiting]]:
    """Put each file in its place: one that is wrong does not stop the others. What was told, by place."""
    came = []
    for place in places:
        for file in request.FILES.getlist(f"paper.{place.key}"):
            try:
                came.append((place, _put(opened, place, file)))
            except NotHere:
                raise
            except Refusal as refusal:
                faults.setdefault(place.key, []).append((str(file.name), refusal.message))
    return came


@act
def _put(opened: Opened, place: Place, file: Any) -> Waiting:
    return put_paper(opened.draft, place, file.file_received())


def _is_script(request: PublicRequest) -> bool:
    return request.headers.get("X-Requested-With") == "dropzone"


def _for_script(
    request: PublicRequest,
    opened: Opened,
    places: list[Place],
    came: list[tuple[Place, Waiting]],
    faults: dict[str, list[tuple[str, Any]]],
) -> HttpResponse:
    """One file that the script sent alone: its row, or what is wrong with it."""
    told = [message for rows in faults.values() for _name, message in rows]
    if told:
        return JsonResponse({"detail": str(told[0])}, status=422)
    if not opened.is_in:
        return HttpResponse(status=204)
    shown = [shown_paper(paper, place) for place, paper in came]
    return render(request, "eoffice/filing/_papers.html", {"papers": shown, "draft": opened.draft})


def _rows(
    places: list[Place], kept: list[Waiting], faults: dict[str, list[tuple[str, Any]]], offers: Offers
) -> list[Row]:
    rows = {
        place.key: Row(place, faults=faults.get(place.key, []), held=offers.of(place)) for place in places
    }
    last = rows[places[-1].key]
    for paper in kept:
        row = rows.get(paper.key, last)
        row.papers.append(shown_paper(paper, row.place))
    return list(rows.values())
