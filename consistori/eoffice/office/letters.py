"""What the law wants published in an e-office, letter by letter (RD 203/2021, art. 11; R-SEU-02). Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

WHO, USE, WARRANTS = "who", "use", "warrants"

GROUPS: dict[str, Any] = {
    WHO: _("Whose this office is"),
    USE: _("How to use it"),
    WARRANTS: _("What we warrant"),
}


@dataclass(frozen=True)
class Letter:
    """A page that a letter of article 11 orders. `facts`: the template of what the program knows."""

    key: str
    title: Any
    group: str
    articles: tuple[str, ...]
    facts: str = ""
    laws: str = ""

    @property
    def template(self) -> str:
        """The piece with what the program knows by itself; empty if the page is only text."""
        return f"eoffice/legal/_{self.facts}.html" if self.facts else ""

    @property
    def source(self) -> str:
        """The law that orders it, and the one that says how."""
        return "; ".join(filter(None, ("RD 203/2021, art. " + ", ".join(self.articles), self.laws)))


_LETTERS = (
    Letter("titular", _("Holder and bodies responsible"), WHO, ("11.1.a",), "holder"),
    Letter("creacio", _("The act that created it"), WHO, ("11.1.b",), "creation"),
    Letter("oficines", _("Where we help you in person"), WHO, ("11.2",), "offices"),
    Letter("codis", _("Codes of our bodies (DIR3)"), WHO, ("11.3",), "codes"),
    Letter("instruccions", _("How to use this office"), USE, ("11.1.c",)),
    Letter("mapa", _("Map of the office"), USE, ("11.1.c",), "map"),
    Letter(
        "identificacio",
        _("How to identify yourself and sign"),
        USE,
        ("11.1.d",),
        "systems",
        "Llei 39/2015, art. 9, 10, 12",
    ),
    Letter(
        "registre",
        _("Rules of the registry"),
        USE,
        ("11.1.e",),
        "registry",
        "Llei 39/2015, art. 16, 31; RD 203/2021, art. 37-40",
    ),
    Letter("hora-i-calendari", _("Official time and non-working days"), USE, ("11.1.f",), "time"),
    Letter("incidencies", _("Incidents and extensions of terms"), USE, ("11.1.g",), "incidents"),
    Letter("serveis", _("Services and procedures"), USE, ("11.1.h", "11.2"), "services"),
    Letter("formularis", _("Standard forms"), USE, ("11.2",), "forms"),
    Letter("presentacio-massiva", _("Filing many at once"), USE, ("11.2",)),
    Letter("queixes", _("Complaints and suggestions"), USE, ("11.2",), "complaints"),
    Letter(
        "actuacions-automatitzades",
        _("What is done by a program alone"),
        WARRANTS,
        ("11.1.i",),
        "automated",
        "Llei 40/2015, art. 41-42; Llei 26/2010, art. 44",
    ),
    Letter("segells", _("Seals of the town hall"), WARRANTS, ("11.2",), "seals"),
    Letter("certificat", _("Certificate of this office"), WARRANTS, ("11.2",), "certificate"),
    Letter(
        "verificacio",
        _("Check a document by its code"),
        WARRANTS,
        ("11.2",),
        "verify",
        "Llei 40/2015, art. 42.b; RD 203/2021, art. 21",
    ),
    Letter("propietat", _("Intellectual property"), WARRANTS, ("11.1.c",)),
    Letter("dades", _("Your data"), WARRANTS, ("11.1.c",), "data"),
    Letter("accessibilitat", _("Accessibility"), WARRANTS, ("11.1.c", "11.2"), "accessibility"),
)

LETTERS: Mapping[str, Letter] = {letter.key: letter for letter in _LETTERS}
"""Every page by its key, which is also its address under `/seu/`."""


def in_groups() -> list[tuple[Any, list[Letter]]]:
    """The pages under their headings, in order."""
    return [(words, [one for one in _LETTERS if one.group == key]) for key, words in GROUPS.items()]
