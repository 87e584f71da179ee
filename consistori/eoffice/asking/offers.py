"""What the page of papers offers before asking: what we hold, and what we look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consistori.documents import blobs
from consistori.eoffice.asking.consults import Look, choose, looks_of_draft
from consistori.eoffice.asking.held import Held, held_for, use_held
from consistori.eoffice.filing.drafts import save_answers
from consistori.eoffice.filing.papers import Place, Waiting, papers_of, places_of
from consistori.eoffice.filing.web.doors import Opened
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.forms.kinds import read_point
from consistori.eoffice.places.pictures import point_of_picture
from consistori.eoffice.places.services import plan_in_force
from consistori.formats.kinds import Family
from consistori.kernel.errors import NotHere

MOST_PICTURES = 10


@dataclass(frozen=True)
class Spot:
    """Where a picture says that it was taken, when the form asks for a place and it is in the town."""

    field: str
    name: str
    street: str
    lat: str
    lon: str


@dataclass(frozen=True)
class Offers:
    """By place, what we hold; what is looked up; and the spot of a picture."""

    held: dict[str, Held] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    spot: Spot | None = None

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
        spot_of(opened, kept),
    )


def spot_of(opened: Opened, kept: list[Waiting]) -> Spot | None:
    """The spot of the first picture that carries one, while the form has a place without a point. One statement."""
    answers = opened.content.answers
    asked = [one.key for one in opened.form.every_field() if one.type == "place"]
    unmarked = next((key for key in asked if not (answers.get(key) or {}).get("lat")), None)
    pictures = [paper for paper in kept if paper.file.kind.family is Family.IMAGE][:MOST_PICTURES]
    found = plan_in_force() if unmarked and pictures else None
    if unmarked is None or found is None:
        return None
    for paper in pictures:
        point = point_of_picture(blobs.existing_path(paper.file.sha256))
        if point is not None and found[1].holds(point):
            lat, lon = read_point(f"{point[1]:.6f}", f"{point[0]:.6f}") or ("", "")
            return Spot(unmarked, paper.file.name, found[1].street_near(point), lat, lon)
    return None


def _take_spot(opened: Opened) -> None:
    spot = spot_of(opened, papers_of(opened.draft))
    if spot is None:
        raise NotHere
    answers = dict(opened.content.answers)
    said = (answers.get(spot.field) or {}).get("where") or spot.street
    answers[spot.field] = {"where": said, "lat": spot.lat, "lon": spot.lon}
    page = next(page for page in opened.form.pages if any(one.key == spot.field for one in page.fields))
    save_answers(opened.draft, answers, page=page.key, is_right=page.key in opened.draft.done)


def take_offer(opened: Opened, said: str, *, reason: str = "") -> Any:
    """Do what was pressed: `use:<place>`, `against:<consultation>`, `look:<…>`, `spot:`. Raises `NotHere`."""
    act, _colon, key = said.partition(":")
    if act == "use":
        places = places_of(opened.shown.sheet, opened.form, opened.language)
        place = next((one for one in places if one.key == key), None)
        if place is None:
            raise NotHere
        return use_held(opened.draft, place, whom(opened.citizen), opened.shown.sheet)
    if act == "spot":
        return _take_spot(opened)
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
