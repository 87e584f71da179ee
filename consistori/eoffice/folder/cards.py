"""The cards of the folder, in three heaps: theirs to do, ours to do, finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.cases import texts as case_texts
from consistori.cases.deadlines.selectors import main_terms
from consistori.eoffice.filing.selectors import drafts_of
from consistori.eoffice.folder.selectors import OwnCase, OwnEntry, own_cases, own_entries
from consistori.eoffice.folder.terms import OwnTerm, as_kept, term_of_case, term_of_entry
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.clock import today

MOST_FINISHED = 5
MOST_TERMS = 12
"""Of how many entries the last legal day is counted in one page."""

PLAIN_STATES: dict[str, Any] = {
    "initiation": _("We have it and are beginning to look at it"),
    "instruction": _("We are looking at it and gathering reports"),
    "ending": _("We are about to decide"),
}


@dataclass(frozen=True)
class Card:
    """One matter: what it is, where it is, who has it, and until when.

    `days` are those left of `last_day`, or of a draft. `ask` is what is asked of the person, set apart on the card
    («Superfície: hi diu 4»), and `act` the words of the button that leads to `url`. `is_whole`: it stands for its whole
    matter, which is then in no other heap.
    """

    title: Any
    url: str
    number: str = ""
    state: Any = ""
    holder: str = ""
    unit: str = ""
    since: datetime | date | None = None
    last_day: date | None = None
    days: int | None = None
    ended_on: Any = None
    for_firm: bool = False
    is_draft: bool = False
    term: OwnTerm | None = None
    ask: Any = ""
    act: Any = ""
    act_icon: str = ""
    margin: Any = ""
    is_whole: bool = False


@dataclass
class Heaps:
    """What a folder shows. Drafts stand apart: nobody waits for them."""

    yours: list[Card] = field(default_factory=list)
    ours: list[Card] = field(default_factory=list)
    finished: list[Card] = field(default_factory=list)
    drafts: list[Card] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The matters that are not finished; drafts are none yet."""
        return len(self.yours) + len(self.ours)

    @property
    def finished_first(self) -> list[Card]:
        """Those that are shown at once."""
        return self.finished[:MOST_FINISHED]

    @property
    def is_empty(self) -> bool:
        return not (self.yours or self.ours or self.finished or self.drafts)


def heaps(citizen: Citizen, who: Whom, language: str, asked: list[Card]) -> Heaps:
    """All the matters of a person, each in its heap; `asked` are the cards that other parts hang."""
    found = Heaps(yours=asked)
    found.drafts = [
        Card(
            one.title, one.url, since=one.saved_at, last_day=timezone.localtime(one.expires_at).date(), is_draft=True,
            days=(timezone.localtime(one.expires_at).date() - today()).days,
        )
        for one in drafts_of(citizen, language)
    ]  # fmt: skip
    cases, entries = own_cases(who), own_entries(who)
    filed: dict[str, list[OwnEntry]] = {}
    for entry in entries:
        for number in entry.cases:
            filed.setdefault(number, []).append(entry)
    terms = 0
    told = {card.number for card in asked if card.is_whole}
    kept = main_terms(case.case.pk for case in cases if case.is_open)
    for case in cases:
        if case.number in told:
            continue
        term = None
        if case.is_open and terms < MOST_TERMS and (mine := filed.get(case.number)):
            terms += 1
            term = as_kept(term_of_case(mine), kept.get(case.case.pk))
        (found.ours if case.is_open else found.finished).append(of_case(case, term))
    for entry in entries:
        if entry.cases:
            continue
        term = None
        if not entry.is_done and terms < MOST_TERMS:
            terms += 1
            term = term_of_entry(entry.entry)
        (found.finished if entry.is_done else found.ours).append(of_entry(entry, term))
    found.ours.sort(key=lambda card: (card.last_day is None, card.last_day or today()))
    return found


def of_case(case: OwnCase, term: OwnTerm | None = None) -> Card:
    """The card of a case."""
    return Card(
        case.title or _("A reserved case"),
        reverse("eoffice:folder_case", args=[case.number]),
        number=case.number,
        state=PLAIN_STATES.get(case.state, "") if case.is_open else ending_of(case),
        holder=case.holder,
        unit=case.unit,
        since=case.opened_on,  # type: ignore[arg-type]
        ended_on=case.closed_on,
        for_firm=case.for_firm,
        term=term,
        last_day=term.last_day if term else None,
        days=term.days if term else None,
    )


def ending_of(case: OwnCase) -> Any:
    """How it ended, in words."""
    return case_texts.ENDINGS.get(case.ending, "")  # type: ignore[call-overload]


def of_entry(entry: OwnEntry, term: OwnTerm | None = None) -> Card:
    """The card of an entry that is in no case of theirs yet."""
    return Card(
        entry.entry.subject,
        reverse("eoffice:folder_entry", args=[entry.entry.reference]),
        number=entry.entry.reference,
        state=state_of(entry),
        holder=entry.holder,
        unit=entry.unit,
        since=entry.entry.registered_at,
        term=term,
        last_day=term.last_day if term else None,
        days=term.days if term else None,
        ended_on=entry.entry.state.annulled_at or entry.entry.state.handled_at if entry.is_done else None,
        for_firm=entry.for_firm,
    )


def state_of(entry: OwnEntry) -> Any:
    """Where an entry is, in words."""
    if entry.entry.state.annulled_at:
        return _("Annulled: the page of the entry says why")
    if entry.is_done:
        return _("Attended")
    if entry.is_in_a_case:
        return _("It is in a case")
    if entry.holder or entry.unit:
        return _("Somebody has it")
    return _("It has arrived; we are giving it to whoever will attend to it")
