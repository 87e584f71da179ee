"""Bringing a scheme in a sheet, and looking at what would change before it is in force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.catalogue import sentences, services
from consistori.catalogue.forms import SheetForm
from consistori.catalogue.models import SchemeDraft
from consistori.catalogue.policies import may_edit_scheme
from consistori.catalogue.selectors import schemes
from consistori.catalogue.services.importing import changes_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.formats.sheets import LARGEST_FILE
from consistori.kernel.errors import NotHere, Refusal, ensure


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_sheet(request: StaffRequest) -> HttpResponse:
    """Read a sheet and keep it as a draft; nothing changes yet."""
    ensure(may_edit_scheme(request.actor))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            draft = services.draft_scheme(
                by=request.actor,
                data=file.read(LARGEST_FILE + 1),
                file_name=file.name or "",
                name=form.cleaned_data["name"],
                version=form.cleaned_data["version"],
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("catalogue:draft", draft.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "schemes": schemes(), "drafts": list(SchemeDraft.objects.all())}
    return TemplateResponse(request, "catalogue/import.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def look_at_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What would change: new, retitled, kept, left out; or what is wrong, row by row."""
    ensure(may_edit_scheme(request.actor))
    draft = SchemeDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise NotHere()
    if request.method == "POST" and request.POST.get("act") == "drop":
        services.drop_draft(draft, by=request.actor)
        messages.success(request, _("The sheet is thrown away; nothing has changed."))
        return redirect("catalogue:import")
    if request.method == "POST":
        scheme = services.apply_draft(draft, by=request.actor)
        messages.success(request, _("%(scheme)s is in force.") % {"scheme": scheme})
        return redirect("catalogue:scheme")
    faults = [
        {
            "row": fault["row"],
            "column": sentences.COLUMNS.get(fault["column"], fault["column"]),
            "sentence": sentences.of_row_fault(fault),
        }
        for fault in draft.faults
    ]
    context = {"draft": draft, "faults": faults, "changes": None if faults else changes_of(draft)}
    return TemplateResponse(request, "catalogue/draft.html", context)
