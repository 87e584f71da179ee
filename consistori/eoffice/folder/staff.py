"""The messages of citizens, for whoever has their matters: a list, each conversation, and writing first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.selectors import case_by_number
from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.folder.selectors import SHOWN_TO
from consistori.eoffice.folder.talking import (
    Matter,
    answer_citizen,
    conversations_about,
    may_answer,
    number_of,
    settle,
    write_first,
)
from consistori.eoffice.models import Conversation
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.registry.models import RegistryEntry
from consistori.registry.selectors import opened_entry
from consistori.trail.readings import record_reading

MOST = 100


@staff_page
def messages_page(request: StaffRequest) -> HttpResponse:
    """What citizens have written that waits for an answer, of the cases that one may read; then the rest."""
    rows = Conversation.objects.select_related("case__carried_by", "entry__state__held_by").order_by(
        "-last_at"
    )
    seen = [row for row in rows[:MOST] if may_answer(request.actor, row)]
    waiting = [row for row in seen if row.last_is_theirs and row.settled_at is None]
    waiting.sort(key=lambda row: row.last_at)
    context = {
        "waiting": [_line(row) for row in waiting],
        "rest": [_line(row) for row in seen if row not in waiting],
    }
    return TemplateResponse(request, "eoffice/folder/staff/messages.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """A conversation whole, and the answer."""
    row = _one(request.actor, pk)
    fault = None
    if request.method == "POST":
        try:
            answer_citizen(row, text=request.POST.get("text", ""), by=request.actor)
        except BadInput as refusal:
            fault = refusal
        else:
            messages.success(request, _("It is in their folder already."))
            return redirect("eoffice:message", pk=row.pk)
    record_reading(by=request.actor, kind="conversation", id=row.pk, label=f"{row.name} · {number_of(row)}")
    context = {
        "row": row, "number": number_of(row), "url": _matter(row).get_absolute_url(), "fault": fault,
        "talk": list(row.messages.all()), "written": request.POST.get("text", ""),
    }  # fmt: skip
    status = fault.status if fault else 200
    return TemplateResponse(request, "eoffice/folder/staff/conversation.html", context, status=status)


@staff_page
@require_POST
def settle_it(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It needs no answer."""
    settle(_one(request.actor, pk), by=request.actor)
    return redirect("eoffice:messages")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_in_case(request: StaffRequest, number: str) -> HttpResponseBase:
    """Write to one of the people of a case."""
    case = case_by_number(number, request.actor)
    return _write(request, case, people_of_case(case), case.number, case.title)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_in_entry(request: StaffRequest, reference: str) -> HttpResponseBase:
    """Write to whoever filed an entry."""
    opened = opened_entry(request.actor, reference)
    entry = opened.entry
    if entry.is_exit:
        raise NotHere
    people = [(one.identifier, one.name) for one in opened.people if one.identifier]
    return _write(request, entry, people, entry.reference, entry.subject)


def _write(
    request: StaffRequest, matter: Matter, people: list[tuple[str, str]], number: str, title: str
) -> HttpResponseBase:
    key = {"case": matter} if isinstance(matter, CaseFile) else {"entry": matter}
    ensure(may_answer(request.actor, Conversation(**key)))
    fault = None
    if request.method == "POST":
        names = dict(people)
        chosen = request.POST.get("to", "")
        try:
            if chosen not in names:
                raise BadInput(_("Choose to whom you write."), field="to")
            made = write_first(
                matter, identifier=chosen, name=names[chosen], language=request.entity.language,
                text=request.POST.get("text", ""), by=request.actor,
            )  # fmt: skip
        except BadInput as refusal:
            fault = refusal
        else:
            messages.success(request, _("It is in their folder already."))
            return redirect("eoffice:message", pk=made.conversation_id)
    context = {
        "people": people, "number": number, "title": title, "fault": fault, "url": matter.get_absolute_url(),
        "written": request.POST.get("text", ""), "to": request.POST.get("to", ""),
    }  # fmt: skip
    status = fault.status if fault else 200
    return TemplateResponse(request, "eoffice/folder/staff/write.html", context, status=status)


def people_of_case(case: CaseFile) -> list[tuple[str, str]]:
    """Those who see the case in their folder, by number and name; whoever has no number has no folder."""
    rows = CaseParty.objects.filter(case=case, role__in=SHOWN_TO).select_related("party")
    found = []
    for row in rows.prefetch_related("party__identifiers"):
        number = next((one.value for one in row.party.identifiers.all()), "")
        if number:
            found.append((number, row.party.display_name))
    return found


def about_case(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """The conversations of a case, for its page. Two statements."""
    return _panel(conversations_about(case=case), "eoffice:message_case", case.number)


def about_entry(request: HttpRequest, entry: RegistryEntry) -> Mapping[str, Any]:
    """The conversations of an entry, for its page. Two statements."""
    return _panel(conversations_about(entry=entry), "eoffice:message_entry", entry.reference)


def _panel(rows: list[Conversation], url_name: str, number: str) -> Mapping[str, Any]:
    from django.urls import reverse

    return {"conversations": [_line(row) for row in rows], "write_url": reverse(url_name, args=[number])}


def _line(row: Conversation) -> dict[str, Any]:
    kept = getattr(row, "_prefetched_objects_cache", {}).get("messages")
    return {
        "row": row,
        "number": number_of(row),
        "title": _title(row),
        "last": list(kept)[-1] if kept else None,
        "waits": row.last_is_theirs and row.settled_at is None,
    }


def _title(row: Conversation) -> str:
    if row.case is not None:
        return "" if row.case.reserved else str(row.case.title)
    return str(row.entry.subject) if row.entry else ""


def _matter(row: Conversation) -> Any:
    return row.case or row.entry


def _one(actor: Actor, pk: UUID) -> Conversation:
    row: Conversation | None = (
        Conversation.objects.select_related("case", "entry")
        .prefetch_related("messages")
        .filter(pk=pk)
        .first()
    )
    if row is None or not may_answer(actor, row):
        raise NotHere
    return row
