"""Until when the town hall has to answer what was filed, why, and what it means if it does not (R-RES-04, R-REG-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from consistori.catalogue.procedures.sentences import silence_words
from consistori.catalogue.procedures.sheet import Sheet
from consistori.deadlines.asking import Question, answer
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.values import Incident, StartKind, TermFault, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.sentences import Said, length_in_words, of_sum
from consistori.registry.models import RegistryEntry
from consistori.registry.receipts import effect_sentence
from consistori.tenancy.scope import current_entity

_UNITS = {
    "months": Unit.MONTHS,
    "years": Unit.YEARS,
    "days": Unit.NATURAL_DAYS,
    "working_days": Unit.WORKING_DAYS,
}
LPAC_SILENCE = "Llei 39/2015, arts. 21 i 24"


@dataclass(frozen=True)
class AnswerBy:
    """The last legal day to answer. `last_day` is None while a calendar is missing: then it is not before `sure`.

    `length` and `silence` are in words; `steps` is the whole sum, line by line; `begins` the day on which it begins.
    """

    begins: date
    length: str
    last_day: date | None
    sure: date
    silence: str
    article: str
    steps: list[Said]


def answer_by(
    entry: RegistryEntry, sheet: Sheet, *, incidents: tuple[Incident, ...] | None = None
) -> AnswerBy | None:
    """The last day to answer an entry by the term of its procedure; None when it has none. Two statements.

    None too for what goes on to another administration: it answers, and its term begins in its registry (LPAC 21.3.b).
    `incidents`: the extensions that count; None, those that the office has published, which costs one of the two.
    """
    if entry.destination or sheet.term is None or not sheet.term.is_counted:
        return None
    begins = timezone.localtime(entry.effective_at).date()
    unit = _UNITS.get(sheet.term.unit, Unit.MONTHS)
    try:
        found: Sum = answer(
            Question(
                start_on=begins,
                seat=place_of(current_entity()),
                amount=sheet.term.length,
                unit=unit,
                whose=Whose.ADMINISTRATION,
                start=StartKind.ENTRY,
                incidents=incidents,
            )
        )
    except TermFault:
        return None
    return AnswerBy(
        begins=begins,
        length=length_in_words(sheet.term.length, unit),
        last_day=found.last_day,
        sure=found.not_before,
        silence=silence_words(sheet),
        article=sheet.term.article or LPAC_SILENCE,
        steps=of_sum(found),
    )


def effect_of(entry: RegistryEntry) -> str:
    """From when what was filed takes effect, with its reason."""
    return effect_sentence(entry)
