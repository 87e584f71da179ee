"""A calendar is published in versions: inherited, adapted, corrected, and never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consistori.deadlines.asking import Question, answer
from consistori.deadlines.models import CalendarVersion
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.places import Place
from consistori.deadlines.selectors import calendars_of, place_named, place_of, version_in_force
from consistori.deadlines.services import NothingChanges, adopt_standard_calendars, publish_calendar
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def _publish(town: Entity, by: Any, days: str, **more: Any) -> CalendarVersion:
    said: dict[str, Any] = {
        "place": place_of(town),
        "year": 2026,
        "source": "DOGC 10000",
        "published_on": date(2026, 2, 1),
    } | more
    return publish_calendar(holidays=read_list(days, said["year"]), by=by, **said)


def test_the_general_calendars_are_of_the_province_and_a_town_reads_them(
    calendars: list[CalendarVersion], town: Entity
) -> None:
    with working_for(town):
        seat = calendars_of([place_of(town)])[0]

    assert {one.place for one in calendars} == {"ES", "ES-CT"}
    assert seat.days[date(2026, 6, 24)].name == "Sant Joan"
    assert seat.years == frozenset()


def test_they_are_published_once(calendars: list[CalendarVersion], province: Entity) -> None:
    assert len(calendars) == 4
    assert adopt_standard_calendars(province, Actor.system("install", province.pk)) == []


def test_the_days_that_come_with_the_house_are_those_of_the_law_table(
    calendars: list[CalendarVersion], town: Entity
) -> None:
    from consistori.deadlines.tests.examples import CAT, day

    with working_for(town):
        found = calendars_of([place_of(town)])[0].days
    asked = {day(written) for written in CAT.split()}

    assert asked <= set(found)
    left = {on for on in found if on.year == 2026} - asked
    assert all(on.weekday() == 6 for on in left)


def test_a_town_publishes_its_own_and_the_sum_of_before_stays(
    local_days: CalendarVersion, town: Entity, secretary: Any
) -> None:
    question = Question(start_on=date(2026, 8, 17), seat=Place("99101", "Vall-llobera"), amount=15)
    with working_for(town):
        before = answer(question)
        mine = _publish(town, secretary, "20-01 Sant Sebastià\n01-09 Sant Gil", note="El ple ho va canviar")
        after = answer(question)
        kept = tuple(version.id for version in before.versions)
        again = answer(Question(**{**vars(question), "versions": tuple(map(_uuid, kept))}))

    assert mine.adapts_id == local_days.pk
    assert mine.number == 1
    assert before.last_day == after.last_day == date(2026, 9, 8)
    assert [s.holiday.on for s in before.steps if s.holiday] == [date(2026, 8, 31)]
    assert [s.holiday.on for s in after.steps if s.holiday] == [date(2026, 9, 1)]
    assert again == before


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


def test_publishing_is_a_fact_with_its_source(
    local_days: CalendarVersion, town: Entity, secretary: Any
) -> None:
    with working_for(town):
        _publish(town, secretary, "20-01 Sant Sebastià\n01-09 Sant Gil")
    with working_for(town):
        told = TrailEvent.objects.get(kind="deadlines.CalendarPublished")

    assert "DOGC 10000" in told.content
    assert "2026-09-01" in told.content


def test_the_same_again_and_a_calendar_without_source_are_refused(
    local_days: CalendarVersion, town: Entity, secretary: Any
) -> None:
    with working_for(town):
        with pytest.raises(NothingChanges):
            _publish(
                town, secretary, "20-01 Sant Sebastià | San Sebastián\n31-08 Festa major", source="DOGC 9999"
            )
        with pytest.raises(BadInput) as refused:
            _publish(town, secretary, "20-01 Sant Sebastià", source="  ")

    assert refused.value.field == "source"


def test_a_clerk_does_not_publish_nor_a_town_the_days_of_catalonia(
    calendars: Any, town: Entity, clerk: Any, secretary: Any
) -> None:
    with working_for(town):
        with pytest.raises(NotPermitted):
            _publish(town, clerk, "20-01 Sant Sebastià")
        with pytest.raises(NotPermitted) as refused:
            _publish(town, secretary, "24-06 Sant Joan", place=Place("ES-CT", "Catalunya"))

    assert refused.value.article == "Llei 39/2015, art. 30.7"


def test_a_version_is_never_changed_not_even_by_hand(local_days: CalendarVersion, province: Entity) -> None:
    with pytest.raises(DatabaseError), working_for(province), transaction.atomic():
        CalendarVersion.objects.filter(pk=local_days.pk).update(source="un altre")


def test_one_that_counts_from_tomorrow_is_not_in_force_today(
    local_days: CalendarVersion, town: Entity, secretary: Any
) -> None:
    with working_for(town):
        _publish(town, secretary, "21-01 Santa Agnès\n31-08 Festa major", published_on=date(2999, 1, 1))
        found = version_in_force("99101", 2026)

    assert found == local_days


def test_the_local_days_of_a_town_are_not_read_by_the_outsider(
    local_days: CalendarVersion, town: Entity, other_town: Entity, secretary: Any
) -> None:
    with working_for(town):
        mine = _publish(town, secretary, "20-01 Sant Sebastià\n01-09 Sant Gil")
    with working_for(other_town):
        seen = set(CalendarVersion.objects.values_list("pk", flat=True))

    assert mine.pk not in seen


def test_a_municipality_is_found_by_its_name_or_its_code(local_days: CalendarVersion, town: Entity) -> None:
    with working_for(town):
        assert place_named("vall-llobera") == Place("99101", "Vall-llobera")
        assert place_named("99101") == Place("99101", "Vall-llobera")
        assert (place_named("l'Escala") or Place("", "")).code == "17062"
        assert place_named("No hi és") is None
