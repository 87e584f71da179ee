"""From basic to complete: each switch says what it shows and what it lacks, is turned by the town, and goes back."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.desk.modality.checklist import lines_of, town_of
from consistori.desk.modality.switching import LABELS, name_complete, turn_switch
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.modality import COMPLETE_PLUS, is_on
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import recent


@pytest.fixture
def basic(town: Any) -> Any:
    town.modality, town.switches = "basic", {"shared": True}
    town.save()
    return town


def turned(town: Any, by: Actor, *names: str, on: bool = True) -> Entity:
    for name in names:
        with working_for(Entity.objects.get(pk=town.pk)):
            turn_switch(name, on=on, by=by)
    found: Entity = Entity.objects.get(pk=town.pk)
    return found


def test_a_switch_shows_and_hides_and_leaves_no_trace_in_the_town(basic: Any, secretary: Actor) -> None:
    on = turned(basic, secretary, "steps", "tasks")
    assert is_on(on, "steps") and is_on(on, "tasks") and not is_on(on, "guides")

    off = turned(basic, secretary, "steps", "tasks", on=False)

    assert off.switches == {"shared": True}
    with working_for(off):
        assert [entry.kind for entry in recent(limit=2)] == ["desk.SwitchTurnedOff"] * 2


def test_what_was_already_so_and_what_does_not_exist_are_told(basic: Any, secretary: Actor) -> None:
    with working_for(basic):
        with pytest.raises(AlreadyDone):
            turn_switch("steps", on=False, by=secretary)
        with pytest.raises(BadInput):
            turn_switch("eoffice", on=True, by=secretary)


def test_calling_it_complete_shows_and_hides_nothing(basic: Any, secretary: Actor) -> None:
    with working_for(basic), pytest.raises(BadInput):
        name_complete(by=secretary)
    before = turned(basic, secretary, *LABELS)
    shown = {name: is_on(before, name) for name in COMPLETE_PLUS}

    with working_for(before):
        name_complete(by=secretary)

    after = Entity.objects.get(pk=basic.pk)
    assert after.modality == "complete" and after.switches["shared"] is True
    assert {name: is_on(after, name) for name in COMPLETE_PLUS} == shown
    assert not is_on(turned(basic, secretary, "meeting", on=False), "meeting")


def test_only_the_secretary_and_the_administrator_of_the_town_turn_it(
    basic: Any, clerk: Actor, mayor: Actor, outsider: Actor, other_town: Any, hire: Any
) -> None:
    for actor in (clerk, mayor, outsider, hire(other_town, "secretary", "Gemma", "Sala")):
        with working_for(basic), pytest.raises(NotPermitted):
            turn_switch("tasks", on=True, by=actor)


def test_each_says_what_it_lacks(basic: Any, clerk: Actor, open_a_case: Any) -> None:
    from consistori.cases.services import open_case

    with working_for(basic):
        open_a_case(clerk, "Terrassa")
        open_case(by=clerk, title="Coses")
        lines = {line.name: line for line in lines_of(town_of(basic))}

    assert [check.ok for check in lines["series_compulsory"].checks] == [True, False]
    assert lines["steps"].is_ready and not lines["guides"].is_ready
    assert sum(not check.ok for check in lines["deadlines"].checks) >= 2
    assert all(line.shows and line.back and line.last is None for line in lines.values())


def test_it_says_who_turned_each_last(basic: Any, secretary: Actor) -> None:
    turned(basic, secretary, "tasks")
    town = turned(basic, secretary, "tasks", on=False)

    with working_for(town):
        last = {line.name: line.last for line in lines_of(town_of(town))}

    assert last["tasks"] is not None and last["tasks"].who == secretary.name
    assert last["tasks"].kind == "desk.SwitchTurnedOff" and last["steps"] is None


def test_the_page_turns_them_one_by_one(
    basic: Any, secretary: Actor, clerk: Actor, sign_in: Any, statements: Any
) -> None:
    browser = sign_in(secretary)
    with statements() as asked:
        text = browser.get("/e/vall-llobera/desk/method/").content.decode()
    assert asked.count <= 18
    assert text.count("btn-main") == 1

    browser.post("/e/vall-llobera/desk/method/tasks/", {"on": "yes"})

    assert is_on(Entity.objects.get(pk=basic.pk), "tasks")
    hers = sign_in(clerk).get("/e/vall-llobera/desk/method/").content.decode()
    assert '<form method="post" action="/e/vall-llobera/desk/method/' not in hers


def test_the_outsider_sees_nothing(basic: Any, outsider: Actor, sign_in: Any) -> None:
    assert sign_in(outsider).get("/e/vall-llobera/desk/method/").status_code == 404
