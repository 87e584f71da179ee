"""Writing a guide, with what it would propose beside it; and bringing a process drawn elsewhere as a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.catalogue.procedures.faults import SheetFault
from consistori.directory.access import StaffRequest, staff_page
from consistori.guides import selectors, services
from consistori.guides.bpmn import LARGEST, ProcessFault, bring
from consistori.guides.models import Guide
from consistori.guides.policies import may_edit_guides
from consistori.guides.reading import LONGEST_TEXT
from consistori.guides.rules.expressions import FUNCTIONS, NAMES
from consistori.guides.skeleton import SKELETON
from consistori.guides.web.forms import GuideForm, ProcessForm
from consistori.guides.web.looking import look_at, marked
from consistori.kernel.errors import AlreadyDone, Refusal, Stale, ensure
from consistori.tenancy.adapting import ensure_own


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_guide(request: StaffRequest) -> HttpResponse:
    """A new guide, from a text with everything to fill in."""
    ensure(may_edit_guides(request.actor))
    form = GuideForm(request.POST or None, initial={"text": SKELETON})
    if request.method == "POST" and request.POST.get("then") != "look" and form.is_valid():
        try:
            said = form.cleaned_data
            row = services.create_guide(by=request.actor, text=said["text"], note=said["note"])
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            return _after(request, row)
    return _shown(request, form)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_guide(request: StaffRequest, code: str) -> HttpResponse:
    """Write its next version; what is wrong is told by its line, and saved all the same."""
    ensure(may_edit_guides(request.actor))
    row = selectors.guide_row(code)
    ensure_own(row)
    latest = row.latest or (row.adapts.published if row.adapts else None)
    form = GuideForm(
        request.POST or None, initial={"text": latest.text if latest else "", "edition": row.version}
    )
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
    return _shown(request, form, row=row)


@staff_page
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """The guide of what is being written, as a piece of page; nothing is kept."""
    ensure(may_edit_guides(request.actor))
    return TemplateResponse(
        request, "guides/_beside.html", _beside(request.POST.get("text", "")[: LONGEST_TEXT + 1])
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_process(request: StaffRequest) -> HttpResponse:
    """A process drawn elsewhere becomes the text of a guide, looked at before it is kept; with what is left out."""
    ensure(may_edit_guides(request.actor))
    form = ProcessForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = bring(file.read(LARGEST + 1))
        except ProcessFault as fault:
            form.add_error("file", str(fault))
        else:
            written = GuideForm(
                initial={"text": brought.text, "note": _("Brought from a process drawn elsewhere")}
            )
            context = {"form": written, "guide": None, "left_out": brought.left_out, **_beside(brought.text)}
            return TemplateResponse(request, "guides/edit.html", context)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "guides/bring.html", {"form": form}, status=status)


def _save(request: StaffRequest, row: Guide, form: GuideForm) -> None:
    said = form.cleaned_data
    try:
        services.write_draft(
            row, by=request.actor, text=said["text"], note=said["note"], edition=said["edition"]
        )
    except AlreadyDone:
        if request.POST.get("then") != "publish":
            raise


def _after(request: StaffRequest, row: Guide) -> HttpResponse:
    """Where one goes after saving: on writing, or to the page; publishing first if it was asked."""
    if request.POST.get("then") == "publish":
        try:
            services.publish(row, by=request.actor)
        except SheetFault as fault:
            messages.error(request, _("It is saved, but not published. %(fault)s") % {"fault": fault})
            return redirect("guides:edit", row.code)
        messages.success(request, _("It is published: cases that begin follow it from now on."))
        return redirect(row)
    messages.success(request, _("The draft is saved. Cases go on with the published one."))
    return redirect("guides:edit", row.code)


def _tell(form: GuideForm, refusal: Refusal) -> None:
    if refusal.status == 403:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _beside(text: str) -> dict[str, Any]:
    look = look_at(text, get_language() or "ca")
    return {"look": look, "faults": marked(text, look.faults)}


def _shown(request: StaffRequest, form: GuideForm, *, row: Guide | None = None) -> HttpResponse:
    is_refused = form.is_bound and request.POST.get("then") != "look"
    context = {
        "form": form,
        "guide": row,
        "names": NAMES,
        "functions": FUNCTIONS,
        **_beside(str(form["text"].value() or "")),
    }
    return TemplateResponse(request, "guides/edit.html", context, status=422 if is_refused else 200)
