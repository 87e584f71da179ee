"""What a scanner reads of a paper notification, and a person types: «VLL2600001239».

Prefix of the town, two figures of the year, seven of the number of the notification («N2026-000123»), and one that
catches every wrong figure and every two that were exchanged (Damm, 2004). A result is `R` and its figure.
"""

from __future__ import annotations

import re

from consistori.notifications.paper.rules.attempts import Result

_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_FORM = re.compile(r"([A-Z]{2,4})(\d{10})")
_NUMBER = re.compile(r"N(\d{4})-(\d{6,7})")
_IGNORED = re.compile(r"[\s\-·.]+")

RESULTS = {f"R{n}": result for n, result in enumerate(Result, start=1)}
"""What the sheet of results says in bars."""
CODE_OF_RESULT = {result: code for code, result in RESULTS.items()}


class NotADelivery(ValueError):
    """What was read is no number of a delivery: `code` says why (`form`, `control`, `town`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def code_of(prefix: str, number: str) -> str:
    """What is printed for the notification of that number. Raises `ValueError` when it does not fit."""
    found = _NUMBER.fullmatch(number)
    if found is None or not re.fullmatch(r"[A-Z]{2,4}", prefix):
        raise ValueError("a prefix of two to four letters, and a number as N2026-000123")
    figures = f"{found[1][2:]}{int(found[2]):07d}"
    return f"{prefix}{figures}{_control(figures)}"


def number_of(read: str, prefix: str, *, century: int = 2000) -> str:
    """The number of the notification of what was read or typed, with or without spaces. Raises `NotADelivery`."""
    compact = _IGNORED.sub("", read).upper()
    if found := re.fullmatch(r"N(\d{4})(\d{6,7})", compact):
        return f"N{found[1]}-{int(found[2]):06d}"
    coded = _FORM.fullmatch(compact)
    if coded is None:
        raise NotADelivery("form")
    if _control(coded[2]) != 0:
        raise NotADelivery("control")
    if coded[1] != prefix.upper():
        raise NotADelivery("town")
    return f"N{century + int(coded[2][:2])}-{int(coded[2][2:9]):06d}"


def in_groups(code: str) -> str:
    """As it is printed for people: «VLL 26 0000 1239»."""
    letters, figures = code[:-10], code[-10:]
    return f"{letters} {figures[:2]} {figures[2:6]} {figures[6:]}"


def _control(figures: str) -> int:
    interim = 0
    for figure in figures:
        interim = int(_DAMM[interim][int(figure)])
    return interim
