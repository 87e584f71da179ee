"""What the register of powers says, in the active language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consistori.catalogue.procedures.selectors import procedure
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import LONGEST_YEARS, End, PowerKind, end_of
from consistori.eoffice.models.powers import KINDS
from consistori.eoffice.powers.selectors import rule_of
from consistori.kernel.errors import NotHere
from consistori.ui.dates import day_and_month

FAULTS = {
    "grantor": "grantor",
    "proxy": "proxy",
    "same": "proxy",
    "kind": "kind",
    "body": "kind",
    "procedures": "procedures",
    "until": "until",
}
"""The field of a form to which each fault of a power belongs."""


def kind_words(kind: str) -> str:
    """What a power is for, in words."""
    return str(KINDS[PowerKind(kind)])


def procedures_words(codes: Any, language: str) -> list[str]:
    """The procedures of a power, by their names; the code of one that is not here any more."""
    found = []
    for code in codes:
        try:
            found.append(in_words(procedure(code).sheet.name, language) or code)
        except NotHere:
            found.append(code)
    return found


def fault_words(fault: str) -> str:
    """Why a power cannot be registered."""
    return {
        "grantor": _("Say who gives the power, with their number."),
        "proxy": _("Say who will act for them, with their number."),
        "same": _("Nobody gives a power to themselves: write the number of the other one."),
        "kind": _("Say what the power is for: there are three kinds and no other."),
        "body": _("Say with which administration."),
        "procedures": _("Choose at least one procedure."),
        "until": _("That day is before today."),
    }[fault]


def end_words(end: End, on: date) -> str:
    """Until when it may be used, or when it ended and why."""
    day = day_and_month(end.last, year=True)
    if end.last >= on:
        return _("until %(day)s") % {"day": day}
    if end.why == "revocation":
        return _("revoked: %(day)s was the last day") % {"day": day}
    if end.why == "renunciation":
        return _("renounced: %(day)s was the last day") % {"day": day}
    return _("ended on %(day)s") % {"day": day}


def why_not(citizen: Citizen, code: str) -> str:
    """Why they may not act for whom they say, by the code of `selectors.judge`, as a sentence for them."""
    who = {"who": citizen.firm or citizen.firm_identifier}
    if code == "unproved":
        return _("Nothing proves yet that you may act for %(who)s.") % who
    if code == "scope":
        return _("The power that %(who)s gave you is not for this procedure.") % who
    if code == "early":
        return _("The power that %(who)s gave you does not count yet.") % who
    found = rule_of(citizen)
    if code == "ended" and found is not None:
        end = end_of(*found)
        said = who | {"day": day_and_month(end.last, year=True)}
        if end.why == "revocation":
            return _("%(who)s revoked the power that you had: its last day was %(day)s.") % said
        if end.why == "renunciation":
            return _("You renounced the power of %(who)s: its last day was %(day)s.") % said
        return _("The power that %(who)s gave you ended on %(day)s.") % said
    return _("The power that %(who)s gave you is not well written in the register.") % who


def longest_words() -> str:
    """How long a power may last."""
    return _("At most %(years)s years since it is registered.") % {"years": LONGEST_YEARS}
