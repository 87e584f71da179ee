"""The label of an entry and its documents with the stamp on, to read and to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import NotHere
from consistori.registry.selectors import opened_entry
from consistori.registry.stamping import label, stamped
from consistori.registry.web.books import ensure_here


@staff_page
@require_safe
def label_of(request: StaffRequest, reference: str) -> HttpResponse:
    """A label for the paper: number, day and hour."""
    ensure_here(request)
    entry = opened_entry(request.actor, reference).entry
    return _pdf(label(entry, request.entity), f"{reference}-etiqueta.pdf")


@staff_page
@require_safe
def stamped_document(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """A copy to read of a document of the entry with the stamp on; the reading is written down."""
    ensure_here(request)
    opened = opened_entry(request.actor, reference)
    if not any(one.document_id == pk for one in opened.documents):
        raise NotHere
    document = readable_document(request.actor, pk)
    path = blobs.existing_path(document.latest_blob.sha256)
    return _pdf(stamped(path, opened.entry, request.entity), f"{reference}.pdf")


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
