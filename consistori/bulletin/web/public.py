"""The board that anybody reads: what is on it, each edict, its document and its proof, what is no longer there."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from consistori.bulletin import kinds, selectors
from consistori.bulletin.models import Edict
from consistori.bulletin.rules.exposing import Standing
from consistori.bulletin.showing import days_left, share_passed
from consistori.bulletin.web.door import BoardRequest, board_page
from consistori.documents import blobs
from consistori.documents.serving import locked
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere

LONGEST_QUERY = 80
GONE = 410


@board_page
@require_safe
def listing(request: BoardRequest) -> HttpResponseBase:
    """What is on the board today, by words and by kind."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    kind = request.GET.get("de", "") if request.GET.get("de", "") in kinds.everything() else ""
    rows = selectors.on_board(words=words, kind=kind)
    context = {
        "rows": [shown(edict) for edict in rows],
        "q": words,
        "kind": kind,
        "kinds": list(kinds.everything().values()),
    }
    return TemplateResponse(request, "bulletin/public/list.html", context)


def shown(edict: Edict) -> dict[str, Any]:
    """An edict with what its line says of its days."""
    return {"edict": edict, "left": days_left(edict, today()), "passed": share_passed(edict, now())}


@board_page
@require_safe
def edict(request: BoardRequest, year: int, number: int) -> HttpResponseBase:
    """One: what it says, in words, and its document. When it leaves the board so do its words (410)."""
    found = selectors.public_edict(year, number)
    if found.standing is not Standing.EXPOSED:
        context = {"edict": found, "is_taken_down": found.standing is Standing.TAKEN_DOWN}
        response: HttpResponse = TemplateResponse(request, "bulletin/public/gone.html", context, status=GONE)
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response
    lines = [line for line in found.shown_text.splitlines() if line.strip()]
    context = {"edict": found, "row": shown(found), "lines": lines, "round": selectors.last_round()}
    response = TemplateResponse(request, "bulletin/public/edict.html", context)
    _until(response, found)
    return response


@board_page
@require_safe
def document(request: BoardRequest, year: int, number: int) -> HttpResponseBase:
    """The very bytes that were published."""
    found = selectors.public_edict(year, number)
    if found.standing is not Standing.EXPOSED or found.shown is None:
        return _gone()
    return _pdf(found, found.shown_sha256, f"{found.year}-{found.number}.pdf")


@board_page
@require_safe
def proof(request: BoardRequest, year: int, number: int) -> HttpResponseBase:
    """The slip of when it went on the board, with its seal."""
    found = selectors.public_edict(year, number)
    if found.standing is not Standing.EXPOSED:
        return _gone()
    if found.entry_slip is None:
        raise NotHere()
    return _pdf(found, found.entry_slip.latest_blob.sha256, f"{found.year}-{found.number}-entrada.pdf")


@board_page
@require_safe
def past(request: BoardRequest) -> HttpResponseBase:
    """What is no longer on the board: numbers, kinds and days, and nothing of what it said (R-RGP-07)."""
    response = TemplateResponse(request, "bulletin/public/past.html", {"rows": selectors.past()})
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _pdf(edict: Edict, sha256: str, name: str) -> HttpResponseBase:
    response = locked(FileResponse(blobs.open(sha256), content_type="application/pdf"))
    response["Content-Disposition"] = f'inline; filename="edicte-{name}"'
    _until(response, edict)
    return response


def _gone() -> HttpResponse:
    response = HttpResponse(status=GONE, content_type="text/plain")
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _until(response: HttpResponseBase, edict: Edict) -> None:
    """Whoever indexes pages is told when this one must be forgotten (R-RGP-07)."""
    if edict.until is not None:
        said = http_date(edict.until.timestamp())
        response.headers["X-Robots-Tag"] = f"noarchive, unavailable_after: {said}"
