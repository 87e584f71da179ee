"""The pages of what a document carries inside, and the acts on its file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs, previews
from consistori.documents.arrivals import inside
from consistori.documents.arrivals.asking import ask_readable
from consistori.documents.arrivals.inside import Opened
from consistori.documents.arrivals.sentences import name_of_kind
from consistori.documents.arrivals.services import clean_document, take_out
from consistori.documents.models import Document
from consistori.documents.policies import may_change, may_receive
from consistori.documents.renditions import Rendition, of_file
from consistori.documents.selectors import document_for, readable_document
from consistori.documents.serving import to_save
from consistori.documents.web.files import png_answer, width_asked
from consistori.formats import words
from consistori.formats.content import Content
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.kernel.filenames import with_extension


@staff_page
@require_safe
def piece(request: StaffRequest, pk: UUID, where: str) -> HttpResponse:
    """One thing of those that a document carries, opened by itself: its pages or words, and what it carries."""
    document, opened = _opened(request, pk, where)
    context = {
        "document": document,
        "piece": opened,
        "kind_name": name_of_kind(opened.content.kind) if opened.content else "",
        "shown": _shown(request, opened),
        "inside": inside.pieces_in(opened),
        "above": where.rpartition("-")[0],
        "may_take_out": may_receive(request.actor) and opened.content is not None,
    }
    return TemplateResponse(request, "documents/arrivals/piece.html", context)


def _shown(request: StaffRequest, opened: Opened) -> Rendition:
    if opened.content is None:
        return Rendition("none")
    first = request.GET.get("from", "")
    start = int(first) if first.isdigit() and len(first) < 6 else 1
    try:
        return of_file(opened.path, opened.content.kind, pages=opened.content.pages, first=start)
    except (words.Unreadable, OSError):
        return Rendition("missing")


@staff_page
@require_safe
def download_piece(request: StaffRequest, pk: UUID, where: str) -> FileResponse:
    """The piece as a file to save; what would be refused at the door does not leave by here."""
    _document, opened = _opened(request, pk, where)
    content = _content(opened)
    return to_save(opened.path, opened.name, content.media_type)


@staff_page
@require_safe
def piece_png(request: StaffRequest, pk: UUID, where: str, page: int) -> FileResponse:
    """A page of a piece as an image."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    opened = inside.open_piece(document, where)
    shown = previews.Shown(opened.key, _content(opened).kind, _content(opened).pages)
    return png_answer(
        previews.page_image(request.entity.pk, opened.path, shown, page=page, width=width_asked(request))
    )


@staff_page
@require_POST
def take_pieces_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Documents of their own, of the pieces that were ticked, or of all."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    chosen = request.POST.getlist("piece")
    wheres = list(inside.all_pieces(document)) if "all" in request.POST else chosen
    try:
        made = take_out(document, wheres, by=request.actor)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, str(refusal))
        return _back(request, document)
    told = ngettext("%(n)d document was taken out.", "%(n)d documents were taken out.", len(made))
    messages.success(request, told % {"n": len(made)})
    return redirect(made[0]) if len(made) == 1 else _back(request, document)


@staff_page
@require_POST
def clean(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A new version without the personal data that its file carries unseen."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    try:
        clean_document(document, by=request.actor)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, str(refusal))
        return redirect(document)
    messages.success(request, _("There is a new version without them. The one before is kept."))
    return redirect(document)


@staff_page
@require_POST
def look_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make again the rendition to read: the converter may have been installed since."""
    document = document_for(request.actor, pk)
    _refuse_erased(document)
    ensure(may_change(request.actor, document))
    ask_readable(document, again=True)
    messages.success(request, _("It is being made. It takes a minute at most; come back to this page."))
    return redirect(document)


@staff_page
@require_safe
def download_rendition(request: StaffRequest, pk: UUID) -> FileResponse:
    """The PDF to read of what only its own program opens."""
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    shown = previews.shown_of(document)
    if not shown.is_rendition:
        raise NotHere(_("There is no rendition of it."))
    name = with_extension(document.version.name, ".pdf")
    return to_save(blobs.existing_path(shown.sha256), name, shown.kind.media_type)


def _opened(request: StaffRequest, pk: UUID, where: str) -> tuple[Document, Opened]:
    document = readable_document(request.actor, pk)
    _refuse_erased(document)
    return document, inside.open_piece(document, where)


def _content(opened: Opened) -> Content:
    if opened.content is None:
        raise NotHere(opened.reason)
    return opened.content


def _refuse_erased(document: Document) -> None:
    if document.erased_at is not None:
        raise NotHere(_("It was thrown away, and its thirty days in the bin are over."))


def _back(request: StaffRequest, document: Document) -> Any:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(document)
