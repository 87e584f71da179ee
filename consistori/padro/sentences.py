"""Words of the register of residents: columns, faults of a sheet, why a paper waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consistori.padro.rules.sheet import HEADINGS, Column
from consistori.padro.rules.slips import Why

COLUMNS: dict[Column, Any] = {
    Column.SHEET: gettext_lazy("Sheet of the house"),
    Column.IDENTIFIER: pgettext_lazy("column", "Document"),
    Column.IDENTIFIER_KIND: gettext_lazy("Kind of document"),
    Column.NAME: pgettext_lazy("of a person", "Name"),
    Column.SURNAME1: gettext_lazy("First surname"),
    Column.SURNAME2: gettext_lazy("Second surname"),
    Column.BIRTH: gettext_lazy("Day of birth"),
    Column.STREET: gettext_lazy("Street"),
    Column.NUMBER: pgettext_lazy("of a street", "Number"),
    Column.FLOOR: gettext_lazy("Floor and door"),
    Column.POSTCODE: gettext_lazy("Postcode"),
    Column.PLACE: gettext_lazy("Town or village"),
    Column.SINCE: gettext_lazy("Registered since"),
    Column.GUARDIANS: gettext_lazy("Who answers for them"),
    Column.PROTECTED: gettext_lazy("Protected"),
}
FAULTS: dict[str, Any] = {
    "missing": gettext_lazy("It is empty."),
    "repeated": gettext_lazy("It is also in line %(other)s."),
    "firm": gettext_lazy("It is the number of a firm, not of a person."),
    "impossible": gettext_lazy("Nobody was born that day."),
    "to_come": gettext_lazy("That day has not come yet."),
    "before_birth": gettext_lazy("It is before they were born."),
    "not_a_day": gettext_lazy("Write the day as 27/11/2026 or 2026-11-27."),
    "not_a_postcode": gettext_lazy("A postcode has five figures."),
    "yes_or_no": gettext_lazy("Write yes or no."),
}
OTHER_FAULT = gettext_lazy("The number is not right: look at its figures and its letter.")
WHY: dict[str, Any] = {
    Why.NOT_APPROVED: gettext_lazy("Slips do not come out by themselves here yet: a person orders each one."),
    Why.UNKNOWN: gettext_lazy("Their number is not in the register of residents."),
    Why.AWAY: gettext_lazy("The register of residents does not answer now."),
    Why.NOT_THEIRS: gettext_lazy("It is of another adult, who has to ask for it."),
    Why.NOT_SAID: gettext_lazy(
        "The register does not say that they answer for this child: look at the family book."
    ),
    Why.PROTECTED: gettext_lazy(
        "A protected person lives there: look at it before saying with whom anybody lives."
    ),
    Why.NO_SEAL: gettext_lazy("The town hall has no seal for slips, or it cannot seal now."),
    Why.HISTORY: gettext_lazy("It asks where they lived before: the register in force does not say it."),
    Why.NO_SECRETARY: gettext_lazy(
        "Nobody holds the post of secretary now, and the certificate is hers to sign."
    ),
}
TO_THE_PERSON: dict[str, Any] = {
    Why.NOT_APPROVED: gettext_lazy("Somebody of the town hall makes it as soon as the office opens."),
    Why.UNKNOWN: gettext_lazy(
        "We do not find your document number in the register. Somebody looks at it and tells you."
    ),
    Why.AWAY: gettext_lazy("The register does not answer now. Somebody makes it as soon as it does."),
    Why.NOT_SAID: gettext_lazy(
        "The register does not say that you answer for this child. We may ask you for the family book."
    ),
    Why.NO_SEAL: gettext_lazy("What seals it does not answer now. It is made as soon as it does."),
}
STATES_TO_THE_PERSON: dict[str, Any] = {
    "asked": gettext_lazy("the town hall has it"),
    "stopped": gettext_lazy("the town hall has it"),
    "ordered": gettext_lazy("we are making it"),
    "signing": gettext_lazy("the secretary has it, to sign it"),
    "refused": gettext_lazy("not issued"),
}
DECIDING = gettext_lazy("A rule of the town hall is deciding it.")
LOOKED_AT = gettext_lazy("Somebody of the town hall has to look at it first, and tells you.")


def missing_columns(columns: Iterable[Column]) -> str:
    """What to add to the heading of the sheet, with a heading that is understood."""
    said = ", ".join(f"{COLUMNS[one]} («{HEADINGS[one].partition('|')[0]}»)" for one in columns)
    return _("The sheet lacks these columns: %(columns)s.") % {"columns": said}


def of_fault(fault: Mapping[str, Any]) -> tuple[str, str]:
    """A fault of a row as its column and its sentence."""
    sentence = FAULTS.get(fault["code"], OTHER_FAULT)
    words = str(sentence)
    if fault["code"] == "repeated":
        words = words % {"other": fault.get("other", "")}
    return str(COLUMNS[Column(fault["column"])]), words


def why_to_staff(why: str) -> str:
    """Why a paper waits, as whoever works here reads it."""
    return str(WHY.get(why, ""))


def why_to_person(why: str) -> str:
    """Why a paper waits, as whoever asked for it reads it: nothing of anybody else."""
    return str(TO_THE_PERSON.get(why, LOOKED_AT)) if why else ""
