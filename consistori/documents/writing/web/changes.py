"""What changed: between a version and the text, and between the text and a second draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs
from consistori.documents.models import DocumentVersion
from consistori.documents.policies import may_change
from consistori.documents.richtext.compare import compare
from consistori.documents.selectors import readable_document
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.selectors import draft_of, text_versions, writing_of
from consistori.documents.writing.services import settle_draft
from consistori.kernel.errors import NotHere, Refusal


@staff_page
@require_safe
def since(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """What changed from a version to what is written now."""
    document = readable_document(request.actor, pk)
    version = get_object_or_404(DocumentVersion.objects.filter(document=document), number=number)
    if not is_written(version.media_type):
        raise NotHere(_("That version is a file, not a text: download it to see it."))
    writing = writing_of(document)
    before = blobs.existing_path(version.sha256).read_text(encoding="utf-8")
    context = {
        "document": document,
        "version": version,
        "versions": text_versions(document),
        "compared": compare(before, writing.html),
        "writing": writing,
    }
    return TemplateResponse(request, "documents/text_changes.html", context)


@staff_page
def draft(request: StaffRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The text beside a second draft; POST chooses."""
    document = readable_document(request.actor, pk)
    found = draft_of(document, key)
    if request.method == "POST":
        take = request.POST.get("take") == "draft"
        try:
            settle_draft(found, by=request.actor, take=take)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            messages.error(request, str(refusal))
            return redirect("documents:second_draft", pk, key)
        words = _("The second draft is now the text. What there was is kept as a version.")
        messages.success(request, words if take else _("The text stays as it is."))
        return redirect("documents:text", pk)
    writing = writing_of(document)
    context = {
        "document": document,
        "draft": found,
        "writing": writing,
        "compared": compare(writing.html, found.html),
        "may_choose": bool(may_change(request.actor, document)) and found.settled_at is None,
    }
    return TemplateResponse(request, "documents/second_draft.html", context)
