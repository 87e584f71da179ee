"""What the buttons of the inbox do: give out, take, give back, seen."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.cases.entries import (
    accept_into_case,
    accept_opening_case,
    finish_entry,
    forward_entry,
    mark_for_information,
    mark_seen,
    return_entry,
    selectors,
    send_entry,
    undo_taking,
)
from consistori.cases.entries.selectors import Opened
from consistori.cases.models import CaseFile, ProcessNote
from consistori.cases.selectors import case_by_number
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import series_of_key
from consistori.desk.inbox.forms import NoteForm, people
from consistori.desk.inbox.pages import drawn, ensure_here, neighbours, tab_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.registry.models import RegistryEntry
from consistori.trail import act

Action = ProcessNote.Action


@staff_page
@require_POST
def give(request: StaffRequest, reference: str) -> HttpResponse:
    """Do what the process note says and open the next one; what is wrong comes back at its field."""
    ensure_here(request)
    opened = selectors.opened(request.actor, reference)
    tab = tab_of(request, opened)
    listed = selectors.inbox(request.actor, tab)
    form = NoteForm(request.POST, choices=people())
    looks_for = "find" in request.POST
    if looks_for:
        form.errors.clear()
    elif form.is_valid():
        try:
            messages.success(request, _done(request, opened, form))
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None,
                f"{refusal.message} {refusal.article}".strip(),
            )
        else:
            _before, after = neighbours(listed, reference)
            if after is not None and after.entry.reference != reference:
                return redirect("desk:inbox_entry", after.entry.reference)
            return redirect(f"{reverse('desk:inbox')}?tab={tab}")
    status = 422 if form.errors else 200
    return drawn(
        request, listed, tab, opened, is_reading=True, form=form, status=status,
        found_cases=request.POST.get("case", "") if looks_for else "", found_series=request.POST.get("q", ""),
    )  # fmt: skip


def _done(request: StaffRequest, opened: Opened, form: NoteForm) -> str:
    """Do it, and say what was done."""
    said, to = form.cleaned_data, form.chosen()
    entry, by, action = opened.entry, request.actor, said["action"]
    names = ", ".join(person.full_name for person in to)
    if action == Action.FORWARD:
        forward_entry(
            entry, by=by, destination=said["destination"], destination_code=said["destination_code"],
            note=said["note"],
        )  # fmt: skip
        return _("%(number)s: written that it goes to %(name)s") % {
            "number": entry.reference, "name": said["destination"],
        }  # fmt: skip
    if action == Action.NOTHING:
        finish_entry(entry, by=by, reason=said["note"])
        return _("%(number)s: nothing more to do") % {"number": entry.reference}
    if action == Action.INFORM:
        mark_for_information(entry, by=by, to=to, note=said["note"])
        return _("%(number)s: for information") % {"number": entry.reference}
    if not to and action in (Action.ADD, Action.OPEN):
        return _taken(request, opened, said)
    if not to and opened.is_mine:
        raise BadInput(
            _("Say what you do with it: into a case, to a colleague, or nothing more, with its reason."),
            field="action",
        )
    send_entry(
        entry, by=by, to=to, action=action, case=_case(request, said),
        series=_series(said), due_on=said["due_on"], note=said["note"],
    )  # fmt: skip
    return _("%(number)s: given to %(names)s") % {"number": entry.reference, "names": names}


def _taken(request: StaffRequest, opened: Opened, said: dict[str, Any]) -> str:
    """Nobody was chosen: whoever is at the page does it now."""
    entry, by = opened.entry, request.actor
    if said["action"] == Action.ADD:
        cases = _needed_cases(request, said)
        _into_all(entry, cases, by)
        names = ", ".join(case.number for case in cases)
        return _("%(number)s is in the case %(case)s") % {"number": entry.reference, "case": names}
    carrier = Person.objects.filter(pk=by.person_id).first() if by.person_id else None
    case = accept_opening_case(entry, by=by, title=said["title"], series=_series(said), carried_by=carrier)
    return _("%(number)s opened the case %(case)s") % {"number": entry.reference, "case": case.number}


@act
def _into_all(entry: RegistryEntry, cases: list[CaseFile], by: Actor) -> None:
    """All of them or none: an entry of two matters goes into both at once."""
    for case in cases:
        accept_into_case(entry, case, by=by)


def _needed_cases(request: StaffRequest, said: dict[str, Any]) -> list[CaseFile]:
    """The case that was written, or several numbers with a comma between them."""
    numbers = [part.strip() for part in re.split(r"[,;]", said["case"]) if part.strip()]
    return [_needed_case(request, {"case": number}) for number in dict.fromkeys(numbers or [""])]


def _case(request: StaffRequest, said: dict[str, Any]) -> CaseFile | None:
    if said["action"] != Action.ADD or not said["case"].strip():
        return None
    cases = _needed_cases(request, said)
    if len(cases) > 1:
        raise BadInput(
            _("To give it out, one case; into several at once, take it yourself: tick nobody."), field="case"
        )
    return cases[0]


def _needed_case(request: StaffRequest, said: dict[str, Any]) -> CaseFile:
    number = said["case"].strip()
    if not number:
        raise BadInput(_("Write the number of the case, or look for it."), field="case")
    try:
        return case_by_number(number, request.actor)
    except NotHere as missing:
        raise BadInput(_("There is no case “%(number)s”.") % {"number": number}, field="case") from missing


def _series(said: dict[str, Any]) -> Series | None:
    if said["action"] != Action.OPEN or not said["series"]:
        return None
    return series_of_key(said["series"])


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: StaffRequest, reference: str) -> HttpResponse:
    """Give it back with the reason, on a page of its own."""
    ensure_here(request)
    opened = selectors.opened(request.actor, reference)
    error, reason = "", request.POST.get("note", "")
    if request.method == "POST":
        try:
            return_entry(opened.entry, by=request.actor, reason=reason)
        except Refusal as refusal:
            error = str(refusal.message)
        else:
            messages.success(request, _("%(number)s: given back") % {"number": reference})
            return redirect("desk:inbox")
    context = {"opened": opened, "entry": opened.entry, "error": error, "reason": reason}
    return TemplateResponse(request, "desk/inbox/return.html", context, status=422 if error else 200)


@staff_page
@require_POST
def undo(request: StaffRequest, reference: str, taken_id: UUID) -> HttpResponse:
    """It was taken into the wrong case: as if it had not been, and both lives tell it."""
    ensure_here(request)
    taken = selectors.taking(reference, taken_id)
    undo_taking(taken, by=request.actor)
    said = {"number": reference, "case": taken.case.number}
    if taken.opened_it:
        messages.info(request, _("The case %(case)s stays open and without it: use it, or close it.") % said)
    messages.success(request, _("%(number)s is no longer in the case %(case)s") % said)
    return redirect("desk:inbox_entry", reference)


@staff_page
@require_POST
def seen(request: StaffRequest, reference: str) -> HttpResponse:
    """It was for information, and it is known."""
    ensure_here(request)
    mark_seen(selectors.opened(request.actor, reference).entry, by=request.actor)
    messages.success(request, _("%(number)s: seen") % {"number": reference})
    return redirect("desk:inbox")
