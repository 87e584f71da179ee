"""The decrees and the absences of the demo, told through the acts of the directory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.config.demo.people import Cast, program
from consistori.config.demo.stories import read
from consistori.directory.models import Absence, Delegation, Post
from consistori.directory.services import publish_delegation, record_delegation, tell_absence
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

DAY = timedelta(days=1)
BULLETIN = timedelta(days=12)


def tell_careers(cast: Cast) -> None:
    """Write down the decrees and the absences that are not there yet."""
    said = read("careers.toml")
    for decree in said["decree"]:
        with working_for(cast.entities[decree["town"]]):
            _write_down(cast, decree)
    for absence in said["absence"]:
        with working_for(cast.entities[absence["town"]]):
            _tell(cast, absence)


def _write_down(cast: Cast, said: dict[str, Any]) -> None:
    if Delegation.objects.filter(decree=said["decree"]).exists():
        return
    by, on = program(cast.entities[said["town"]]), today() - said["ago"] * DAY
    made = record_delegation(
        by=by, manner=said["manner"], of_post=Post.objects.filter(person=cast.people[said["of"]]).latest("starts_on"),
        to=cast.people[said["to"]], decree=said["decree"], decree_on=on, matters=said.get("matters", ""),
    )  # fmt: skip
    if said["manner"] == "delegation":
        publish_delegation(made, by=by, on=on + BULLETIN)


def _tell(cast: Cast, said: dict[str, Any]) -> None:
    who = cast.people[said["who"]]
    if Absence.objects.filter(person=who).exists():
        return
    starts_on = today() + said["from"] * DAY
    tell_absence(
        who, by=program(cast.entities[said["town"]]), starts_on=starts_on, ends_on=starts_on + said["days"] * DAY,
        covered_by=cast.people[said["cover"]] if "cover" in said else None, note=said.get("note", ""),
    )  # fmt: skip
