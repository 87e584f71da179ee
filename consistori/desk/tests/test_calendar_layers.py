"""What the rooms below put in the calendar, and what it never says: a reserved case, whose an appointment is, why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consistori.appointments.services import Asker, give_appointment, save_desk, save_service
from consistori.cases.services import reserve_case
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, open_deadline, publish_calendar
from consistori.deadlines.subjects import Subject
from consistori.desk.calendar.layers import Happening, layers
from consistori.desk.calendar.rules import monday_of
from consistori.desk.calendar.selectors import happenings
from consistori.directory.models import Person
from consistori.directory.services import tell_absence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tasks.models import Duty

DAY = timedelta(days=1)
MONDAY = monday_of(today()) + timedelta(days=14)
SANT_ANDREU = date(2026, 11, 30)


def of_layer(name: str, actor: Any, first: date, until: date) -> list[Happening]:
    return [one for one in happenings(actor, first, until) if one.layer == name]


def a_month(clerk: Any, case: Any, **more: Any) -> Any:
    """A term of a month from Thursday 29 October 2026: it would end on Sunday 29 November."""
    return open_deadline(
        by=clerk, subject=Subject("case", case.pk), start_on=date(2026, 10, 29), amount=1, unit="months",
        article="Llei 39/2015, art. 21", ending="positive_silence", whose="administration", start="agreement",
        title="Resoldre i notificar", **more,
    )  # fmt: skip


def test_a_term_stands_where_the_law_moves_it_and_says_so(clerk, town, at_work, open_a_case):
    program = Actor.system("install", town.pk)
    adopt_standard_calendars(town, program)
    publish_calendar(
        place=place_of(town), year=2026, holidays=read_list("11-05 Fira | Feria\n30-11 Sant Andreu | San Andrés", 2026),
        source="DOGC 9999", published_on=date(2026, 1, 1), by=program,
    )  # fmt: skip
    term = a_month(clerk, open_a_case(clerk, "Gual de les Escoles"))

    found = of_layer("deadlines", clerk, date(2026, 11, 23), date(2026, 12, 7))

    assert [(one.title, one.starts_on) for one in found] == [("Gual de les Escoles", SANT_ANDREU + DAY)]
    assert "29 nov." in found[0].note and found[0].why_url == term.get_absolute_url()
    assert found[0].tone in {"risk", "overdue"}


def test_without_the_local_days_a_term_is_not_before_its_day(clerk, at_work, open_a_case):
    a_month(clerk, open_a_case(clerk, "Gual de les Escoles"))

    found = of_layer("deadlines", clerk, date(2026, 11, 23), date(2026, 12, 7))

    assert [one.tone for one in found] == ["unsure"] and "abans" in found[0].note


def test_of_a_reserved_case_nothing_is_said_to_whoever_does_not_read_it(
    clerk, secretary, hire, town, open_a_case, at_work
):
    case = open_a_case(clerk, "Sanció a la taverna")
    a_month(clerk, case)
    reserve_case(case, by=secretary, reason="Menors")
    other = hire(town, "councillor", "Berta", "Solé")

    assert of_layer("deadlines", other, date(2026, 11, 23), date(2026, 12, 7)) == []


def test_an_appointment_says_of_what_and_never_whose(clerk, secretary, mayor, hire, town, at_work):
    desk = save_desk(by=secretary, name_ca="el taulell 1", hours=["9.00-11.00"] * 5 + ["", ""])
    service = save_service(
        by=secretary,
        key="padro",
        name_ca="el padró",
        minutes=30,
        ways=["counter"],
        desks=[desk],
        notice_hours=0,
    )
    at = timezone.make_aware(datetime.combine(MONDAY, time(9)))
    asker = Asker(name="Laia Riubrugent", email="laia@correu.example")
    give_appointment(by=Actor.program(town.pk), service=service, starts_at=at, way="counter", asker=asker)
    archivist = hire(town, "archivist", "Carme", "Tort")

    found = of_layer("visits", clerk, MONDAY, MONDAY + DAY)

    assert [(one.title, one.starts_at) for one in found] == [("Cita: el padró", at)] and "Laia" not in repr(
        found
    )
    assert of_layer("visits", archivist, MONDAY, MONDAY + DAY) == []  # she does not read the agenda


def test_who_is_away_is_said_and_why_is_not(clerk, secretary, at_work):
    people = {actor: Person.objects.get(pk=actor.person_id) for actor in (clerk, secretary)}
    tell_absence(
        people[clerk], by=clerk, starts_on=MONDAY, covered_by=people[secretary], note="Operació del genoll"
    )

    found = of_layer("absences", secretary, MONDAY - DAY, MONDAY + 7 * DAY)

    assert [(one.starts_on, one.ends_on, one.people) for one in found] == [
        (MONDAY, MONDAY + 7 * DAY, (clerk.person_id,))  # until she says, to the end of what is looked at
    ]
    assert "genoll" not in repr(found) and "Mercè" in found[0].note


def test_a_yearly_duty_of_the_law_is_a_term_and_one_of_custom_a_campaign(clerk, town, outsider, at_work):
    said = {"month": MONDAY.month, "day": MONDAY.day, "begun_on": today()}
    Duty.objects.create(title="Compte general", by_law=True, article="TRLRHL, art. 212", **said)
    Duty.objects.create(title="Loteria de Nadal", **said)
    Duty.objects.create(title="Cada setmana", every="week", begun_on=today())

    terms = of_layer("deadlines", clerk, MONDAY, MONDAY + DAY)
    campaigns = of_layer("campaigns", clerk, MONDAY, MONDAY + DAY)

    assert [(one.title, one.tone, one.note) for one in terms] == [
        ("Compte general", "calm", "TRLRHL, art. 212")
    ]
    assert [(one.title, one.tone) for one in campaigns] == [("Loteria de Nadal", "")]
    assert happenings(outsider, MONDAY, MONDAY + DAY) == []


@pytest.mark.parametrize("switch", ["deadlines"])
def test_a_layer_whose_switch_is_off_is_not_there(town, switch):
    town.switches = {switch: False}

    assert switch not in {layer.name for layer in layers.here(town)}
