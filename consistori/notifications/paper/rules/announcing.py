"""The announcement in the Boletín Oficial del Estado [anunci / anuncio] (LPAC 44 and 46; LGT 112; LOPDGDD, DA 7a).

It is the only one with effect: the board of the town or another journal may come before it and never instead of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consistori.deadlines.rules import Calendar, Ending, StartKind, Sum, Term, Unit, last_day
from consistori.parties.rules.masking import Purpose, public_identity

TAX_DAYS = 15
LPAC_44 = "Llei 39/2015, art. 44"
LPAC_46 = "Llei 39/2015, art. 46"
LGT_112 = "Llei 58/2003, art. 112"


@dataclass(frozen=True)
class Called:
    """How somebody is named in an announcement, and why: the whole number, or the name where there is no number."""

    words: str
    is_number: bool
    article: str


def called(name: str, identifier: str, kind: str = "") -> Called:
    """By the whole number alone; by the name alone only where there is none (R-NOT-25, R-RGP-03).

    The same for firms, of which the law says nothing: the number is enough to find themselves.
    """
    shown = public_identity(name, identifier, kind=kind, purpose=Purpose.ANNOUNCEMENT)
    return Called(shown.number or shown.name, bool(shown.number), shown.article)


def notified_on(published_on: date) -> date:
    """The day on which what is announced is notified: that of the journal (44)."""
    return published_on


def tax_term(published_on: date, calendars: Iterable[Calendar]) -> Sum:
    """The fifteen natural days to appear, from the day after; the next day it is taken for notified (112.2; E57)."""
    term = Term(
        amount=TAX_DAYS,
        unit=Unit.NATURAL_DAYS,
        start_on=published_on,
        start=StartKind.PUBLICATION,
        article=f"{LGT_112}.2",
        ending=Ending.DEEMED_NOTIFIED,
    )
    return last_day(term, calendars)


def tax_notified_on(sum_: Sum) -> date | None:
    """The day after the last one to appear; None while it cannot be said."""
    return sum_.last_day + timedelta(days=1) if sum_.last_day else None


@dataclass(frozen=True)
class Shape:
    """How much the announcement says: whole data of the act, or a brief mention and where to appear (46)."""

    is_brief: bool
    reason: str
    article: str


def shape_of(*, is_tax: bool, is_protected: bool, would_harm: bool, has_others: bool) -> Shape:
    """A brief mention where publishing would harm somebody's rights (46), and always in taxes (112.1).

    `is_protected`: a protected person (R-RGP-08), whom nothing that is published may let be found. `has_others`: the
    act tells of other people.
    """
    if is_protected:
        return Shape(True, "protected", LPAC_46)
    if would_harm:
        return Shape(True, "would_harm", LPAC_46)
    if is_tax:
        return Shape(True, "tax", f"{LGT_112}.1")
    if has_others:
        return Shape(True, "others", LPAC_46)
    return Shape(False, "whole", LPAC_44)
