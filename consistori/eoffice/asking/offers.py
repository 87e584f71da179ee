"""What the page of papers offers before asking: what we hold, and what we look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consistori.eoffice.asking.consults import Look, choose, looks_of_draft
from consistori.eoffice.asking.held import Held, held_for, use_held
from consistori.eoffice.filing.papers import Place, Waiting, places_of
from consistori.eoffice.filing.web.doors import Opened
from consistori.eoffice.folder.whom import whom
from consistori.kernel.errors import NotHere


@dataclass(frozen=True)
class Offers:
    """By place, what we hold; and what is looked up."""

    held: dict[str, Held] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)

    def of(self, place: Place) -> Held | None:
        return self.held.get(place.key)


def offers_for(opened: Opened, kept: list[Waiting]) -> Offers:
    """What is offered to the owner of a draft. Of a place where there is a paper already, nothing. ≤ 6 statements."""
    there = {paper.key for paper in kept}
    sheet = opened.shown.sheet
    held = held_for(whom(opened.citizen), sheet, {paper.file.sha256 for paper in kept})
    return Offers(
        {key: one for key, one in held.items() if key not in there},
        looks_of_draft(opened.draft.pk, sheet, opened.language),
    )


def take_offer(opened: Opened, said: str, *, reason: str = "") -> Any:
    """Do what was pressed: `use:<place>`, `against:<consultation>`, `look:<consultation>`. Raises `NotHere`."""
    act, _colon, key = said.partition(":")
    if act == "use":
        places = places_of(opened.shown.sheet, opened.form, opened.language)
        place = next((one for one in places if one.key == key), None)
        if place is None:
            raise NotHere
        return use_held(opened.draft, place, whom(opened.citizen), opened.shown.sheet)
    if act in ("against", "look"):
        return choose(
            opened.draft,
            opened.shown.sheet,
            key,
            opposed=act == "against",
            citizen=opened.citizen,
            reason=reason,
        )
    raise NotHere
