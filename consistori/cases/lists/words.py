"""The filters of a list as words that can be read and taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consistori.cases import texts
from consistori.cases.lists.queries import STILL_DAYS, ListQuery
from consistori.cases.rules import State
from consistori.directory.models import Unit
from consistori.directory.selectors import names_of


@dataclass(frozen=True)
class Choice:
    """One value that a filter may take: its words and the address of the list with it."""

    label: str
    url: str
    is_on: bool = False


@dataclass(frozen=True)
class FilterWord:
    """A filter as it stands above the list: «Estat tots», «El porta l’equip ×»."""

    name: str
    label: str
    value: str
    is_on: bool
    off_url: str
    choices: list[Choice]
    more_url: str = ""


def address(query: ListQuery, **more: Any) -> str:
    """The address of a list, from the page it stands on."""
    params = query.params() | {name: value for name, value in more.items() if value}
    return f"?{urlencode(params)}" if params else "?"


def filters_of(query: ListQuery, chooser: str) -> list[FilterWord]:
    """Every filter that is usual or that is on. `chooser` is the page where series, people, labels and
    units are chosen. At most two statements, and only to name a person or a unit."""
    words = [
        _word(
            query,
            "series",
            _("Series"),
            _series_words(query),
            pgettext("series", "all"),
            f"{chooser}?what=series&",
        ),
        _word(query, "state", _("State"), _state_words(), _("all")),
        _word(
            query, "carried", _("Carried by"), _carrier_words(query), _("anyone"), f"{chooser}?what=carried&"
        ),
        _word(query, "moved", _("Movement"), _movement_words(), _("any")),
    ]
    if query.situation != "open":
        words.append(_situation(query))
    if query.unit:
        words.append(_word(query, "unit", _("Unit"), _unit_words(query), _("any"), f"{chooser}?what=unit&"))
    if query.label:
        words.append(
            _word(query, "label", _("Label"), {query.label: query.label}, _("any"), f"{chooser}?what=label&")
        )
    if query.followed:
        words.append(_word(query, "followed", _("Followed"), {"yes": _("by me")}, _("any")))
    return words


def _word(
    query: ListQuery, name: str, label: str, values: dict[str, str], any_word: str, chooser: str = ""
) -> FilterWord:
    on = getattr(query, name)
    choices = [Choice(any_word, address(query.but(**{name: ""})), not on)]
    choices += [
        Choice(word, address(query.but(**{name: value})), value == on) for value, word in values.items()
    ]
    more = f"{chooser}{urlencode(query.params())}" if chooser else ""
    return FilterWord(
        name, label, values.get(on, on) if on else any_word, bool(on), choices[0].url, choices, more
    )


def _situation(query: ListQuery) -> FilterWord:
    values = {
        "open": pgettext("cases", "open"),
        "closed": pgettext("cases", "closed"),
        "all": pgettext("cases", "open and closed"),
    }
    choices = [
        Choice(word, address(query.but(situation=value)), value == query.situation)
        for value, word in values.items()
    ]
    return FilterWord(
        "situation",
        pgettext("cases", "Situation"),
        values[query.situation],
        query.situation != "open",
        choices[0].url,
        choices,
    )


def _series_words(query: ListQuery) -> dict[str, str]:
    values = {"none": _("to be classified")}
    if query.series and query.series != "none":
        values[query.series] = query.series
    return values


def _state_words() -> dict[str, str]:
    return {state.value: str(texts.STATES[state]) for state in State}


def _carrier_words(query: ListQuery) -> dict[str, str]:
    values = {"me": _("me"), "nobody": _("nobody")}
    if query.carried and query.carried not in values:
        values[query.carried] = names_of([UUID(query.carried)]).get(UUID(query.carried), _("somebody else"))
    return values


def _movement_words() -> dict[str, str]:
    still = _("none for %(days)s days") % {"days": STILL_DAYS}
    return {"fresh": _("this week"), "still": still}


def _unit_words(query: ListQuery) -> dict[str, str]:
    values = {"mine": _("mine")}
    if query.unit not in values:
        unit = Unit.objects.filter(pk=query.unit).first()
        values[query.unit] = unit.name if unit else _("another")
    return values
