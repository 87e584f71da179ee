"""Giving, proving, moving and cancelling an hour."""

from __future__ import annotations

import contextvars
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consistori.appointments import selectors, services
from consistori.appointments.models import Appointment
from consistori.appointments.services import Asker, HourTaken, TooManyAppointments, give_appointment
from consistori.appointments.tests.conftest import hour
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted
from consistori.tenancy.scope import current_scope, tell_database, working_for


def _hours(service: Any, day: int) -> list[str]:
    return [f"{at:%H.%M}" for at in selectors.day_offer(service, date(2026, 11, day)).hours]


def test_an_hour_that_is_given_is_not_offered_any_more(give, census):
    made = give(hour(17, 9, 30))

    assert _hours(selectors.service_named("padro"), 17) == ["09.00", "10.00", "10.30"]
    assert (made.code, made.ends_at, made.state) == ("A114", hour(17, 10), "given")


def test_somebody_else_does_not_get_it(give):
    give(hour(17, 9))

    with pytest.raises(HourTaken) as refused:
        give(hour(17, 9), asker={"email": "pere@correu.example"})

    assert refused.value.field == "starts_at"


@pytest.mark.parametrize("at", [hour(17, 9, 10), hour(17, 8), hour(21, 9), hour(16, 8)])
def test_an_hour_that_nobody_offers_is_not_given(give, at):
    with pytest.raises(HourTaken):
        give(at)


def test_the_database_itself_keeps_two_from_one_desk(give):
    made = give(hour(17, 9))

    with pytest.raises(IntegrityError, match="a_desk_attends_one_at_a_time"), transaction.atomic():
        Appointment.objects.create(
            service=made.service, desk=made.desk, starts_at=made.starts_at, ends_at=made.ends_at,
            occupied=made.occupied, name="Un altre", booked_at=made.booked_at, booked_through="office",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="takes_its_desk"), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(occupied=None)


def test_with_two_desks_the_one_with_less_work_attends(give, census, secretary, counter):
    second = services.save_desk(by=secretary, name_ca="el taulell 2", hours=counter.hours)
    services.save_service(
        by=secretary,
        service=census,
        name_ca="el padró",
        minutes=30,
        ways=["counter"],
        desks=[counter, second],
    )
    service = selectors.service_named("padro")

    desks = [
        give(hour(17, 9), service=service).desk.number,
        give(hour(17, 9), service=service, asker={"email": "b@correu.example"}).desk.number,
        give(hour(17, 10), service=service, asker={"email": "c@correu.example"}).desk.number,
    ]

    assert desks == [1, 2, 1]


@pytest.mark.parametrize(
    "asker,way,field",
    [
        ({"name": "  "}, "counter", "name"),
        ({"email": "", "phone": ""}, "counter", "email"),
        ({"email": "no"}, "counter", "email"),
        ({"phone": "abc"}, "counter", "phone"),
        ({"phone": ""}, "phone", "phone"),
        ({}, "video", "way"),
    ],
)
def test_bad_input_says_its_field_and_takes_no_hour(give, asker, way, field):
    with pytest.raises(BadInput) as refused:
        give(hour(17, 9), way=way, asker=asker)

    assert refused.value.field == field
    assert not Appointment.objects.exists()


def test_one_line_does_not_fill_the_week(give):
    for day in (17, 18, 19):
        give(hour(day, 9))

    with pytest.raises(TooManyAppointments):
        give(hour(20, 9))


def test_held_hours_are_free_again_after_ten_minutes(give, clock, town):
    held = give(hour(17, 9), held=True)
    with pytest.raises(HourTaken):
        give(hour(17, 9), asker={"email": "pere@correu.example"})
    assert "09.00" not in _hours(selectors.service_named("padro"), 17)

    clock.goes_on(minutes=11)
    given = give(hour(17, 9), asker={"email": "pere@correu.example"})

    assert given.state == "given"
    with pytest.raises(HourTaken):
        services.confirm_line(held, by=Actor.program(town.pk), proven="email")


def test_who_proves_the_line_in_time_keeps_it(give, town, run_jobs, mailoutbox):
    held = give(hour(17, 9), held=True)
    assert not selectors.agenda(date(2026, 11, 17))

    services.confirm_line(held, by=Actor.program(town.pk), proven="email")
    services.confirm_line(held, by=Actor.program(town.pk), proven="email")

    row = Appointment.objects.get()
    assert (row.state, row.proven) == ("given", "email")
    assert len(selectors.agenda(date(2026, 11, 17))) == 1


def test_moving_keeps_the_first_hour_until_there_is_another(give, town, secretary):
    made, other = give(hour(17, 9)), give(hour(17, 10), asker={"email": "b@correu.example"})

    with pytest.raises(HourTaken):
        services.move_appointment(made, by=secretary, starts_at=other.starts_at)
    assert Appointment.objects.get(pk=made.pk).starts_at == hour(17, 9)

    moved = services.move_appointment(made, by=secretary, starts_at=hour(18, 9))

    assert (moved.starts_at, moved.sequence, moved.code) == (hour(18, 9), 1, "A108")
    assert "09.00" in _hours(selectors.service_named("padro"), 17)


def test_a_cancelled_hour_is_free_and_is_not_cancelled_twice(give, secretary):
    made = give(hour(17, 9))
    with pytest.raises(BadInput) as why:
        services.cancel_appointment(made, by=secretary, by_us=True)
    assert why.value.field == "reason"

    services.cancel_appointment(made, by=secretary, by_us=True, reason="La treballadora és malalta")

    assert "09.00" in _hours(selectors.service_named("padro"), 17)
    with pytest.raises(AlreadyDone):
        services.cancel_appointment(made, by=secretary)
    with pytest.raises(AlreadyDone):
        services.move_appointment(made, by=secretary, starts_at=hour(18, 9))


def test_holidays_absences_and_closed_days_give_no_hour(give, census, counter, secretary, clerk):
    from consistori.directory.models import Absence, Person

    services.close_days(
        by=secretary, first_on=date(2026, 11, 17), last_on=date(2026, 11, 17), reason_ca="Obres"
    )
    services.close_days(
        by=secretary, desk=counter, first_on=date(2026, 11, 18), last_on=date(2026, 11, 18), hours="16.00-17.00",
        reason_ca="Fira",
    )  # fmt: skip
    person = Person.objects.get(pk=clerk.person_id)
    services.save_desk(by=secretary, desk=counter, name_ca="la Núria", hours=counter.hours, person=person)
    Absence.objects.create(person=person, starts_on=date(2026, 11, 19), ends_on=date(2026, 11, 20))

    week = {
        day.on.day: day for day in selectors.week_offer(selectors.service_named("padro"), date(2026, 11, 16))
    }

    assert (week[17].why, week[17].words) == ("closed", "Obres")
    assert [f"{at:%H.%M}" for at in week[18].hours] == ["16.00", "16.30"]
    assert week[19].why == "away"
    assert len(week[20].hours) == 4


def test_who_did_not_come_is_counted_and_forgotten_after_a_year(give, clock, town):
    from consistori.appointments.jobs import sweep

    give(hour(17, 9))
    came = give(hour(17, 9, 30), asker={"email": "b@correu.example"})
    clock.is_at(17, 9, 40)
    services.attend(came, by=Actor.program(town.pk))
    clock.is_at(18, 3)

    assert sweep(town) == 1
    assert sweep(town) == 0
    (month,) = selectors.figures(2026)
    assert (month["given"], month["attended"], month["missed"]) == (2, 1, 1)

    clock.goes_on(days=366)
    sweep(town)
    row = Appointment.objects.get(pk=came.pk)
    assert (row.name, row.email, row.phone, row.party) == ("", "", "", None)
    assert selectors.figures(2026)[0]["attended"] == 1


def test_the_day_has_an_order(give, clock, secretary):
    made = give(hour(17, 9))
    with pytest.raises(AlreadyDone):
        services.welcome(made, by=secretary)
    with pytest.raises(AlreadyDone):
        services.was_missed(made, by=secretary)

    clock.is_at(17, 8, 55)
    services.welcome(made, by=secretary)
    assert [row.code for row in selectors.on_screen()[1]] == ["A108"]
    services.call(made, by=secretary)
    assert [row.code for row in selectors.on_screen()[0]] == ["A108"]
    services.attend(made, by=secretary)
    assert selectors.on_screen() == ([], [])
    assert services.take_back(made, by=secretary).state == "here"


def test_the_trail_tells_it_and_names_nobody(give, secretary):
    made = give(hour(17, 9), asker={"about": "un tema delicat"})
    services.cancel_appointment(made, by=secretary, by_us=True, reason="Avís a la Laia")

    told = [one.event for one in current_scope().pending if one.event.subject_id == made.pk]

    assert [type(one).__name__ for one in told] == ["AppointmentGiven", "AppointmentCancelled"]
    for word in ("Laia", "delicat", "correu"):
        assert word not in str([one.payload() for one in told])


def test_in_another_town_it_does_not_exist(give, other_town):
    made = give(hour(17, 9))

    def look() -> None:
        with working_for(other_town):
            assert not Appointment.objects.exists()
            with pytest.raises(NotHere):
                selectors.with_seal(made.pk, made.seal)

    contextvars.Context().run(look)
    tell_database(current_scope())  # the other town was worked for inside the scope of this one


def test_who_only_reads_gives_nothing(give, hire, town, census):
    auditor = hire(town, "auditor", "Àlex", "Comptes")

    with pytest.raises(NotPermitted):
        give_appointment(
            by=auditor, service=census, starts_at=hour(17, 9), way="counter", asker=Asker("A", "a@b.example")
        )
