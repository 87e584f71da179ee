"""The versions of the register that the town brings: bring a sheet, look at it line by line, put it in force."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.directory.access import StaffRequest, staff_page
from consistori.formats.sheets import LARGEST_FILE
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.padro import selectors, sentences
from consistori.padro.models import RegisterLoad
from consistori.padro.policies import may_keep_register
from consistori.padro.rules.sheet import HEADINGS, REQUIRED
from consistori.padro.services import bring_register, put_in_force, throw_away_load
from consistori.padro.web.choosing import fault_context
from consistori.padro.web.desk import ensure_here

SHOWN_FAULTS = 200


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: StaffRequest) -> HttpResponse:
    """What is in force, the versions before it, and the form that brings another."""
    _ensure_keeps(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            load = _brought(request)
        except Refusal as fault:
            refusal = fault
        else:
            return redirect("padro:version", load.pk)
    rows = selectors.loads(request.actor)
    context = {
        "loads": rows,
        "in_force": next((one for one in rows if one.state == RegisterLoad.State.IN_FORCE), None),
        "as_of": request.POST.get("as_of", today().isoformat()),
        "columns": _columns(),
        **fault_context(refusal),
    }
    return TemplateResponse(
        request, "padro/register.html", context, status=refusal.status if refusal else 200
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A version: how many people, what is wrong and in which line, who is new and who is gone; put it in force."""
    _ensure_keeps(request)
    load = next((one for one in selectors.loads(request.actor) if one.pk == pk), None)
    if load is None:
        raise NotHere
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _done(request, load)
        except Refusal as fault:
            refusal = fault
    faults = [(one["line"], *sentences.of_fault(one)) for one in load.faults[:SHOWN_FAULTS]]
    context = {
        "load": load,
        "faults": faults,
        "more_faults": max(0, len(load.faults) - SHOWN_FAULTS),
        "may_begin": load.state in (RegisterLoad.State.READ, RegisterLoad.State.REPLACED),
        **fault_context(refusal),
    }
    return TemplateResponse(request, "padro/version.html", context, status=refusal.status if refusal else 200)


def _ensure_keeps(request: StaffRequest) -> None:
    ensure_here(request)
    ensure(may_keep_register(request.actor))


def _brought(request: StaffRequest) -> RegisterLoad:
    sent: Any = request.FILES.get("file")
    if sent is None:
        raise BadInput(_("Choose the sheet."), field="file")
    if getattr(sent, "problem", None) is not None:
        raise sent.problem
    try:
        as_of = date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError as fault:
        raise BadInput(_("Say of which day the data are."), field="as_of") from fault
    if sent.size > LARGEST_FILE:
        raise BadInput(_("The sheet is larger than 5 MB: save it as CSV."), field="file")
    return bring_register(by=request.actor, data=sent.read(), file_name=sent.name or "", as_of=as_of)


def _done(request: StaffRequest, load: RegisterLoad) -> HttpResponse:
    if request.POST.get("act") == "throw":
        throw_away_load(load, by=request.actor)
        messages.success(request, _("Thrown away: it never counted."))
        return redirect("padro:register")
    put_in_force(load, by=request.actor, without_wrong=request.POST.get("without_wrong") == "yes")
    messages.success(request, _("From now on slips are made with these data."))
    return redirect("padro:register")


def _columns() -> list[tuple[str, str, bool]]:
    """Each column: its name, the headings that are understood, and whether it must be there."""
    return [
        (str(sentences.COLUMNS[column]), said.replace("|", ", "), column in REQUIRED)
        for column, said in HEADINGS.items()
    ]
