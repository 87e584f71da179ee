"""What the board says in words: why it cannot be, and what is found in a text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.bulletin.clearing.source import CannotPublish
from consistori.bulletin.rules.exposing import CannotExpose, Fault
from consistori.bulletin.rules.personal import Do, What
from consistori.kernel.errors import BadInput
from consistori.signature.copies.words import REASONS
from consistori.ui.dates import day_and_month

_FAULTS: dict[Fault, Any] = {
    Fault.NO_LENGTH: gettext_lazy("No law says for how long: say until which day it stays."),
    Fault.BACKWARDS: gettext_lazy("The last day comes before the first one."),
    Fault.PAST: gettext_lazy("It cannot begin on a day that has passed: nobody could have read it."),
    Fault.TOO_LONG: gettext_lazy("A board is for a time: a year at most."),
}
_FIELDS = {Fault.PAST: "starts_on"}
_WHY: dict[str, Any] = {
    What.NUMBER: gettext_lazy("A name and a whole number never go together: four figures are enough."),
    What.DOUBTFUL_NUMBER: gettext_lazy("It looks like somebody’s number, mistyped: four figures are enough."),
    What.PASSPORT: gettext_lazy("A name and a whole number never go together: four figures are enough."),
    What.FIRM: gettext_lazy("It is of a firm, and not of a person."),
    What.IBAN: gettext_lazy("An account has nothing to do on a board."),
    What.PHONE: gettext_lazy("It is not needed for anybody to know what was decided."),
    What.EMAIL: gettext_lazy("It is not needed for anybody to know what was decided."),
    What.ADDRESS: gettext_lazy(
        "If somebody lives there it is not needed; if it is where some works are, leave it."
    ),
    What.BIRTH: gettext_lazy("It is not needed for anybody to know what was decided."),
    What.CADASTRE: gettext_lazy("It says which building, and not whose it is."),
    What.PROTECTED: gettext_lazy("This person is protected: nothing that helps to find them is published."),
    What.SAID: gettext_lazy("You wrote it."),
}


def why(what: str, proposal: str) -> str:
    """Why that is proposed of a datum."""
    if what == What.NAME:
        return (
            _("The name goes with four figures of the number: it may be read.")
            if proposal == Do.KEEP
            else _("In a notification by announcement the number is whole and there is no name.")
        )
    if what in (What.NUMBER, What.DOUBTFUL_NUMBER, What.PASSPORT) and proposal == Do.KEEP:
        return _("In a notification by announcement the number is whole and there is no name.")
    return str(_WHY.get(what, ""))


def of_fault(fault: CannotExpose) -> BadInput:
    """The refusal of days that cannot be, at its field."""
    day = day_and_month(fault.least_on, year=True) if fault.least_on else ""
    if fault.fault is Fault.TOO_SHORT:
        words = _("It is too short: it must stay at least until %(day)s.") % {"day": day}
    elif fault.fault is Fault.NO_CALENDAR:
        words = _(
            "The calendar of those days is not published yet. Say the last day yourself; not before %(day)s."
        ) % {"day": day}
    else:
        words = str(_FAULTS[fault.fault])
    return BadInput(
        words, field=_FIELDS.get(fault.fault, "until_on"), code=fault.fault, article=fault.article
    )


def of_source(refused: CannotPublish) -> BadInput:
    """The refusal of a published version that cannot be made."""
    text = str(REASONS.get(refused.code) or REASONS["kind"])
    if refused.code == "still-told":
        text = _("«%(word)s» could still be read, written otherwise. Write it below as the page has it.")
    return BadInput(text % refused.facts if "%(" in text else text, code=refused.code, field="hide")
