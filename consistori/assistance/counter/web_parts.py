"""The parts of the counter that come while one writes: people, procedures, the scanner, the image of a page."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from consistori.assistance.counter.drawing import people_found, procedures_found, scanned
from consistori.assistance.counter.phone import MINUTES, open_door
from consistori.assistance.counter.selectors import attention_of, paper_of, papers_of
from consistori.assistance.counter.services import begin
from consistori.assistance.counter.web import PLACE
from consistori.assistance.policies import ensure_here, may_attend
from consistori.catalogue.procedures.selectors import find
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs, previews
from consistori.documents.serving import locked
from consistori.kernel.errors import ensure
from consistori.parties.policies import may_see_parties
from consistori.ui.typst import qr_svg

TARGETS = ("party", "behalf")


@staff_page
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Who answers to what is being typed."""
    ensure_here(request.entity)
    ensure(may_see_parties(request.actor))
    target = request.GET.get("for", "party")
    found = people_found(request.GET.get("q", "")[:80], target if target in TARGETS else "party")
    return TemplateResponse(request, "assistance/_people.html", {"search": found})


@staff_page
@require_safe
def procedures(request: StaffRequest) -> HttpResponse:
    """The procedures that answer to what it is about."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    words = request.GET.get("q", "").strip()[:120]
    found = procedures_found(find(words, request.LANGUAGE_CODE, limit=4)) if len(words) > 2 else []
    return TemplateResponse(request, "assistance/_procedures.html", {"found": found})


@staff_page
@require_safe
def scanner_part(request: StaffRequest) -> HttpResponse:
    """What the scanner has left by now; the header says how many papers are on the counter."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    attention = attention_of(request.actor)
    answer = TemplateResponse(
        request, "assistance/_scanner.html", scanned(request, request.session.get(PLACE, ""))
    )
    answer["X-Papers"] = str(len(papers_of(attention))) if attention else "0"
    return answer


@staff_page
@require_safe
def page_png(request: StaffRequest, key: UUID, page: int) -> FileResponse:
    """A page of a paper that is on her counter."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    paper = paper_of(request.actor, key)
    width = request.GET.get("w", "")
    drawn = previews.page_image(
        request.entity.pk,
        blobs.existing_path(paper.sha256),
        paper.waiting,
        page=page,
        width=int(width) if width.isdigit() and len(width) < 6 else previews.USUAL_WIDTH,
    )
    answer = FileResponse(drawn.open("rb"), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return locked(answer)


@staff_page
@require_POST
def telephone(request: StaffRequest) -> HttpResponse:
    """A new address for the telephone of whoever is attended, as a QR code; it is shown this once."""
    from django.urls import reverse

    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    door, key = open_door(begin(by=request.actor), by=request.actor)
    address = request.build_absolute_uri(reverse("assistance_public:pictures", args=[key]))
    context = {"address": address, "qr": qr_svg(address), "until": door.ends_at, "minutes": MINUTES}
    part = request.headers.get("X-Requested-With") == "swap"
    answer = TemplateResponse(
        request, "assistance/_telephone.html" if part else "assistance/telephone.html", context
    )
    answer["Cache-Control"] = "no-store"
    if part:
        answer["X-Fragment"] = "yes"
    return answer
