"""Writing a sheet, with what the citizen will see beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.catalogue.procedures import selectors, services
from consistori.catalogue.procedures.faults import SheetFault
from consistori.catalogue.procedures.models import Procedure
from consistori.catalogue.procedures.policies import may_edit_procedures
from consistori.catalogue.procedures.reading import LONGEST_TEXT
from consistori.catalogue.procedures.skeleton import SKELETON
from consistori.catalogue.procedures.web.forms import SheetForm
from consistori.catalogue.procedures.web.looking import LANGUAGES, PIECES, asked_language, look_at, marked
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone, Refusal, Stale, ensure
from consistori.tenancy.adapting import ensure_own


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_procedure(request: StaffRequest) -> HttpResponse:
    """A new procedure, from a text with everything to fill in."""
    ensure(may_edit_procedures(request.actor))
    form = SheetForm(request.POST or None, initial={"text": SKELETON})
    if request.method == "POST" and request.POST.get("then") != "look" and form.is_valid():
        try:
            said = form.cleaned_data
            row = services.create_procedure(by=request.actor, text=said["text"], note=said["note"])
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            return _after(request, row)
    return _shown(request, form, text=_text_of(form))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_procedure(request: StaffRequest, code: str) -> HttpResponse:
    """Write its next version; what is wrong is told by its line, and saved all the same."""
    ensure(may_edit_procedures(request.actor))
    row = selectors.procedure_row(code)
    ensure_own(row)
    latest = row.latest or (row.adapts.published if row.adapts else None)
    initial = {"text": latest.text if latest else "", "edition": row.version}
    form = SheetForm(request.POST or None, initial=initial)
    if request.method == "POST" and request.POST.get("then") != "look" and form.is_valid():
        try:
            _save(request, row, form)
        except Refusal as refusal:
            _tell(form, refusal)
            if isinstance(refusal, Stale):
                # What was written is shown again; the next save is on purpose, and keeps both versions.
                said: Any = request.POST.copy()
                said["edition"] = str(row.version)
                form.data = said
        else:
            return _after(request, row)
    return _shown(request, form, text=_text_of(form), row=row)


@staff_page
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The sheet of what is being written, as a piece of page; nothing is kept."""
    ensure(may_edit_procedures(request.actor))
    context = _beside(request, request.POST.get("text", "")[: LONGEST_TEXT + 1])
    return TemplateResponse(request, "catalogue/procedures/_beside.html", context)


def _save(request: StaffRequest, row: Procedure, form: SheetForm) -> None:
    said = form.cleaned_data
    try:
        services.write_draft(
            row, by=request.actor, text=said["text"], note=said["note"], edition=said["edition"]
        )
    except AlreadyDone:
        if request.POST.get("then") != "publish":
            raise


def _after(request: StaffRequest, row: Procedure) -> HttpResponse:
    """Where one goes after saving: on writing, or to the page; publishing first if it was asked."""
    if request.POST.get("then") == "publish":
        try:
            services.publish(row, by=request.actor)
        except SheetFault as fault:
            messages.error(request, _("It is saved, but not published. %(fault)s") % {"fault": fault})
            return redirect("catalogue:procedure_edit", row.code)
        messages.success(request, _("It is published: citizens read it from now on."))
        return redirect(row)
    messages.success(request, _("The draft is saved. Citizens go on reading the published one."))
    return redirect("catalogue:procedure_edit", row.code)


def _tell(form: SheetForm, refusal: Refusal) -> None:
    if refusal.status == 403:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _text_of(form: SheetForm) -> str:
    return str(form["text"].value() or "")


def _beside(request: StaffRequest, text: str) -> dict[str, Any]:
    look = look_at(text, asked_language(request))
    return {"look": look, "faults": marked(text, look.faults), "languages": LANGUAGES, "pieces": PIECES}


def _shown(
    request: StaffRequest, form: SheetForm, *, text: str, row: Procedure | None = None
) -> HttpResponse:
    is_refused = form.is_bound and request.POST.get("then") != "look"
    context = {"form": form, "procedure": row, **_beside(request, text)}
    status = 422 if is_refused else 200
    return TemplateResponse(request, "catalogue/procedures/edit.html", context, status=status)
