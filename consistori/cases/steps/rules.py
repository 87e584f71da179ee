"""What the law says of a step, and what no step can be. No clock, no database: facts in, reasons out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consistori.deadlines.rules.silence import why_not_resolve
from consistori.deadlines.rules.values import Ending

_L = "Llei 39/2015, art. "
FIRST_YEAR = 1900


class Kind(StrEnum):
    """What a step is."""

    WORK = "work"
    WAIT = "wait"
    """A term must run [tràmit d'espera / trámite de espera]: there is nothing to do meanwhile."""
    MILESTONE = "milestone"


class Standing(StrEnum):
    """How a step stands."""

    TODO = "todo"
    DONE = "done"
    SKIPPED = "skipped"
    TAKEN_BACK = "taken_back"


class Sense(StrEnum):
    """In which sense a resolution is."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    LIMITS = "limits"
    """It limits rights, or sanctions."""
    ENDED = "ended"
    """It declares how it ended otherwise: withdrawal, waiver, expiry, loss of object (21.1, 84)."""
    OTHER = "other"


@dataclass(frozen=True)
class Fault:
    """Why not: a code that `words.FAULTS` says, its field, and its article where the law speaks."""

    code: str
    field: str = ""
    article: str = ""


def day_fault(on: date, *, today: date) -> Fault | None:
    """A step may be written down later than it happened, never before."""
    if on > today:
        return Fault("future", "on")
    if on.year < FIRST_YEAR:
        return Fault("too_old", "on")
    return None


def precedes(on: date | None, *, opened_on: date) -> bool:
    """Whether it is from before the case was opened: it stays, and it is said (55: previous actions)."""
    return on is not None and on < opened_on


def wait_fault(on: date, *, began_on: date | None) -> Fault | None:
    """A wait does not end before it begins."""
    return Fault("backwards", "on") if began_on is not None and on < began_on else None


def resolution_fault(
    sense: str,
    *,
    on: date,
    silence_on: date | None,
    has_reasons: bool,
    has_document: bool,
    expired_on: date | None = None,
) -> Fault | None:
    """R-SIL-04 (24.3.a): later than a positive silence, only what confirms it; R-SIL-06 (25.1.b): of what expired, only
    that it did. R-ACT-01 (35.1): its reasons.

    `silence_on` and `expired_on` are the last day of the term to resolve, whose end has effects from the next one.
    The reasons may be in the document itself.
    """
    if sense not in set(Sense):
        return Fault("sense", "sense")
    for ended_on, ending, confirming, code in (
        (silence_on, Ending.POSITIVE_SILENCE, Sense.GRANTED, "silence_binds"),
        (expired_on, Ending.CADUCITY, Sense.ENDED, "expired_case"),
    ):
        produced = ended_on is not None and on > ended_on
        article = why_not_resolve(ending, produced=produced, confirms=sense == confirming)
        if article:
            return Fault(code, "sense", article)
    article = reasons_article(sense)
    if article and not has_reasons and not has_document:
        return Fault("reasons", "reasons", article)
    return None


def reasons_article(sense: str) -> str:
    """R-ACT-01: the article by which a resolution in that sense says its reasons (35.1), or ""."""
    letter = {Sense.REFUSED: "a", Sense.PARTLY: "a", Sense.LIMITS: "a", Sense.ENDED: "g"}.get(sense)  # type: ignore[call-overload]
    return f"{_L}35.1.{letter}" if letter else ""


def extension_fault(*, decided_on: date, until: date | None, reasons: str, today: date) -> Fault | None:
    """R-DEA-11 (32.3): decided before it ends; R-ACT-01 (35.1.e): with its reasons."""
    if decided_on > today:
        return Fault("future", "decided_on")
    if until is not None and decided_on > until:
        return Fault("expired", "decided_on", f"{_L}32.3")
    if not reasons.strip():
        return Fault("extension_reasons", "reasons", f"{_L}35.1.e")
    return None


def longest_until(began_on: date, until: date) -> date:
    """The last day that an extension may reach when only two dates are known: half as much again (32.1)."""
    return until + (until - began_on) // 2
