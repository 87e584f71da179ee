"""The simplified procedure [tramitació simplificada / tramitación simplificada] (Llei 39/2015, art. 96; R-FIN-07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from consistori.deadlines.rules.counting import LPAC
from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.terms import last_day


class Step(StrEnum):
    """What a procedure may have; the simplified one only what art. 96.6 lists."""

    START = "start"
    CORRECTION = "correction"
    ALLEGATIONS = "allegations"
    HEARING = "hearing"
    """Only when the resolution will be unfavourable to the interested party (96.6.d)."""
    LEGAL_REPORT = "legal_report"
    """Only where it is mandatory (96.6.e)."""
    COURTS_COUNCIL_REPORT = "courts_council_report"
    """Report of the General Council of the Judiciary, where it is mandatory (96.6.f)."""
    CONSULTATIVE_OPINION = "consultative_opinion"
    """Opinion of the consultative body, where it is mandatory (96.6.g)."""
    RESOLUTION = "resolution"
    OTHER = "other"
    """Any other, as public information or an optional report: it makes the procedure ordinary (96.7)."""


LETTERS = {
    Step.START: "a",
    Step.CORRECTION: "b",
    Step.ALLEGATIONS: "c",
    Step.HEARING: "d",
    Step.LEGAL_REPORT: "e",
    Step.COURTS_COUNCIL_REPORT: "f",
    Step.CONSULTATIVE_OPINION: "g",
    Step.RESOLUTION: "h",
}
_IF_MANDATORY = frozenset({Step.LEGAL_REPORT, Step.COURTS_COUNCIL_REPORT, Step.CONSULTATIVE_OPINION})


def why_ordinary(
    step: Step | None = None,
    *,
    unfavourable: bool = False,
    mandatory: bool = False,
    opposed: bool = False,
    minor_sanction: bool = False,
) -> str:
    """The article by which the procedure goes on as an ordinary one, or "" when it may stay simplified.

    `opposed`: somebody interested opposes the one that the town hall chose, which in minor sanctions is no reason.
    """
    if opposed and not minor_sanction:
        return f"{LPAC}96.2"
    if step is None:
        return ""
    allowed = step in LETTERS
    if step is Step.HEARING:
        allowed = unfavourable
    elif step in _IF_MANDATORY:
        allowed = mandatory
    return "" if allowed else f"{LPAC}96.7"


def to_resolve(notified_on: date, calendars: Iterable[Calendar], ordinary: Sum | None = None) -> Sum:
    """Thirty working days from the day after the agreement is notified, or what is left of the ordinary term (96.6)."""
    fixed = known("simplified")
    if fixed is None:
        raise LookupError("simplified")
    found = last_day(fixed.since(notified_on), calendars)
    return ordinary if ordinary is not None and ordinary.not_before < found.not_before else found


def to_answer_request(asked_on: date, calendars: Iterable[Calendar]) -> Sum:
    """Five working days to answer who asks for it; in silence it is refused, and there is no appeal (96.3)."""
    fixed = known("simplified_request")
    if fixed is None:
        raise LookupError("simplified_request")
    places = tuple(calendars)
    return last_day(fixed.since(asked_on), places, registry=places[0] if places else None)
