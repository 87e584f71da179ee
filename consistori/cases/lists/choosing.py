"""Choosing a value for a filter that has many: found by words, never a drop-down with hundreds of rows."""

from __future__ import annotations

from consistori.cases.lists.queries import ListQuery
from consistori.cases.lists.words import Choice, address
from consistori.cases.models import Label
from consistori.catalogue.selectors import search_series
from consistori.directory.models import Unit
from consistori.directory.selectors import colleagues
from consistori.kernel.actor import Actor
from consistori.kernel.text import fold

MOST = 40


def choices_of(what: str, typed: str, query: ListQuery, list_url: str, actor: Actor) -> list[Choice] | None:
    """Values of the filter that answer what was typed, each with its list; `None` for no such filter."""
    found = _VALUES[what](typed, actor) if what in _VALUES else None
    if found is None:
        return None
    return [
        Choice(words, list_url + address(query.but(**{what: value})), value == getattr(query, what))
        for value, words in found[:MOST]
    ]


def _series(typed: str, actor: Actor) -> list[tuple[str, str]]:
    return [(series.code, series.label) for series in search_series(typed, MOST, actor.person_id)]


def _people(typed: str, actor: Actor) -> list[tuple[str, str]]:
    return _like(typed, [(str(person.pk), person.full_name) for person in colleagues()])


def _labels(typed: str, actor: Actor) -> list[tuple[str, str]]:
    return _like(typed, [(label.name, label.name) for label in Label.objects.all()])


def _units(typed: str, actor: Actor) -> list[tuple[str, str]]:
    return _like(typed, [(str(unit.pk), unit.name) for unit in Unit.objects.all()])


def _like(typed: str, values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    asked = fold(typed).split()
    return [
        (value, words)
        for value, words in values
        if all(any(word.startswith(term) for word in fold(words).split()) for term in asked)
    ]


_VALUES = {"series": _series, "carried": _people, "label": _labels, "unit": _units}
