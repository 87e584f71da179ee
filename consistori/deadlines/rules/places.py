"""Where a calendar holds: the State, a community [comunitat autònoma / comunidad autónoma], a municipality."""

from __future__ import annotations

from dataclasses import dataclass

from consistori.deadlines.rules.days import Layer

STATE = "ES"
CATALONIA = "ES-CT"

_PROVINCES = {
    "ES-AN": "04 11 14 18 21 23 29 41",
    "ES-AR": "22 44 50",
    "ES-AS": "33",
    "ES-CB": "39",
    "ES-CE": "51",
    "ES-CL": "05 09 24 34 37 40 42 47 49",
    "ES-CM": "02 13 16 19 45",
    "ES-CN": "35 38",
    "ES-CT": "08 17 25 43",
    "ES-EX": "06 10",
    "ES-GA": "15 27 32 36",
    "ES-IB": "07",
    "ES-MC": "30",
    "ES-MD": "28",
    "ES-ML": "52",
    "ES-NC": "31",
    "ES-PV": "01 20 48",
    "ES-RI": "26",
    "ES-VC": "03 12 46",
}
_REGION_OF = {province: region for region, provinces in _PROVINCES.items() for province in provinces.split()}
REGIONS = frozenset(_PROVINCES)


@dataclass(frozen=True)
class Place:
    """A place that has holidays: its code (`ES`, `ES-CT`, or five digits of the INE) and its name."""

    code: str
    name: str

    @property
    def layer(self) -> Layer:
        """Whose holidays they are."""
        if self.code == STATE:
            return Layer.STATE
        return Layer.REGION if self.code.startswith("ES-") else Layer.TOWN

    @property
    def above(self) -> tuple[str, ...]:
        """The codes whose holidays are also of this place, itself last (30.7)."""
        if self.layer is Layer.STATE:
            return (STATE,)
        if self.layer is Layer.REGION:
            return (STATE, self.code)
        return (STATE, region_of(self.code), self.code)


def region_of(ine_code: str) -> str:
    """The community of a municipality, by the first two digits of its code; invented codes (99) are Catalan."""
    return _REGION_OF.get(ine_code[:2], CATALONIA)
