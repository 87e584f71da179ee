"""Themes of the procedures, as people look for them: by the series where the case opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

THEMES: Mapping[str, Any] = {
    "living": _("Living here"),
    "works": _("Works and houses"),
    "street": _("The street and vehicles"),
    "business": _("Businesses and activities"),
    "nature": _("Animals, fields and neighbours"),
    "taxes": _("Taxes and payments"),
    "leisure": _("School, culture and associations"),
    "help": _("Help for people"),
    "town": _("Speaking with the town hall"),
}

_BY_SERIES = {
    "F6": "street", "N": "street", "F": "works", "E302": "works", "H": "business", "G": "nature", "E7": "leisure",
    "E": "taxes", "K": "leisure", "L": "leisure", "D3": "leisure", "A604": "leisure", "M": "help", "J": "living",
}  # fmt: skip

One = TypeVar("One")


def theme_of(series: str) -> str:
    """The theme of a series: the longest beginning that is known.

    >>> theme_of("F603"), theme_of("F303"), theme_of("B202")
    ('street', 'works', 'town')
    """
    for length in range(len(series), 0, -1):
        if found := _BY_SERIES.get(series[:length]):
            return found
    return "town"


def by_theme(things: Iterable[tuple[str, One]]) -> list[tuple[str, Any, list[One]]]:
    """Pairs (series, thing) as (key, words, things) of each theme that has any, in order."""
    kept: dict[str, list[One]] = {key: [] for key in THEMES}
    for series, thing in things:
        kept[theme_of(series)].append(thing)
    return [(key, THEMES[key], found) for key, found in kept.items() if found]
