"""Reading a document on its page: words to select over the image, words to find, two versions side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs, previews
from consistori.documents.arrivals.finding import differences, find_in
from consistori.documents.models import Document, DocumentText, DocumentVersion
from consistori.documents.selectors import document_for, readable_document
from consistori.formats import kinds, words
from consistori.kernel.errors import NotHere

MOST_PAGES_BESIDE = 40
LONGEST_WANTED = 120


@staff_page
@require_safe
def layer(request: StaffRequest, pk: UUID, page: int) -> HttpResponse:
    """The words of a page over its image, to select them; `?q=` marks what is looked for."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    shown = previews.shown_of(document)
    if shown.kind is not kinds.PDF or not 1 <= page <= previews.page_count(shown):
        raise NotHere(_("The document has not got that page."))
    # Loaded when first needed.
    from consistori.documents import drawing

    wanted = request.GET.get("q", "")[:LONGEST_WANTED]
    drawn = drawing.layer(blobs.existing_path(shown.sha256), page, wanted=wanted)
    answer = TemplateResponse(request, "documents/arrivals/_layer.html", {"layer": drawn, "page": page})
    answer["Cache-Control"] = "private, max-age=600"
    return answer


@staff_page
@require_safe
def find(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The pages of the document where some words come."""
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    wanted = " ".join(request.GET.get("q", "")[:LONGEST_WANTED].split())
    shown = previews.shown_of(document)
    context: dict[str, Any] = {"document": document, "wanted": wanted, "most": previews.page_count(shown)}
    if wanted:
        context["answer"] = find_in(document, shown, wanted)
    is_fragment = request.headers.get("X-Requested-With") == "swap"
    template = "documents/arrivals/_found.html" if is_fragment else "documents/arrivals/find.html"
    return TemplateResponse(request, template, context)


@staff_page
@require_safe
def compare(request: StaffRequest, pk: UUID, old: int, new: int) -> HttpResponse:
    """Two versions of a document side by side, page by page, and what changed in their words."""
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    before, after = _version(document, old), _version(document, new)
    texts = [_text(before), _text(after)]
    sides = [previews.shown_of_version(version) for version in (before, after)]
    counts = [previews.page_count(side) for side in sides]
    runs = differences(*texts) if any(texts) else []
    context = {
        "document": document,
        "before": before,
        "after": after,
        "rows": [(number, number <= counts[0], number <= counts[1]) for number in _numbers(counts)],
        "is_cut": max(counts) > MOST_PAGES_BESIDE,
        "runs": runs,
        "is_same": bool(runs) and all(run.mark == "same" for run in runs),
        "changes": sum(run.mark != "same" for run in runs),
        "versions": list(DocumentVersion.objects.filter(document=document).order_by("number")),
    }
    return TemplateResponse(request, "documents/arrivals/compare.html", context)


def _numbers(counts: list[int]) -> range:
    return range(1, min(max(counts), MOST_PAGES_BESIDE) + 1)


def _version(document: Document, number: int) -> DocumentVersion:
    return get_object_or_404(DocumentVersion.objects.filter(document=document), number=number)


def _text(version: DocumentVersion) -> str:
    kept = DocumentText.objects.filter(version=version).first()
    if kept is not None:
        return kept.text
    try:
        return words.text_of(blobs.existing_path(version.sha256), version.media_type)
    except words.Unreadable:
        return ""


def _refuse_erased(document: Document) -> None:
    if document.erased_at is not None:
        raise NotHere(_("It was thrown away, and its thirty days in the bin are over."))
