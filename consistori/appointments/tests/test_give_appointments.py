"""Giving, proving, moving and cancelling an hour."""

from __future__ import annotations

import contextvars
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

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


def test_names_are_said_in_the_language_of_who_reads(census):
    with translation.override("es"):
        assert census.name == "el padrón"
    with translation.override("ca"):
        assert census.name == "el padró"


def test_a_seal_opens_only_its_own(give):
    made, other = give(hour(17, 9)), give(hour(17, 10), asker={"email": "b@correu.example"})

    assert selectors.with_seal(made.pk, made.seal).pk == made.pk
    for seal in (other.seal, made.seal[:-1], "x", ""):
        with pytest.raises(NotHere):
            selectors.with_seal(made.pk, seal)


def test_whoever_is_at_the_counter_has_the_next_hour_though_the_service_asks_for_notice(
    give, secretary, census, counter, clock
):
    services.save_service(
        by=secretary, service=census, name_ca="el padró", minutes=30, ways=["counter"], desks=[counter],
        notice_hours=24,
    )  # fmt: skip
    with pytest.raises(HourTaken):
        give(hour(16, 9))

    made = give(hour(16, 9), by=secretary, through="counter")

    assert made.state == "given"


def test_a_held_hour_is_neither_moved_nor_cancelled_and_nobody_is_written_to(
    give, town, run_jobs, mailoutbox
):
    held, by = give(hour(17, 9), held=True), Actor.program(town.pk)

    with pytest.raises(NotHere):
        services.move_appointment(held, by=by, starts_at=hour(18, 9))
    with pytest.raises(NotHere):
        services.cancel_appointment(held, by=by)
    run_jobs()

    assert Appointment.objects.get().starts_at == hour(17, 9)
    assert mailoutbox == []


def test_a_reminder_that_comes_after_the_cancellation_is_not_sent(
    give, secretary, town, run_jobs, mailoutbox
):
    from consistori.appointments.jobs import tell_person
    from consistori.tenancy.jobs import defer

    made = give(hour(17, 9))
    run_jobs()
    defer(tell_person, appointment_id=str(made.pk), what="reminder")
    services.cancel_appointment(made, by=secretary, by_us=True, reason="Obres")
    run_jobs()

    assert len(mailoutbox) == 2, "given and cancelled"
    assert Appointment.objects.get().cancel_reason in mailoutbox[1].body


def test_attended_and_missed_are_written_once(give, clock, secretary):
    came, other = give(hour(17, 9)), give(hour(17, 9, 30), asker={"email": "b@correu.example"})
    clock.is_at(17, 10)
    for _turn in range(2):
        services.attend(came, by=secretary)
        services.was_missed(other, by=secretary)
        clock.goes_on(minutes=1)

    came.refresh_from_db()
    other.refresh_from_db()
    assert (came.attended_at, other.missed_at) == (hour(17, 10), hour(17, 10))


def test_hours_for_everybody_do_not_bring_back_whoever_is_absent(census, counter, secretary, clerk):
    from consistori.directory.models import Absence, Person

    person = Person.objects.get(pk=clerk.person_id)
    services.save_desk(by=secretary, desk=counter, name_ca="la Núria", hours=counter.hours, person=person)
    Absence.objects.create(person=person, starts_on=date(2026, 11, 17), ends_on=date(2026, 11, 18))
    services.close_days(
        by=secretary, first_on=date(2026, 11, 17), last_on=date(2026, 11, 18), hours="9.00-10.00",
        reason_ca="Horari d’estiu",
    )  # fmt: skip
    service = selectors.service_named("padro")

    assert selectors.day_offer(service, date(2026, 11, 17)).why == "away"
    assert _hours(service, 18) == ["09.00", "09.30"]


@pytest.mark.parametrize("year", [1, 9999])
def test_an_hour_out_of_the_calendar_is_one_that_nobody_gives(give, year):
    at = hour(17, 9).replace(year=year, month=12 if year > 1 else 1, day=31 if year > 1 else 1)
    with pytest.raises(HourTaken):
        give(at)


def test_hours_whose_code_is_awaited_are_of_the_three_of_a_line(give, clock):
    for minute in (0, 30):
        give(hour(17, 9, minute), held=True)
        give(hour(18, 9, minute), held=True, asker={"email": "pere@correu.example"})
    give(hour(17, 10), held=True)
    with pytest.raises(TooManyAppointments):
        give(hour(17, 10, 30), held=True)

    clock.goes_on(minutes=11)
    assert give(hour(17, 10, 30), held=True).held_until


def test_codes_that_nobody_said_do_not_shut_out_who_has_only_a_telephone(give, monkeypatch):
    from consistori.appointments.services import giving

    monkeypatch.setattr(giving, "MOST_UNPROVEN_A_DAY", 1)
    give(hour(17, 9), held=True)

    assert give(hour(17, 9, 30), asker={"email": "", "phone": "972000138"}).state == "given"
    with pytest.raises(TooManyAppointments):
        give(hour(17, 10), asker={"email": "", "phone": "972000139"})


def test_what_is_taken_back_is_told_as_what_was_written_was(give, clock, secretary):
    made = give(hour(17, 9))
    clock.is_at(17, 9, 5)
    services.attend(made, by=secretary)
    services.take_back(made, by=secretary)
    services.take_back(made, by=secretary)

    told = [type(one.event).__name__ for one in current_scope().pending if one.event.subject_id == made.pk]

    assert told == ["AppointmentGiven", "AppointmentAttended", "AppointmentTakenBack"]
