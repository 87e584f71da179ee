"""The place of what somebody told us, on the page of its entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.places.services import plan_in_force
from consistori.registry.models import RegistryEntry
from consistori.registry.panels import entry_panels


def hang() -> None:
    """Called once, when the program starts."""
    entry_panels.add(
        "place", template="eoffice/places/_panel.html", context=place_of_entry, order=12, label=_("The place"),
        when=lambda request, entry: _place(entry) is not None,
    )  # fmt: skip


def place_of_entry(request: HttpRequest, entry: RegistryEntry) -> Mapping[str, Any]:
    """What was said and its point: the marked one or, without it, the street that the words name. Two statements."""
    said = _place(entry) or {}
    lat, lon = said.get("lat", ""), said.get("lon", "")
    found = plan_in_force()
    is_marked = bool(lat)
    if found is not None and not lat and (point := found[1].point_of(said.get("where", ""))) is not None:
        lat, lon = f"{point[1]:.5f}", f"{point[0]:.5f}"
    return {
        "where": said.get("where", ""),
        "lat": lat,
        "lon": lon,
        "is_marked": is_marked,
        "number": found[0].number if found else None,
    }


def _place(entry: RegistryEntry) -> dict[str, str] | None:
    answers = entry.answers if isinstance(entry.answers, dict) else {}
    for value in answers.values():
        if isinstance(value, dict) and {"where", "lat", "lon"} <= value.keys():
            return value
    return None
