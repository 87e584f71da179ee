"""A job asks at each step whether who asked for it still may, and a town that fails leaves none of the others."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotPermitted
from consistori.kernel.identifiers import uuid7
from consistori.parties import jobs
from consistori.parties.models import Party
from consistori.parties.services import begin_entering
from consistori.parties.services.importing import enter_batch, take_out_batch
from consistori.parties.tests.test_a_sheet_that_stopped import start
from consistori.parties.tests.test_bring_a_sheet import GOOD, brought
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_entity, working_for


def test_whoever_left_meanwhile_enters_and_takes_out_nobody(at_work: Any, clerk: Any) -> None:
    sheet = begin_entering(brought(clerk, GOOD), by=clerk)
    gone = Actor(person_id=clerk.person_id, name=clerk.name, entity_id=at_work.pk, channel=clerk.channel)

    for batch in (enter_batch, take_out_batch):
        with pytest.raises(NotPermitted):
            batch(sheet, by=gone, size=5)
    assert not Party.objects.exists()


def test_the_job_of_whoever_left_stops_and_says_why(town: Any, clerk: Any, monkeypatch: Any) -> None:
    with working_for(town):
        asked = start(begin_entering(brought(clerk, GOOD), by=clerk), clerk)
        gone = Actor(person_id=clerk.person_id, name=clerk.name, entity_id=town.pk, channel=clerk.channel)
    monkeypatch.setattr(jobs, "actor_of", lambda person, entity: gone)

    with pytest.raises(NotPermitted):
        jobs.enter_sheet(entity=town, **asked)

    with working_for(town):
        run = JobRun.objects.get(pk=asked["run_id"])
        assert (run.state, run.message) == (
            JobRun.State.FAILED, "Les persones i empreses les dona d’alta qui tramita expedients.",
        )  # fmt: skip
        assert not Party.objects.exists()


def test_a_town_that_fails_leaves_none_of_the_others_undone(
    town: Any, other_town: Any, monkeypatch: Any
) -> None:
    seen: list[str] = []

    def look() -> int:
        seen.append(current_entity().slug)
        if current_entity() == town:
            raise RuntimeError("a broken town")
        return 0

    monkeypatch.setattr(jobs, "look_for_duplicates", look)
    forgotten: list[str] = []
    monkeypatch.setattr(jobs, "forget_old_sheets", lambda: forgotten.append(current_entity().slug))

    with pytest.raises(ExceptionGroup):
        jobs.compare_every_night(0)

    assert {town.slug, other_town.slug} <= set(seen)
    assert {town.slug, other_town.slug} <= set(forgotten)


def test_whoever_is_no_more_among_the_people_is_not_the_program(town: Any, clerk: Any) -> None:
    with working_for(town):
        asked = start(begin_entering(brought(clerk, GOOD), by=clerk), clerk)

    with pytest.raises(NotPermitted):
        jobs.enter_sheet(entity=town, **(asked | {"person_id": str(uuid7())}))

    with working_for(town):
        assert not Party.objects.exists()
