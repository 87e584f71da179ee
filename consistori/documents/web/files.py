"""The bytes of a document: download, page images, text of a page. Each asks permission; none goes by hash."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs, previews
from consistori.documents.models import Document, DocumentVersion, VersionBlob
from consistori.documents.selectors import document_for, readable_document
from consistori.documents.serving import locked, to_save
from consistori.formats import kinds, words
from consistori.kernel.errors import NotHere


@staff_page
@require_safe
def download(request: StaffRequest, pk: UUID) -> FileResponse:
    """The current version with all its signatures, as a file to save."""
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    return file_answer(blobs.existing_path(document.latest_blob.sha256), document.version)


@staff_page
@require_safe
def download_version(request: StaffRequest, pk: UUID, number: int) -> FileResponse:
    """An earlier version, with the signatures it had."""
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    version = get_object_or_404(DocumentVersion.objects.filter(document=document), number=number)
    last = VersionBlob.objects.filter(version=version).order_by("-position")[0]
    return file_answer(blobs.existing_path(last.sha256), version)


@staff_page
@require_safe
def preview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The fragment that other pages put beside a list."""
    document = readable_document(request.actor, pk)
    context = {"document": document, "actor": request.actor}
    return TemplateResponse(request, "documents/_preview.html", context)


@staff_page
@require_safe
def page_png(request: StaffRequest, pk: UUID, page: int) -> FileResponse:
    """A page as an image; `?w=1600` for the large one, `?w=240` for the contact sheet."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    shown = previews.shown_of(document)
    path = blobs.existing_path(shown.sha256)
    return png_answer(
        previews.page_image(request.entity.pk, path, shown, page=page, width=width_asked(request))
    )


@staff_page
@require_safe
def version_png(request: StaffRequest, pk: UUID, number: int, page: int) -> FileResponse:
    """A page of an earlier version, for two of them side by side."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    version = get_object_or_404(DocumentVersion.objects.filter(document=document), number=number)
    shown = previews.shown_of_version(version)
    path = blobs.existing_path(shown.sha256)
    return png_answer(
        previews.page_image(request.entity.pk, path, shown, page=page, width=width_asked(request))
    )


@staff_page
@require_safe
def page_text(request: StaffRequest, pk: UUID, page: int) -> HttpResponse:
    """The words of a page, for whoever cannot see its image."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    shown = previews.shown_of(document)
    if not 1 <= page <= previews.page_count(shown):
        raise NotHere(_("The document has not got that page."))
    text = ""
    if shown.kind is kinds.PDF:
        try:
            text = words.pdf_page_text(blobs.existing_path(shown.sha256), page)
        except words.Unreadable:
            text = ""
    context = {"document": document, "page": page, "text": text.strip()}
    is_fragment = request.headers.get("X-Requested-With") == "swap"
    template = "documents/_page_text.html" if is_fragment else "documents/page_text.html"
    return TemplateResponse(request, template, context)


def width_asked(request: HttpRequest) -> int:
    """The width of the image that is asked, in pixels."""
    width = request.GET.get("w", "")
    return int(width) if width.isdigit() and len(width) < 6 else previews.USUAL_WIDTH


def png_answer(drawn: Path) -> FileResponse:
    """An image of ours, that the browser may keep for a day."""
    answer = FileResponse(drawn.open("rb"), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400"
    return locked(answer)


def file_answer(path: Path, version: DocumentVersion) -> FileResponse:
    """A version to save."""
    return to_save(path, version.name, version.media_type)


def _refuse_erased(document: Document) -> None:
    if document.erased_at is not None:
        raise NotHere(_("It was thrown away, and its thirty days in the bin are over."))


def announced_size(request: HttpRequest) -> int:
    """What the request says that its body measures, in bytes; 0 if it does not say."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if str(length).isdigit() else 0
