"""The files of the folder, to save; and who opens what, written down each time."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.serving import to_save
from consistori.eoffice.folder.selectors import OwnEntry, own_entry, own_exit_paper, own_paper
from consistori.eoffice.folder.whom import Whom, whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.trail.readings import record_reading


@citizen_page
@require_safe
def paper(request: PublicRequest, reference: str, pk: UUID) -> HttpResponseBase:
    """A document that came with one of their entries, as a file to save."""
    _citizen, who = who_of(request)
    own = own_entry(who, reference)
    found = own_paper(who, own.entry, pk)
    read_by(request, "document", found.document_id, found.title)
    return file_to_save(found.document)


@citizen_page
@require_safe
def sent_paper(request: PublicRequest, reference: str, pk: UUID) -> HttpResponseBase:
    """A document of something that was sent to them."""
    _citizen, who = who_of(request)
    found = own_exit_paper(who, reference, pk)
    read_by(request, "document", found.document_id, found.title)
    return file_to_save(found.document)


@citizen_page
@require_safe
def receipt(request: PublicRequest, reference: str) -> HttpResponseBase:
    """The receipt of one of their entries, with its seal."""
    _citizen, who = who_of(request)
    own = own_entry(who, reference)
    found = receipt_of(own)
    if found is None:
        raise NotHere
    read_by(request, "document", found.pk, found.title)
    return file_to_save(found)


def who_of(request: PublicRequest) -> tuple[Citizen, Whom]:
    """Whoever has come in, and which parties of the town they are."""
    citizen = request.citizen
    if citizen is None:  # `citizen_page` lets nobody else in
        raise NotHere
    return citizen, whom(citizen)


def read_by(request: PublicRequest, kind: str, pk: UUID, label: str) -> None:
    """Write down that this person opened this."""
    citizen = request.citizen
    name = (citizen.full_name or citizen.firm) if citizen else ""
    record_reading(
        by=Actor(None, name[:160], request.entity.pk, channel="eoffice"), kind=kind, id=pk, label=label
    )


def receipt_of(own: OwnEntry) -> Document | None:
    """The receipt of an entry; None while it is being made."""
    if own.entry.state.receipt_id is None:
        return None
    found: Document | None = Document.objects.with_version().filter(pk=own.entry.state.receipt_id).first()
    return found


def file_to_save(document: Document) -> FileResponse:
    """Its last bytes, to save: nothing runs, nothing stays in the browser."""
    if document.erased_at is not None:
        raise NotHere
    version = document.version
    path = blobs.existing_path(document.latest_blob.sha256)
    return to_save(path, version.name, version.media_type)
