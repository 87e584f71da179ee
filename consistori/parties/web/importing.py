"""Pages of the sheets of people: bring one, say its columns, look at what is wrong, enter it, undo it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.formats.sheets import LARGEST_FILE
from consistori.formats.spreadsheets import MEDIA, write_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.parties import jobs, sentences, services
from consistori.parties.models import ImportRow, PartyImport
from consistori.parties.policies import may_edit_parties, may_see_parties
from consistori.parties.selectors import cells_shown
from consistori.parties.services.importing import has_stopped
from consistori.tenancy.models import JobRun
from consistori.trail.readings import record_reading

State = PartyImport.State
PAGE = 50
SAMPLE = 5
ALIVE = (State.ENTERING, State.UNDOING)


class SheetForm(forms.Form):
    """A sheet with people and firms."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (XLSX, ODS or CSV)"),
        help_text=gettext_lazy("The first row with the headings; a row for each person or firm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Bring a sheet, and the ones that were brought before."""
    _ensure_may(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            sheet = services.bring_sheet(
                by=request.actor, data=file.read(LARGEST_FILE + 1), file_name=file.name or ""
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("parties:sheet", sheet.pk)
    context = {"form": form, "sheets": list(PartyImport.objects.all()[:30])}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "parties/import.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: StaffRequest, sheet_id: UUID) -> HttpResponse:
    """A sheet, as far as it has come: its columns, its rows, its progress, its result."""
    _ensure_may(request)
    sheet = _found(sheet_id)
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            return _done(request, sheet)
        except Refusal as refusal:
            trouble = refusal
    run = JobRun.objects.filter(pk=sheet.run_id).first() if sheet.run_id else None
    stopped = sheet.state in ALIVE and has_stopped(sheet)
    if request.headers.get("X-Requested-With") == "swap":
        progress = {"sheet": sheet, "run": run, "stopped": stopped}
        return TemplateResponse(request, "parties/_sheet_progress.html", progress)
    says_columns = sheet.state == State.READ or (sheet.state == State.CHECKED and "columns" in request.GET)
    shown = request.GET.get("rows", "") or _first_shown(sheet)
    context = {"sheet": sheet, "run": run, "stopped": stopped, "trouble": trouble, "shown": shown}
    context["says_columns"] = says_columns
    if says_columns:
        context |= _columns(request.actor, sheet, request.POST)
    elif sheet.state not in ALIVE:
        record_reading(by=request.actor, kind="page", id=sheet.pk, label=sheet.file_name)
        context |= _rows(request.actor, sheet, shown, request.GET.get("after", ""))
    status = trouble.status if trouble else 200
    return TemplateResponse(request, "parties/sheet.html", context, status=status)


def _done(request: StaffRequest, sheet: PartyImport) -> HttpResponse:
    act = request.POST.get("act", "")
    by, language = request.actor, get_language() or "ca"
    if act == "drop":
        services.drop_sheet(sheet, by=by)
        messages.success(request, _("The sheet is thrown away; nobody was entered."))
        return redirect("parties:import")
    if act == "columns":
        columns = [request.POST.get(f"column-{place}", "") for place in range(len(sheet.header))]
        services.say_columns(sheet, columns, by=by)
    elif act == "enter":
        doubtful = "doubtful" in request.POST
        jobs.start(services.begin_entering(sheet, by=by, with_doubtful=doubtful), by=by, language=language)
    elif act == "undo":
        jobs.start(services.begin_undoing(sheet, by=by), by=by, language=language)
    return redirect("parties:sheet", sheet.pk)


@staff_page
@require_safe
def left_out(request: StaffRequest, sheet_id: UUID, kind: str) -> HttpResponse:
    """The rows that were left out with their reason, to be mended and brought again."""
    _ensure_may(request)
    sheet = _found(sheet_id)
    if kind not in MEDIA:
        raise NotHere()
    states = (ImportRow.State.WRONG, ImportRow.State.DOUBTFUL)
    rows = list(ImportRow.objects.filter(sheet=sheet, state__in=states))
    shown = cells_shown(request.actor, rows, sheet.columns)
    lines = [[*cells, "; ".join(said_of(row))] for row, cells in zip(rows, shown, strict=True)]
    record_reading(by=request.actor, kind="export", id=sheet.pk, label=sheet.file_name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.{kind}"
        write_sheet(path, kind, title=_("Left out"), header=[*sheet.header, _("What is wrong")], rows=lines)
        answer = HttpResponse(path.read_bytes(), content_type=MEDIA[kind])
    stem = sheet.file_name.rsplit(".", 1)[0][:60] or "rows"
    safe = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in stem)
    answer["Content-Disposition"] = f'attachment; filename="{safe}-left-out.{kind}"'
    return answer


def said_of(row: ImportRow) -> list[str]:
    """What is wrong in a row, each cell with its column."""
    if row.state == ImportRow.State.DOUBTFUL:
        return [_("Somebody with this name is already here")]
    return [
        f"{sentences.COLUMNS.get(fault['column'], fault['column'])}: {sentences.of_cell_fault(fault)}"
        for fault in row.faults
    ]


def _ensure_may(request: StaffRequest) -> None:
    ensure(may_edit_parties(request.actor))
    ensure(may_see_parties(request.actor))


def _found(sheet_id: UUID) -> PartyImport:
    sheet: PartyImport | None = PartyImport.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotHere()
    return sheet


def _columns(actor: Actor, sheet: PartyImport, posted: Mapping[str, str]) -> dict[str, Any]:
    sample = cells_shown(actor, ImportRow.objects.filter(sheet=sheet)[:SAMPLE], sheet.columns)
    said = [posted.get(f"column-{place}", column) for place, column in enumerate(sheet.columns)]
    columns = [
        {
            "place": place,
            "heading": heading,
            "column": said[place],
            "sample": [cells[place] for cells in sample if place < len(cells) and cells[place]][:3],
        }
        for place, heading in enumerate(sheet.header)
    ]
    return {"columns": columns, "meanings": list(sentences.COLUMNS.items())}


def _first_shown(sheet: PartyImport) -> str:
    """What asks for attention first."""
    order = ("stays", "wrong", "doubtful", "good", "completes", "entered", "completed", "known", "undone")
    return next((state for state in order if sheet.counts.get(state)), "")


def _rows(actor: Actor, sheet: PartyImport, shown: str, after: str) -> dict[str, Any]:
    counts = [
        {"state": state, "label": label, "n": sheet.counts[state], "is_on": state == shown}
        for state, label in ImportRow.State.choices
        if sheet.counts.get(state)
    ]
    rows = ImportRow.objects.filter(sheet=sheet, state=shown).select_related("party").order_by("line")
    if after.isdigit() and len(after) < 9:
        rows = rows.filter(line__gt=int(after))
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    cells = cells_shown(actor, found, sheet.columns)
    used = [place for place, column in enumerate(sheet.columns) if column]
    return {
        "counts": counts,
        "heads": [sheet.header[place] for place in used],
        "rows": [_line(row, said, sheet, used) for row, said in zip(found, cells, strict=True)],
        "next_url": f"?{urlencode({'rows': shown, 'after': found[-1].line})}" if more else "",
        "first_url": f"?{urlencode({'rows': shown})}" if after else "",
        "to_enter": sum(sheet.counts.get(state, 0) for state in ("good", "completes")),
        "doubtful": sheet.counts.get("doubtful", 0),
        "left_out": sum(sheet.counts.get(state, 0) for state in ("wrong", "doubtful")),
        "may_undo": sheet.state == State.ENTERED
        and any(sheet.counts.get(state) for state in ("entered", "completed")),
    }


def _line(row: ImportRow, said: list[str], sheet: PartyImport, used: list[int]) -> dict[str, Any]:
    faults: dict[str, str] = {}
    for fault in row.faults:
        faults.setdefault(fault["column"], sentences.of_cell_fault(fault))
    cells = [
        {
            "text": said[place] if place < len(said) else "",
            "fault": faults.pop(sheet.columns[place], ""),
        }
        for place in used
    ]
    return {"row": row, "cells": cells, "rest": list(faults.values())}
