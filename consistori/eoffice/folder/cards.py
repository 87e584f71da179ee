"""The cards of the folder, in three heaps: theirs to do, ours to do, finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.cases import texts as case_texts
from consistori.catalogue.procedures.selectors import procedure
from consistori.eoffice.filing.selectors import drafts_of
from consistori.eoffice.filing.terms import answer_by
from consistori.eoffice.folder.selectors import OwnCase, OwnEntry, own_cases, own_entries
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere

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
    """One matter: what it is, where it is, who has it, and until when. `last_day` is the last legal day, if known."""

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


@dataclass
class Heaps:
    """What a folder shows; `finished_count` counts those that do not fit too."""

    yours: list[Card] = field(default_factory=list)
    ours: list[Card] = field(default_factory=list)
    finished: list[Card] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.yours or self.ours or self.finished)


def heaps(citizen: Citizen, who: Whom, language: str) -> Heaps:
    """All the matters of a person, each in its heap."""
    found = Heaps()
    found.yours = [
        Card(
            one.title, one.url, since=one.saved_at, last_day=timezone.localtime(one.expires_at).date(), is_draft=True,
            days=(timezone.localtime(one.expires_at).date() - today()).days,
        )
        for one in drafts_of(citizen, language)
    ]  # fmt: skip
    cases, entries = own_cases(who), own_entries(who)
    for case in cases:
        (found.ours if case.is_open else found.finished).append(of_case(case))
    terms = 0
    for entry in entries:
        if entry.cases:
            continue
        last = None
        if not entry.is_done and terms < MOST_TERMS:
            terms += 1
            last = last_day_of(entry)
        (found.finished if entry.is_done else found.ours).append(of_entry(entry, last))
    return found


def of_case(case: OwnCase) -> Card:
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
    )


def ending_of(case: OwnCase) -> Any:
    """How it ended, in words."""
    return case_texts.ENDINGS.get(case.ending, "")  # type: ignore[call-overload]


def of_entry(entry: OwnEntry, last_day: date | None = None) -> Card:
    """The card of an entry that is in no case of theirs yet."""
    return Card(
        entry.entry.subject,
        reverse("eoffice:folder_entry", args=[entry.entry.reference]),
        number=entry.entry.reference,
        state=state_of(entry),
        holder=entry.holder,
        unit=entry.unit,
        since=entry.entry.registered_at,
        last_day=last_day,
        days=(last_day - today()).days if last_day else None,
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


def last_day_of(entry: OwnEntry) -> date | None:
    """The last legal day to answer, by the term of its procedure; None where it is not known."""
    if not entry.entry.procedure:
        return None
    try:
        sheet = procedure(entry.entry.procedure).sheet
    except NotHere:
        return None
    found = answer_by(entry.entry, sheet)
    return found.last_day if found else None
