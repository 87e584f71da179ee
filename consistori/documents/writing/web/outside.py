"""Out to Word or Writer, and back."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.selectors import document_for, readable_document
from consistori.documents.writing.selectors import writing_of
from consistori.documents.writing.services import bring_back_text, stay_inside, take_out_text
from consistori.documents.writing.services.outside import as_file
from consistori.formats.kinds import DOCX, Kind
from consistori.kernel.errors import BadInput, Refusal


@staff_page
@require_safe
def word(request: StaffRequest, pk: UUID, kind: Kind = DOCX) -> FileResponse:
    """The text as a .docx or an .odt, to save."""
    document = readable_document(request.actor, pk)
    file = as_file(document, writing_of(document), kind)
    answer = FileResponse(
        BytesIO(file.data), as_attachment=True, filename=file.name, content_type=kind.media_type
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@staff_page
@require_POST
def take_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hold the text out for whoever asks; the page that follows gives the file."""
    document = document_for(request.actor, pk)
    try:
        take_out_text(document, by=request.actor)
    except Refusal as refusal:
        return _told(request, pk, refusal)
    messages.success(request, _("You have it out: nobody writes it here until you bring it back."))
    return redirect("documents:text", pk)


@staff_page
@require_POST
def bring_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The file that comes back is the next version."""
    document = document_for(request.actor, pk)
    upload: Any = request.FILES.get("file")
    try:
        if upload is None:
            raise BadInput(_("Choose a file."), field="file")
        back = bring_back_text(
            document,
            by=request.actor,
            received=upload.file_received(),
            from_elsewhere="from_elsewhere" in request.POST,
        )
    except Refusal as refusal:
        return _told(request, pk, refusal)
    if back.version is not None:
        messages.success(request, _("It is back, as version %(number)s.") % {"number": back.version.number})
    if back.left_out:
        words = " ".join(str(sentence) for sentence in back.left_out)
        messages.warning(
            request, _("The file is kept as it came, but this could not come into the text:") + f" {words}"
        )
    if back.draft is not None:
        messages.warning(
            request, _("The text has changed since that file was taken out. Compare both and choose.")
        )
        return redirect("documents:second_draft", pk, back.draft.pk)
    return redirect("documents:text", pk)


@staff_page
@require_POST
def stay(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was taken out is not coming back."""
    document = document_for(request.actor, pk)
    try:
        stay_inside(document, by=request.actor)
    except Refusal as refusal:
        return _told(request, pk, refusal)
    messages.success(request, _("It is written here again."))
    return redirect("documents:text", pk)


def _told(request: StaffRequest, pk: UUID, refusal: Refusal) -> HttpResponse:
    if refusal.status in {403, 404}:
        raise refusal
    messages.error(request, str(refusal))
    return redirect("documents:text", pk)
