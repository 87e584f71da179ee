"""The terms that a town hall counts every day, with the article of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import Ending, StartKind, Term, Unit

_L = "Llei 39/2015, art. "
_N, _P, _E, _A, _S = (
    StartKind.NOTIFICATION,
    StartKind.PUBLICATION,
    StartKind.ENTRY,
    StartKind.AGREEMENT,
    StartKind.SILENCE,
)
_WORKING, _NATURAL, _MONTHS = Unit.WORKING_DAYS, Unit.NATURAL_DAYS, Unit.MONTHS
_PARTY, _TOWN = Whose.PARTY, Whose.ADMINISTRATION


@dataclass(frozen=True)
class KnownTerm:
    """A term that the law fixes: `code` names it in pages and API."""

    code: str
    amount: int
    unit: Unit
    whose: Whose
    start: StartKind
    article: str
    ending: Ending = Ending.NOTHING
    is_application_or_appeal: bool = False

    def since(self, start_on: date, *, urgent: bool = False) -> Term:
        """The term itself, from a day."""
        return Term(
            amount=self.amount,
            unit=self.unit,
            start_on=start_on,
            start=self.start,
            article=self.article,
            ending=self.ending,
            rolls=self.ending is not Ending.REJECTED,
            urgent=urgent,
            is_application_or_appeal=self.is_application_or_appeal,
        )


KNOWN = (
    KnownTerm("correction", 10, _WORKING, _PARTY, _N, f"{_L}68.1", Ending.WITHDRAWAL),
    KnownTerm("step", 10, _WORKING, _PARTY, _N, f"{_L}73.1", Ending.LOSS_OF_STEP),
    KnownTerm("hearing", 10, _WORKING, _PARTY, _N, f"{_L}82.2", Ending.LOSS_OF_STEP),
    KnownTerm("public_information", 20, _WORKING, _PARTY, _P, f"{_L}83.2"),
    KnownTerm("ordinance", 30, _WORKING, _PARTY, _P, "Llei 7/1985, art. 49"),
    KnownTerm("simplified_allegations", 5, _WORKING, _PARTY, _N, f"{_L}96.6.c", Ending.LOSS_OF_STEP),
    KnownTerm("appeal_same_body", 1, _MONTHS, _PARTY, _N, f"{_L}124.1", is_application_or_appeal=True),
    KnownTerm("appeal_above", 1, _MONTHS, _PARTY, _N, f"{_L}122.1", is_application_or_appeal=True),
    KnownTerm("open_notification", 10, _NATURAL, _PARTY, StartKind.AVAILABILITY, f"{_L}43.2", Ending.REJECTED),
    KnownTerm("inactivity", 3, _MONTHS, _PARTY, _N, f"{_L}95.1", Ending.CADUCITY),
    KnownTerm("resolve", 3, _MONTHS, _TOWN, _E, f"{_L}21.3", Ending.POSITIVE_SILENCE),
    KnownTerm("resolve_ex_officio", 3, _MONTHS, _TOWN, _A, f"{_L}21.3.a i 25.1.b", Ending.CADUCITY),
    KnownTerm("simplified", 30, _WORKING, _TOWN, _N, f"{_L}96.6"),
    KnownTerm("simplified_request", 5, _WORKING, _TOWN, _E, f"{_L}96.3", Ending.NEGATIVE_SILENCE),
    KnownTerm("resolve_same_body", 1, _MONTHS, _TOWN, _E, f"{_L}124.2", Ending.NEGATIVE_SILENCE),
    KnownTerm("resolve_above", 3, _MONTHS, _TOWN, _E, f"{_L}122.2", Ending.NEGATIVE_SILENCE),
    KnownTerm("access_information", 1, _MONTHS, _TOWN, _E, "Llei 19/2014, arts. 33 i 35", Ending.POSITIVE_SILENCE),
    KnownTerm("tell_receipt", 10, _WORKING, _TOWN, _E, f"{_L}21.4"),
    KnownTerm("send_notification", 10, _WORKING, _TOWN, StartKind.ACT, f"{_L}40.2"),
    KnownTerm("report", 10, _WORKING, _TOWN, StartKind.REQUEST, f"{_L}80.2"),
    KnownTerm("silence_certificate", 15, _WORKING, _TOWN, _S, f"{_L}24.4"),
)  # fmt: skip
"""In the order in which a list shows them: of the party first, then of the town hall."""


def known(code: str) -> KnownTerm | None:
    """The one of that code."""
    return next((one for one in KNOWN if one.code == code), None)
