"""What a notification must say to be one (Llei 39/2015, arts. 30.2 and 40.2; R-NOT-02, R-NOT-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LPAC = "Llei 39/2015, art. "
COURT, ABOVE, SAME_BODY, REQUEST, NONE = "court", "alcada", "reposicio", "request", "none"
APPEALS = (SAME_BODY, ABOVE, COURT, REQUEST, NONE)


@dataclass(frozen=True)
class AppealAsked:
    """An appeal that the act offers: which, before whom, within how long; `none`, of a step (112.1)."""

    kind: str
    body: str = ""
    amount: int = 0
    unit: str = "months"
    article: str = ""


@dataclass(frozen=True)
class TermAsked:
    """A term that the party has from the day on which it is notified: one that the law fixes, or one of its own."""

    rule: str = ""
    amount: int = 0
    unit: str = "working_days"
    title: str = ""
    article: str = ""
    ending: str = "nothing"


@dataclass(frozen=True)
class ActFacts:
    """What the act says of itself.

    `decides`: it ends the procedure, or is one that may be appealed by itself. `is_complete`: it goes with its whole
    text. `natural_said`: its terms in natural days say so. `has_unconvertible` and `pays`: what is never electronic
    (41.2). `begun_by_party`: the procedure began with an application; `procedure`, its code. `is_tax`: it is of taxes,
    which have rules of their own on paper (LGT 112; R-NOT-26).
    """

    title: str
    act_on: date
    body: str
    ends_way: bool | None = None
    appeals: tuple[AppealAsked, ...] = ()
    act_number: str = ""
    decides: bool = True
    is_complete: bool = True
    terms: tuple[TermAsked, ...] = ()
    natural_said: bool = True
    has_unconvertible: bool = False
    pays: bool = False
    is_reserved: bool = False
    procedure: str = ""
    begun_by_party: bool = True
    is_tax: bool = False


@dataclass(frozen=True)
class Lack:
    """What is missing: the field that has it, a code for the words, and the article that asks for it."""

    field: str
    code: str
    article: str


def lacks(act: ActFacts) -> list[Lack]:
    """What the act lacks to be notified: with anything here it is not issued (R-NOT-02, R-NOT-03)."""
    found = []
    if not act.title.strip():
        found.append(Lack("title", "title", f"{LPAC}40.2"))
    if not act.is_complete:
        found.append(Lack("document", "whole_text", f"{LPAC}40.2"))
    if not act.body.strip():
        found.append(Lack("body", "body", f"{LPAC}40.2"))
    if act.decides:
        found += _of_appeals(act)
    if not act.natural_said and any(term.unit == "natural_days" for term in act.terms):
        found.append(Lack("terms", "natural_days", f"{LPAC}30.2"))
    return found


def _of_appeals(act: ActFacts) -> list[Lack]:
    article = f"{LPAC}40.2"
    found = []
    if act.ends_way is None:
        found.append(Lack("ends_way", "ends_way", article))
    real = [one for one in act.appeals if one.kind != NONE]
    if not real:
        return [*found, Lack("appeals", "appeals", article)]
    if any(not one.body.strip() for one in real):
        found.append(Lack("appeals", "appeal_body", article))
    if any(one.amount < 1 for one in real):
        found.append(Lack("appeals", "appeal_term", article))
    kinds = {one.kind for one in real}
    if act.ends_way and COURT not in kinds:
        found.append(Lack("appeals", "court", "Llei 29/1998, art. 46"))
    if act.ends_way is False and not kinds & {ABOVE, SAME_BODY}:
        found.append(Lack("appeals", "administrative", f"{LPAC}121"))
    return found
