"""Pictures of texts: put in one, and shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.selectors import document_for
from consistori.documents.writing.pictures import MOST_BYTES, keep_picture, picture_for
from consistori.documents.writing.selectors import picture_address
from consistori.kernel.errors import BadInput, Refusal


@staff_page
@require_POST
def add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep a picture for a text; JSON with where it is."""
    document = document_for(request.actor, pk)
    upload: Any = request.FILES.get("picture")
    try:
        if upload is None:
            raise BadInput(_("Choose a file."), field="picture")
        received = upload.file_received()
        if received.blob.size > MOST_BYTES:
            raise BadInput(_("The picture is too large. Save it with fewer pixels."), field="picture")
        kept = keep_picture(received.blob.path.read_bytes(), by=request.actor, document=document)
    except Refusal as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)
    return JsonResponse({"src": picture_address(str(kept.pk)), "key": str(kept.pk)}, status=201)


@staff_page
@require_safe
def picture(request: StaffRequest, key: UUID) -> HttpResponse:
    """The bytes of a picture, for whoever may read its text."""
    found = picture_for(request.actor, key)
    answer = HttpResponse(bytes(found.data), content_type=found.media_type)
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
