"""The process note and what follows: sent, returned, for information, to another administration, nothing more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.cases.entries.policies import may_distribute, may_return, may_send, may_take, waits_for
from consistori.cases.entry_events import (
    EntryFinished,
    EntryForInformation,
    EntryForwarded,
    EntryReturned,
    EntrySent,
)
from consistori.cases.models import CaseFile, NoteRecipient, ProcessNote
from consistori.cases.models.entries import LONGEST_NOTE
from consistori.cases.policies import may_carry, may_read
from consistori.catalogue.models import Series
from consistori.directory.models import Person
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import actors_here
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.registry import texts as registry_texts
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.services import annotate
from consistori.registry.services.handling import lock, settle
from consistori.trail import act, announce

Action = ProcessNote.Action
Handled = EntryState.Handled
State = NoteRecipient.State
SENDS = (Action.ADD, Action.OPEN, Action.ANSWER, Action.DECIDE)
"""What is left in somebody's hands; the other actions end the entry."""


@act
def send_entry(
    entry: RegistryEntry,
    *,
    by: Actor,
    to: Sequence[Person],
    action: str,
    case: CaseFile | None = None,
    series: Series | None = None,
    due_on: date | None = None,
    note: str = "",
) -> ProcessNote:
    """Write the process note [fer la diligència]: to whom it goes, what they are asked, by when.

    The first of `to` has it in her hands; sending it again takes it from those who had it. Raises `BadInput`.
    """
    state = lock(entry)
    ensure(may_send(by, entry))
    if action not in SENDS:
        raise BadInput(_("Choose what has to be done."), field="action")
    if not to:
        raise BadInput(_("Choose to whom it goes."), field="to")
    _check_people(to)
    _check_day(due_on, needed=action == Action.ANSWER)
    if case is not None:
        _check_case(by, case)
    pass_on(entry)
    said = _write(
        entry, action, by, case=case if action == Action.ADD else None,
        series=series if action == Action.OPEN else None, due_on=due_on, text=_clean(note),
    )  # fmt: skip
    _give(said, to)
    settle(state, Handled.SENT, held_by_id=to[0].pk)
    announce(
        EntrySent(
            entry_id=entry.pk, reference=entry.reference, action=action,
            to_ids=[str(person.pk) for person in to], to_names=_names(to),
            due_on=due_on.isoformat() if due_on else "",
        ),
        by=by,
    )  # fmt: skip
    return said


@act
def return_entry(entry: RegistryEntry, *, by: Actor, reason: str) -> None:
    """Give it back [retornar] to whoever gives entries out, with the reason; others who have it keep it."""
    state = lock(entry)
    ensure(may_return(by, entry))
    clean = _reason(reason, _("Say why you return it: whoever gives it out again will read it."))
    rows = NoteRecipient.objects.filter(entry=entry, state=State.WAITING)
    rows.filter(person_id=by.person_id).update(state=State.RETURNED, settled_at=now(), reason=clean)
    left = rows.first()
    if state.handled == Handled.SENT:
        settle(state, Handled.SENT if left else Handled.WAITING, held_by_id=left.person_id if left else None)
    announce(EntryReturned(entry_id=entry.pk, reference=entry.reference, reason=clean), by=by)


@act
def mark_for_information(
    entry: RegistryEntry, *, by: Actor, to: Sequence[Person] = (), note: str = ""
) -> ProcessNote:
    """Nobody has to do anything [per a informació]; `to` find it in Today until they have seen it."""
    state = lock(entry)
    ensure(may_send(by, entry))
    _check_people(to)
    pass_on(entry)
    said = _write(entry, Action.INFORM, by, text=_clean(note))
    _give(said, to)
    settle(state, Handled.DONE)
    announce(EntryForInformation(entry_id=entry.pk, reference=entry.reference, to_names=_names(to)), by=by)
    return said


@act
def mark_seen(entry: RegistryEntry, *, by: Actor) -> None:
    """I have seen it [n'estic assabentada]: it leaves my Today."""
    rows = NoteRecipient.objects.filter(entry=entry, person_id=by.person_id, state=State.WAITING)
    if not rows.update(state=State.ACCEPTED, settled_at=now()):
        raise AlreadyDone(_("It was not waiting for you."))


@act
def forward_entry(
    entry: RegistryEntry, *, by: Actor, destination: str, destination_code: str = "", note: str = ""
) -> ProcessNote:
    """Write beside the entry that it goes to another administration [trametre a una altra administració].

    Llei 40/2015, art. 14.1: the body that is not competent sends it to the one that is, and tells the person. It is
    ready for the exchange between registries (SIR) when `destination_code` (DIR3) is given; nothing leaves by itself.
    """
    state = lock(entry)
    ensure(may_distribute(by))
    ensure(may_send(by, entry))
    name = " ".join(destination.split())[:200]
    if not name:
        raise BadInput(_("Write to which administration it goes."), field="destination")
    code = destination_code.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{1,2}[0-9]{7,8}", code):
        raise BadInput(
            _("A DIR3 code has a letter or two and then figures: L01080193."), field="destination_code"
        )
    pass_on(entry)
    said = _write(entry, Action.FORWARD, by, destination=name, destination_code=code, text=_clean(note))
    words = " ".join(part for part in (name, f"({code})" if code else "", said.text) if part)
    annotate(entry, by=by, words=words, kind=registry_texts.SENT)
    settle(state, Handled.DONE)
    announce(
        EntryForwarded(entry_id=entry.pk, reference=entry.reference, destination=name, destination_code=code),
        by=by,
    )
    return said


@act
def finish_entry(entry: RegistryEntry, *, by: Actor, reason: str) -> ProcessNote:
    """Nothing more has to be done [res més a fer]: it was answered, or it is only kept; it says why."""
    state = lock(entry)
    ensure(may_take(by, entry) if waits_for(by, entry) else may_send(by, entry))
    clean = _reason(reason, _("Say why nothing more is done: it was answered, it came twice…"))
    rows = NoteRecipient.objects.filter(entry=entry, state=State.WAITING)
    rows.filter(person_id=by.person_id).update(state=State.ACCEPTED, settled_at=now())
    pass_on(entry)
    said = _write(entry, Action.NOTHING, by, text=clean)
    settle(state, Handled.DONE)
    announce(EntryFinished(entry_id=entry.pk, reference=entry.reference, reason=clean), by=by)
    return said


@act
def inherit_entries(keys: Sequence[str], *, by: Actor, to: Person) -> None:
    """Put in the hands of `to` what waited for somebody who leaves; each note says the same as before."""
    ensure(may_manage_people(by))
    _check_people([to])
    rows = NoteRecipient.objects.filter(pk__in=list(keys), state=State.WAITING).select_related(
        "note", "entry"
    )
    for row in rows:
        state = lock(row.entry)
        before = row.note
        NoteRecipient.objects.filter(pk=row.pk).update(state=State.PASSED, settled_at=now())
        said = _write(
            row.entry, before.action, by, case_id=before.case_id, series_id=before.series_id,
            due_on=before.due_on, text=before.text,
        )  # fmt: skip
        _give(said, [to])
        if state.handled == Handled.SENT and state.held_by_id == row.person_id:
            settle(state, Handled.SENT, held_by_id=to.pk)
        announce(
            EntrySent(
                entry_id=row.entry_id, reference=row.entry.reference, action=before.action,
                to_ids=[str(to.pk)], to_names=to.full_name,
            ),
            by=by,
        )  # fmt: skip


def pass_on(entry: RegistryEntry) -> None:
    """Whoever had it has it no longer."""
    rows = NoteRecipient.objects.filter(entry=entry, state=State.WAITING)
    rows.update(state=State.PASSED, settled_at=now())


def _write(entry: RegistryEntry, action: str, by: Actor, **said: object) -> ProcessNote:
    made: ProcessNote = ProcessNote.objects.create(
        entry=entry, action=action, by_id=by.person_id, by_name=by.name, **said
    )
    return made


def _give(note: ProcessNote, to: Sequence[Person]) -> None:
    NoteRecipient.objects.bulk_create(
        NoteRecipient(note=note, entry_id=note.entry_id, person=person, place=place)
        for place, person in enumerate(to)
    )


def _check_people(to: Sequence[Person]) -> None:
    if not to:
        return
    if len({person.pk for person in to}) < len(to):
        raise BadInput(_("The same person is there twice."), field="to")
    here = {actor.person_id: actor for actor in actors_here()}
    for person in to:
        if person.pk not in here or not may_carry(here[person.pk]):
            raise BadInput(
                _("%(name)s holds no post here that carries cases.") % {"name": person.full_name}, field="to"
            )


def _check_day(due_on: date | None, *, needed: bool) -> None:
    if due_on is None and needed:
        raise BadInput(_("Say before which day it has to be answered."), field="due_on")
    if due_on is not None and due_on < today():
        raise BadInput(_("That day has passed: choose today or a later one."), field="due_on")


def _check_case(by: Actor, case: CaseFile) -> None:
    ensure(may_read(by, case))
    if case.is_closed:
        raise BadInput(
            _("The case %(number)s is closed: reopen it, or choose another one.") % {"number": case.number},
            field="case",
        )


def _reason(words: str, missing: object) -> str:
    clean = " ".join(words.split())
    if not clean:
        raise BadInput(missing, field="note")
    return clean[:500]


def _clean(note: str) -> str:
    clean = note.strip()
    if len(clean) > LONGEST_NOTE:
        raise BadInput(_("The note is too long: a thousand letters at most."), field="note")
    return clean


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.full_name for person in people)
