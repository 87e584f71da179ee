"""An entry becomes part of a case: its papers in order, who presented it, and its number in the life of the case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.deadlines.opening import open_term_of_entry
from consistori.cases.entries.policies import may_take
from consistori.cases.entry_events import EntryAccepted, EntryJoinedCase
from consistori.cases.models import CaseDocument, CaseFile, CaseParty, EntryTaken, NoteRecipient
from consistori.cases.policies import may_open_cases, may_work_on
from consistori.cases.rules import Role
from consistori.cases.selectors import title_warnings
from consistori.cases.services import OpeningParty, add_documents, add_party, open_case
from consistori.cases.services._moves import mark_moved
from consistori.catalogue.models import Series
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.parties.models import Party
from consistori.registry import texts as registry_texts
from consistori.registry.models import EntryDocument, EntryPerson, EntryState, RegistryEntry
from consistori.registry.services.handling import lock, settle
from consistori.trail import act, announce

ROLES = {
    registry_texts.APPLICANT: Role.APPLICANT,
    registry_texts.SENDER: Role.INTERESTED,
    registry_texts.REPRESENTATIVE: Role.REPRESENTATIVE,
}
"""In what quality somebody of an entry comes into the case."""
HEADINGS = {"appeal": Role.APPELLANT, "allegation": Role.INTERESTED, "complaint": Role.COMPLAINANT}
"""What an applicant of these headings is in the case."""


@act
def accept_into_case(
    entry: RegistryEntry, case: CaseFile, *, by: Actor, with_people: bool = True
) -> EntryTaken:
    """Take the entry into a case that is open [acceptar a l'expedient]; an entry may be in several.

    Its documents are filed at the end in their order (those that are there already stay where they are), whoever
    presents it joins in her quality, and the life of the case says the number of the entry. Without `with_people`
    nobody joins: an accumulating case is of many, and none of them should see it as theirs.
    """
    state = lock(entry)
    ensure(may_take(by, entry))
    ensure(may_work_on(by, case))
    _ensure_not_there(entry, case)
    joined = _join_people(entry, case, by) if with_people else []
    return _take(entry, state, case, by, opened=False, joined=joined)


@act
def accept_opening_case(
    entry: RegistryEntry,
    *,
    by: Actor,
    title: str,
    series: Series | None = None,
    carried_by: Person | None = None,
) -> CaseFile:
    """Open a case with the entry: in one act, with whoever presents it and what it brought.

    The title never says who (e-SET): raises `BadInput` when it names somebody or has a NIF.
    """
    state = lock(entry)
    ensure(may_take(by, entry))
    ensure(may_open_cases(by))
    people = _people(entry)
    ensure_says_nobody(title, people)
    opening = {
        (party.pk, role): OpeningParty(party, role)
        for party, role in ((row.party.standing, _role(entry, row)) for row in people if row.party)
        if role != Role.REPRESENTATIVE
    }
    case = open_case(
        by=by,
        title=title,
        series=series,
        unit=state.unit,
        parties=list(opening.values()),
        carried_by=carried_by,
    )
    joined = _join_people(entry, case, by)
    _take(entry, state, case, by, opened=True, joined=joined)
    open_term_of_entry(case, entry, by=by)
    return case


def ensure_says_nobody(title: str, people: list[EntryPerson]) -> None:
    """Raise `BadInput` when a title has a NIF or the name of somebody who comes to us, or of the entry."""
    warnings = [str(words) for words in title_warnings(title)]
    low = title.casefold()
    warnings += [
        str(_("The title names “%(name)s”: say the matter; the person goes as a party.") % {"name": row.name})
        for row in people
        if row.party is None and row.name.casefold() in low
    ]
    if warnings:
        raise BadInput(warnings[0], field="title")


def _ensure_not_there(entry: RegistryEntry, case: CaseFile) -> None:
    if EntryTaken.objects.standing().filter(entry=entry, case=case).exists():
        raise AlreadyDone(
            _("The entry %(reference)s is already in the case %(number)s.")
            % {"reference": entry.reference, "number": case.number},
            field="case",
        )


def _take(
    entry: RegistryEntry,
    state: EntryState,
    case: CaseFile,
    by: Actor,
    *,
    opened: bool,
    joined: list[CaseParty],
) -> EntryTaken:
    rows = EntryDocument.objects.filter(entry=entry).select_related("document").order_by("position", "id")
    there = set(CaseDocument.objects.filter(case=case).values_list("document_id", flat=True))
    papers = [row.document for row in rows if row.document_id not in there and not row.document.is_discarded]
    if papers:
        add_documents(case, papers, by=by)
    else:
        mark_moved(case)
    taken: EntryTaken = EntryTaken.objects.create(
        entry=entry, case=case, opened_it=opened, by_id=by.person_id, by_name=by.name,
        brought=[str(paper.pk) for paper in papers], joined=[str(row.pk) for row in joined],
    )  # fmt: skip
    hers = NoteRecipient.objects.filter(
        entry=entry, person_id=by.person_id, state=NoteRecipient.State.WAITING
    )
    hers.update(state=NoteRecipient.State.ACCEPTED, settled_at=now())
    settle(state, EntryState.Handled.TAKEN, held_by_id=by.person_id)
    said: dict[str, Any] = {"entry_id": entry.pk, "reference": entry.reference}
    announce(EntryJoinedCase(case_id=case.pk, number=case.number, **said), by=by)
    announce(EntryAccepted(case_id=case.pk, number=case.number, **said), by=by)
    return taken


def _people(entry: RegistryEntry) -> list[EntryPerson]:
    return list(EntryPerson.objects.filter(entry=entry).select_related("party__merged_into"))


def _role(entry: RegistryEntry, row: EntryPerson) -> Role:
    role = ROLES.get(row.role, Role.OTHER)
    return HEADINGS.get(entry.heading, role) if role == Role.APPLICANT else role


def _join_people(entry: RegistryEntry, case: CaseFile, by: Actor) -> list[CaseParty]:
    """Those who are not in the case yet; representatives last, so that whom they represent is there."""
    rows = [(row, row.party.standing) for row in _people(entry) if row.party is not None]
    there = {
        one.party.standing.pk: one
        for one in CaseParty.objects.filter(case=case).select_related("party__merged_into")
    }
    asks: list[Party] = []
    joined: list[CaseParty] = []
    for row, party in sorted(rows, key=lambda pair: pair[0].role == registry_texts.REPRESENTATIVE):
        role = _role(entry, row)
        if role != Role.REPRESENTATIVE:
            asks.append(party)
        if party.pk in there:
            continue
        represents = there.get(asks[0].pk) if role == Role.REPRESENTATIVE and len(asks) == 1 else None
        there[party.pk] = add_party(case, party, by=by, role=role, represents=represents)
        joined.append(there[party.pk])
    return joined
