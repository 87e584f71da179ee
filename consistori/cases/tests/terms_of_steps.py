"""What the stories of steps and terms share: a clock that stands still, the calendars of 2026, a wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consistori.cases.deadlines.opening import open_term, term_of_sheet
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps.acts import Links, add_step
from consistori.catalogue.procedures.sheet import Sheet
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.kernel.actor import Actor

START = date(2026, 3, 2)
"""A Monday: three months from it are until Tuesday 2 June 2026."""


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`frozen("2026-03-16")`: the clock of the house, at ten in the morning of that day."""

    def freeze(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(10), tzinfo=ZoneInfo("Europe/Madrid"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


def local_days(town: Any, days: str = "20-01 Sant Sebastià\n31-08 Festa major") -> Any:
    return publish_calendar(
        place=place_of(town), year=2026, holidays=read_list(days, 2026), source="DOGC 9999",
        published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip


@pytest.fixture
def main(at_work: Any, town: Any, case: CaseFile, clerk: Any, frozen: Any) -> Deadline:
    """The term to resolve of the case, on 16 March 2026."""
    frozen("2026-03-16")
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    local_days(town)
    return open_term(case, term_of_sheet(sheet_of("positive")), by=clerk, start_on=START)


def sheet_of(silence: str) -> Sheet:
    return Sheet(
        code="OBR-01", silence=silence, name={"ca": "Llicència"}, plain={"ca": "Obres"}, summary={}, who={}
    )


def wait(case: CaseFile, by: Any, code: str = "03", on: date = date(2026, 3, 16), **links: Any) -> Step:
    return add_step(case, by=by, code=code, standing="todo", on=on, links=Links(**links))
