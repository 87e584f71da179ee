"""The page of a document, its acts, and the bin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.catalogue.models import DocumentType
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import selectors
from consistori.documents.errors import remarks_in_words
from consistori.documents.models import Document
from consistori.documents.panels import document_panels
from consistori.documents.policies import may_change, may_take_out
from consistori.documents.services import (
    describe_document,
    discard_document,
    new_version,
    restore_document,
)
from consistori.documents.web.forms import MetadataForm
from consistori.kernel.errors import BadInput, Refusal
from consistori.trail.selectors import timeline


@staff_page
def document_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The document beside what is said of it; POST corrects the metadata."""
    document = selectors.readable_document(request.actor, pk)
    if request.method == "POST":
        form = MetadataForm(document, request.POST)
        if _describe(request, document, form):
            messages.success(request, _("Saved: %(title)s") % {"title": document.title})
            return redirect(document)
        document = selectors.document_for(request.actor, pk)
        return _shown(request, document, form, status=422)
    return _shown(request, document, MetadataForm(document))


def _describe(request: StaffRequest, document: Document, form: MetadataForm) -> bool:
    if not form.is_valid():
        return False
    try:
        describe_document(
            document,
            by=request.actor,
            reason=form.cleaned_data.get("reason", ""),
            edition=form.cleaned_data["edition"],
            **form.metadata(),
        )
    except BadInput as refusal:
        form.tell(refusal)
        return False
    return True


def _shown(
    request: StaffRequest, document: Document, form: MetadataForm, *, status: int = 200
) -> HttpResponse:
    versions = selectors.versions_of(document)
    context = {
        "document": document,
        "actor": request.actor,
        "form": form,
        "versions": versions,
        "remarks": remarks_in_words(document.version.remarks),
        "changes": list(document.changes.all()[:30]),
        "twins": document.twins,
        "may_change": may_change(request.actor, document),
        "panels": document_panels.drawn(request, document),
        "facts": timeline([document.pk], limit=8, internal=False),
    }
    return TemplateResponse(request, "documents/document.html", context, status=status)


@staff_page
@require_POST
def say_type(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From the strip of an untyped attachment: what document it is."""
    document = selectors.document_for(request.actor, pk)
    chosen = request.POST.get("type", "")
    try:
        key = UUID(chosen)
    except ValueError as error:
        raise BadInput(_("Choose one of the list."), field="type") from error
    kind = get_object_or_404(DocumentType.objects.in_use(), pk=key)
    said: dict[str, Any] = {"type": kind}
    if "origin" in document.guessed:
        said["origin"] = kind.default_origin
    describe_document(document, by=request.actor, **said)
    messages.success(
        request, _("«%(title)s» is now: %(type)s") % {"title": document.title, "type": kind.name}
    )
    return _back(request, document)


@staff_page
@require_POST
def bring_version(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Bring a new version of the text."""
    document = selectors.document_for(request.actor, pk)
    upload: Any = request.FILES.get("file")
    try:
        if upload is None:
            raise BadInput(_("Choose a file."), field="file")
        new_version(document, by=request.actor, received=upload.file_received())
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
        return redirect(document)
    messages.success(request, _("There is a new version. The ones before are kept."))
    return redirect(document)


@staff_page
@require_POST
def discard(request: StaffRequest, pk: UUID) -> HttpResponse:
    """To the bin, for thirty days."""
    document = selectors.document_for(request.actor, pk)
    discard_document(document, by=request.actor)
    messages.success(request, _("«%(title)s» is in the bin, for thirty days.") % {"title": document.title})
    return _back(request, document)


@staff_page
@require_POST
def restore(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Out of the bin."""
    document = selectors.document_for(request.actor, pk)
    restore_document(document, by=request.actor)
    messages.success(request, _("«%(title)s» is back in its place.") % {"title": document.title})
    return _back(request, document)


@staff_page
@require_safe
def bin_page(request: StaffRequest) -> HttpResponse:
    """What was thrown away and can still be taken out, of what the person may read."""
    found = selectors.in_bin(request.actor)
    shown = [document for document in found if may_take_out(request.actor, document)]
    return TemplateResponse(request, "documents/bin.html", {"documents": shown})


def _back(request: StaffRequest, document: Document) -> HttpResponse:
    """To where the person was, if it is a page of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(document)
