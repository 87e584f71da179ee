"""The inbox of registered documents for programs: what waits, the process notes, and the cases that take entries."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from consistori.cases.api._common import base_of, colleague, series_of
from consistori.cases.api.entry_bodies import (
    EntryProcessOut,
    InboxEntryOut,
    InboxOut,
    InboxQuery,
    ProcessNoteIn,
    ProcessNoteOut,
    RecipientOut,
    TakingIn,
    TakingOut,
)
from consistori.cases.entries import (
    accept_into_case,
    accept_opening_case,
    finish_entry,
    forward_entry,
    mark_for_information,
    selectors,
    send_entry,
    undo_taking,
)
from consistori.cases.entries.selectors import Line, Opened
from consistori.cases.models import CaseFile, ProcessNote
from consistori.cases.selectors import case_by_number
from consistori.directory.api_access import Answer, ApiRequest, api_operation
from consistori.directory.models import Person
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy import modality
from consistori.trail.readings import record_reading

router = Router()
Action = ProcessNote.Action


@router.get("/registry-inbox", response=InboxOut, summary="The inbox of registered documents")
@api_operation(scope="registry:read")
def list_inbox(request: ApiRequest, query: Query[InboxQuery]) -> Answer:
    """A tray, the newest first, fifty at a time; `cursor` goes on."""
    _ensure_here(request)
    found = selectors.inbox(request.actor, query.tab, after=query.cursor or "")
    counts = found.counts
    return Answer(
        InboxOut(
            items=[_line(request, line) for line in found.lines],
            next=found.next_cursor or None,
            counts={
                "waiting": counts.waiting, "sent": counts.sent, "returned": counts.returned,
                "mine": counts.mine, "late": counts.late,
            },
        )
    )  # fmt: skip


@router.get(
    "/registry-entries/{entry}/process", response=EntryProcessOut, summary="What is done with an entry"
)
@api_operation(scope="registry:read")
def show_entry_process(request: ApiRequest, entry: str) -> Answer:
    """Its process notes, the last first, and the cases that took it. The reading is written down."""
    opened = _opened(request, entry)
    record_reading(by=request.actor, kind="registry-entry", id=opened.entry.pk, label=opened.entry.reference)
    return _answer(request, opened)


@router.post(
    "/registry-entries/{entry}/process-notes", response={201: EntryProcessOut}, summary="Write a process note"
)
@api_operation(scope="registry:write")
def write_process_note(request: ApiRequest, entry: str, body: ProcessNoteIn) -> Answer:
    """It goes to `to`; without anybody it can be for information, to another administration, or nothing more."""
    opened, by = _opened(request, entry), request.actor
    action = str(body.action)
    to = [found for ref in body.to if (found := colleague(ref, field="to")) is not None]
    if action == Action.FORWARD:
        forward_entry(
            opened.entry, by=by, destination=body.destination, destination_code=body.destination_code,
            note=body.note,
        )  # fmt: skip
    elif action == Action.NOTHING:
        finish_entry(opened.entry, by=by, reason=body.note)
    elif action == Action.INFORM:
        mark_for_information(opened.entry, by=by, to=to, note=body.note)
    else:
        send_entry(
            opened.entry, by=by, to=to, action=action, due_on=body.due_on, note=body.note,
            case=_case(request, body.case) if body.case else None, series=series_of(body.series),
        )  # fmt: skip
    return _answer(request, _opened(request, entry), status=201)


@router.post("/registry-entries/{entry}/cases", response={201: EntryProcessOut}, summary="Take into a case")
@api_operation(scope="cases:write")
def take_entry(request: ApiRequest, entry: str, body: TakingIn) -> Answer:
    """Its papers and people go with it. An entry may be in several cases, once in each."""
    opened, by = _opened(request, entry), request.actor
    if body.case is not None:
        accept_into_case(opened.entry, _case(request, body.case), by=by)
    else:
        carrier: Person | None = colleague(body.carried_by, field="carried_by")
        accept_opening_case(
            opened.entry, by=by, title=body.title or "", series=series_of(body.series), carried_by=carrier
        )
    return _answer(request, _opened(request, entry), status=201)


@router.delete("/registry-entries/{entry}/cases/{taking}", response={204: None}, summary="Undo a wrong take")
@api_operation(scope="cases:write")
def undo_entry_taking(request: ApiRequest, entry: str, taking: UUID) -> Answer:
    """What it brought leaves the case, and the entry waits again for whoever had it."""
    _opened(request, entry)
    undo_taking(selectors.taking(entry, taking), by=request.actor)
    return Answer()


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "registry"):
        raise NotHere(_("This town hall keeps no registry here."))


def _opened(request: ApiRequest, reference: str) -> Opened:
    _ensure_here(request)
    return selectors.opened(request.actor, reference[:20])


def _case(request: ApiRequest, number: str) -> CaseFile:
    try:
        return case_by_number(number.strip(), request.actor)
    except NotHere as missing:
        raise BadInput(_("There is no case “%(number)s”.") % {"number": number}, field="case") from missing


def _line(request: ApiRequest, line: Line) -> InboxEntryOut:
    entry = line.entry
    here = f"{base_of(request)}registry-entries/{entry.reference}"
    return InboxEntryOut(
        reference=entry.reference, registered_at=entry.registered_at, subject=line.subject, who=line.who,
        channel=entry.channel, handled=entry.state.handled, held_by=line.holder, working_days=line.age,
        links={"entry": here, "process": f"{here}/process", "process_notes": f"{here}/process-notes"},
    )  # fmt: skip


def _note(note: ProcessNote, known: set[UUID]) -> ProcessNoteOut:
    """The number of a case that one may not know of is left out."""
    case = note.case.number if note.case and note.case_id in known else None
    return ProcessNoteOut(
        id=note.pk, action=note.action, case=case, series=note.series.code if note.series else None,
        due_on=note.due_on, note=note.text, destination=note.destination,
        destination_code=note.destination_code, at=note.at, by=note.by_name,
        recipients=[
            RecipientOut(person=one.person_id, name=one.person.full_name, state=one.state, reason=one.reason)
            for one in note.recipients.all()
        ],
    )  # fmt: skip


def _answer(request: ApiRequest, opened: Opened, *, status: int = 200) -> Answer:
    ids = {one.case_id for one in opened.taken} | {note.case_id for note in opened.notes if note.case_id}
    known = set(CaseFile.objects.known_to(request.actor).filter(pk__in=ids).values_list("pk", flat=True))
    here = f"{base_of(request)}registry-entries/{opened.entry.reference}"
    body = EntryProcessOut(
        reference=opened.entry.reference, handled=opened.state.handled,
        notes=[_note(note, known) for note in opened.notes],
        cases=[
            TakingOut(id=one.pk, case=one.case.number, opened_it=one.opened_it, at=one.at, by=one.by_name)
            for one in opened.taken if one.case_id in known
        ],
        links={
            "self": f"{here}/process", "entry": here, "process_notes": f"{here}/process-notes",
            "cases": f"{here}/cases",
        },
    )  # fmt: skip
    return Answer(body, status=status, location=f"{here}/process" if status == 201 else "")
