"""How a person is named in public (LOPDGDD, disposició addicional 7a; joint guidance of the authorities,
2019).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consistori.parties.rules.identifiers import SPANISH_PASSPORT, IdentifierKind, compact


class Purpose(StrEnum):
    """Why a person appears in public: an act is published, or they are notified by announcement (art. 44)."""

    PUBLICATION = "publication"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True)
class PublicIdentity:
    """How a person may appear: a name, a number (masked or whole), never both in full."""

    name: str
    number: str
    article: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.name, self.number) if part)


def mask(identifier: str, kind: str = "") -> str:
    """The identifier with four figures to be seen and the rest as asterisks, always the same four (R-RGP-04).

    Figures are numbered from the left skipping letters: the 4th to 7th are shown. A passport of six figures
    shows the 3rd to 6th. Any other with fewer than seven figures shows its last four characters.
    """
    value = compact(identifier)
    figures = [place for place, sign in enumerate(value) if sign.isdigit()]
    if len(figures) >= 7:
        shown = figures[3:7]
    elif len(figures) == 6 and _is_passport(value, kind):
        shown = figures[2:6]
    else:
        shown = list(range(max(len(value) - 4, 0), len(value)))
    if len(shown) == len(value):
        return "*" * len(value)
    return "".join(sign if place in shown else "*" for place, sign in enumerate(value))


def public_identity(
    name: str, identifier: str = "", *, kind: str = "", purpose: Purpose = Purpose.PUBLICATION
) -> PublicIdentity:
    """How a natural person appears in public, in the three cases of the law and no other (R-RGP-03)."""
    if not identifier:
        return PublicIdentity(name, "", "LOPDGDD, DA 7a.1, paràgraf tercer")
    if purpose is Purpose.ANNOUNCEMENT:
        return PublicIdentity("", compact(identifier), "LOPDGDD, DA 7a.1, paràgraf segon")
    return PublicIdentity(name, mask(identifier, kind), "LOPDGDD, DA 7a.1, paràgraf primer")


def tells_too_much(text: str, people: Iterable[tuple[str, str]]) -> list[str]:
    """Names of those (name, identifier) whose name and whole number stand together in `text`. Must be
    empty.
    """
    folded = _squeeze(text)
    return [
        name
        for name, identifier in people
        if identifier and _squeeze(name) in folded and _squeeze(compact(identifier)) in folded
    ]


def _is_passport(value: str, kind: str) -> bool:
    if kind:
        return kind == IdentifierKind.PASSPORT
    return bool(SPANISH_PASSPORT.fullmatch(value))


def _squeeze(text: str) -> str:
    return re.sub(r"[^\w]", "", text).casefold()
