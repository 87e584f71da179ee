"""What the end of the term to resolve means in a case: silence, its certificate, expiry. It proposes; nobody is told
that something happened by a sum that is not sure (R-SIL-01..07, R-CAD-01).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseFile
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.values import Ending
from consistori.kernel.clock import today
from consistori.ui import dates

SILENCES = (Ending.POSITIVE_SILENCE, Ending.NEGATIVE_SILENCE)


@dataclass(frozen=True)
class Follows:
    """What follows from a term that ended: its words, its article, and what to do about it."""

    ending: str
    since: date
    title: str
    text: str
    article: str


def silence_on(case: CaseFile) -> Deadline | None:
    """The term to resolve of a case that ended in silence, of either sense, and that nobody has met in time."""
    term = main_term_of(case)
    return term if term is not None and term.ending in SILENCES and _has_produced(term) else None


def granted_by_silence(case: CaseFile) -> date | None:
    """The last day of the term, if positive silence was produced when it ended: what is resolved after it can only
    confirm (Llei 39/2015, art. 24.3.a, R-SIL-04). None in any other case, and while the sum is not sure.
    """
    term = silence_on(case)
    return term.last_day if term is not None and term.ending == Ending.POSITIVE_SILENCE else None


def expired_on(case: CaseFile) -> date | None:
    """The last day of the term, if the procedure expired when it ended: what is resolved after it can only say so
    (Llei 39/2015, art. 25.1.b, R-SIL-06). None in any other case, and while the sum is not sure.
    """
    term = main_term_of(case)
    expired = term is not None and term.ending == Ending.CADUCITY and _has_produced(term)
    return term.last_day if term is not None and expired else None


def _has_produced(term: Deadline, on: date | None = None) -> bool:
    """Whether its end has come without being met: met late, it had come (R-SIL-07)."""
    if term.last_day is None:
        return False
    return term.has_ended(on or today()) or term.was_met_late


def what_follows(term: Deadline) -> Follows | None:
    """What the page says of a term to resolve that ended; None while it runs, is stopped or is not sure."""
    if not _has_produced(term) or term.effects_from is None:
        return None
    day = dates.day_and_month(term.effects_from)
    if term.ending == Ending.POSITIVE_SILENCE:
        return Follows(
            term.ending,
            term.effects_from,
            _("Granted by silence, with effect from %(day)s") % {"day": day},
            _("A resolution can only confirm it. Its certificate is issued within fifteen working days."),
            "Llei 39/2015, art. 24.1, 24.3.a i 24.4",
        )
    if term.ending == Ending.NEGATIVE_SILENCE:
        return Follows(
            term.ending,
            term.effects_from,
            _("It may be taken for refused from %(day)s") % {"day": day},
            _("They may appeal. The duty to resolve stays, and the resolution is free."),
            "Llei 39/2015, art. 24.1 i 24.3.b",
        )
    if term.ending == Ending.CADUCITY:
        return Follows(
            term.ending,
            term.effects_from,
            _("Expired from %(day)s") % {"day": day},
            _("A resolution says so and files the case, and it is notified: nothing happens by itself."),
            "Llei 39/2015, art. 25.1.b i 95",
        )
    return None
