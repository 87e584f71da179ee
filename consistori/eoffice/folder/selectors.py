"""Questions of the folder. What is not theirs is not here (`NotHere`), whatever its number is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from consistori.cases.models import CaseDocument, CaseFile, CaseParty, EntryTaken
from consistori.cases.rules import Role
from consistori.eoffice.folder.whom import Whom
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.registry.models import EntryDocument, EntryPerson, EntryState, RegistryEntry
from consistori.registry.rules.books import Book, Heading

SHOWN_TO = (Role.APPLICANT, Role.INTERESTED, Role.APPELLANT, Role.BIDDER)
"""Who sees a case. Not whoever complains, who is no interested party by that alone (LPAC 62.5), nor whoever is
alleged to have done something: they will know by the notification, not here."""
MOST = 200


@dataclass(frozen=True)
class OwnCase:
    """A case as its party sees it: never its papers nor its notes. `title` is empty when it is reserved."""

    number: str
    title: str
    state: str
    is_open: bool
    opened_on: object
    closed_on: object
    ending: str
    holder: str
    unit: str
    for_firm: bool = False
    case: CaseFile = field(repr=False, kw_only=True)


@dataclass(frozen=True)
class OwnEntry:
    """Something that they filed, or was filed for them; `cases` are the numbers of theirs that took it."""

    entry: RegistryEntry
    holder: str = ""
    unit: str = ""
    cases: tuple[str, ...] = ()
    is_in_a_case: bool = False
    for_firm: bool = False

    @property
    def is_done(self) -> bool:
        state = self.entry.state
        return bool(state.annulled_at) or state.handled == EntryState.Handled.DONE


@dataclass(frozen=True)
class OwnExit:
    """Something that the town hall sent them: its exit, and the documents that may be read here."""

    entry: RegistryEntry
    papers: tuple[EntryDocument, ...] = ()


def own_cases(who: Whom, *, number: str = "") -> list[OwnCase]:
    """The cases where they are a party, or represent one by a power that is still good. One statement."""
    if not who.all_party_ids:
        return []
    rows = CaseParty.objects.filter(_may_see(who)).select_related(
        "case__carried_by", "case__unit", "represents"
    )
    if number:
        rows = rows.filter(case__number=number)
    found: dict[UUID, OwnCase] = {}
    for row in rows.order_by("-case__last_moved_at", "case_id")[:MOST]:
        principal = row.represents.party_id if row.represents else row.party_id
        for_firm = who.is_of_the_firm(principal)
        if row.case_id not in found:
            found[row.case_id] = _shown(row.case, for_firm=for_firm)
    return list(found.values())


def own_case(who: Whom, number: str) -> OwnCase:
    """One of them by its number. Raises `NotHere`."""
    for one in own_cases(who, number=number):
        return one
    raise NotHere


def _may_see(who: Whom) -> Q:
    ids = list(who.all_party_ids)
    as_itself = Q(role__in=SHOWN_TO)
    as_representative = Q(role=Role.REPRESENTATIVE, represents__role__in=SHOWN_TO) & (
        Q(power_until=None) | Q(power_until__gte=today())
    )
    return Q(party_id__in=ids) & (as_itself | as_representative)


def _shown(case: CaseFile, *, for_firm: bool) -> OwnCase:
    return OwnCase(
        number=case.number,
        title="" if case.reserved else case.title,
        state=case.state,
        is_open=case.is_open,
        opened_on=case.opened_on,
        closed_on=case.closed_at,
        ending=case.ending,
        holder=case.carried_by.given_name if case.carried_by else "",
        unit=case.unit.name if case.unit else "",
        for_firm=for_firm,
        case=case,
    )


def own_entries(who: Whom, *, reference: str = "", case: CaseFile | None = None) -> list[OwnEntry]:
    """The entries of the entry book where they are named, the newest first. Three statements."""
    mine = EntryPerson.objects.filter(
        Q(party_id__in=list(who.all_party_ids)) | Q(identifier__in=list(who.all_numbers))
    )
    rows = RegistryEntry.objects.of_book(Book.ENTRY).filter(pk__in=mine.values("entry_id"))
    if reference:
        rows = rows.filter(reference=reference)
    if case is not None:
        rows = rows.filter(pk__in=EntryTaken.objects.standing().filter(case=case).values("entry_id"))
    entries = list(rows.select_related("state__held_by", "state__unit", "unit").in_order()[:MOST])
    ids = [entry.pk for entry in entries]
    taken: dict[UUID, list[EntryTaken]] = {}
    for row in EntryTaken.objects.standing().filter(entry_id__in=ids).select_related("case"):
        taken.setdefault(row.entry_id, []).append(row)
    seen = {one.case.pk for one in own_cases(who)} if taken else set()
    firms = _of_firms(who, ids)
    return [_entry_shown(entry, taken.get(entry.pk, []), seen, entry.pk in firms) for entry in entries]


def own_entry(who: Whom, reference: str) -> OwnEntry:
    """One of them by its number. Raises `NotHere`."""
    for one in own_entries(who, reference=reference):
        return one
    raise NotHere


def _of_firms(who: Whom, ids: Iterable[UUID]) -> set[UUID]:
    if not who.firm_numbers:
        return set()
    rows = EntryPerson.objects.filter(entry_id__in=list(ids)).filter(
        Q(party_id__in=list(who.firm_party_ids)) | Q(identifier__in=list(who.firm_numbers))
    )
    return set(rows.values_list("entry_id", flat=True))


def _entry_shown(entry: RegistryEntry, taken: list[EntryTaken], seen: set[UUID], for_firm: bool) -> OwnEntry:
    state = entry.state
    unit = state.unit or entry.unit
    return OwnEntry(
        entry=entry,
        holder=state.held_by.given_name if state.held_by else "",
        unit=unit.name if unit else "",
        cases=tuple(row.case.number for row in taken if row.case_id in seen),
        is_in_a_case=bool(taken),
        for_firm=for_firm,
    )


def own_papers(who: Whom, *, entry: RegistryEntry | None = None) -> QuerySet[EntryDocument]:
    """The documents that came with their entries, the newest first; those thrown away are not there."""
    mine = EntryPerson.objects.filter(
        Q(party_id__in=list(who.all_party_ids)) | Q(identifier__in=list(who.all_numbers))
    )
    rows: QuerySet[EntryDocument] = EntryDocument.objects.filter(
        entry_id__in=mine.values("entry_id"), entry__book=Book.ENTRY, document__erased_at=None
    ).select_related("entry", "document__version", "document__latest_blob")
    if entry is not None:
        return rows.filter(entry=entry).order_by("position", "id")
    return rows.order_by("-entry__registered_at", "position")


def own_paper(who: Whom, entry: RegistryEntry, pk: UUID) -> EntryDocument:
    """One document of one of their entries. Raises `NotHere`."""
    found = own_papers(who, entry=entry).filter(document_id=pk).first()
    if found is None:
        raise NotHere
    return found


def own_exits(who: Whom, *, case: CaseFile | None = None) -> list[OwnExit]:
    """What the town hall has sent them, by its exit book, the newest first. Three statements.

    What is notified is opened where notifications are, with its proof: here only its number is seen.
    """
    mine = EntryPerson.objects.filter(
        Q(party_id__in=list(who.all_party_ids)) | Q(identifier__in=list(who.all_numbers))
    )
    rows = RegistryEntry.objects.of_book(Book.EXIT).filter(pk__in=mine.values("entry_id"))
    if case is not None:
        lying = CaseDocument.objects.filter(case=case).alive().values("document_id")
        rows = rows.filter(documents__document_id__in=lying).distinct()
    found = list(rows.select_related("state").in_order()[:MOST])
    brought: dict[UUID, list[EntryDocument]] = {}
    papers = EntryDocument.objects.filter(entry_id__in=[one.pk for one in found], document__erased_at=None)
    for paper in papers.order_by("position", "id"):
        brought.setdefault(paper.entry_id, []).append(paper)
    return [
        OwnExit(one, tuple(() if one.heading == Heading.NOTIFICATION else brought.get(one.pk, ())))
        for one in found
        if one.state.annulled_at is None
    ]


def own_exit_paper(who: Whom, reference: str, pk: UUID) -> EntryDocument:
    """One document of something that was sent to them. Raises `NotHere`."""
    for one in own_exits(who):
        if one.entry.reference == reference:
            for paper in one.papers:
                if paper.document_id == pk:
                    found: EntryDocument = EntryDocument.objects.select_related(
                        "document__version", "document__latest_blob"
                    ).get(pk=paper.pk)
                    return found
    raise NotHere
