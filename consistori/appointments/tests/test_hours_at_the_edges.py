"""Hours at their edges: unproved lines, late letters, things told twice, days that are not in a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from consistori.appointments import selectors, services
from consistori.appointments.models import Appointment
from consistori.appointments.services import HourTaken, TooManyAppointments
from consistori.appointments.tests.conftest import hour
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.tenancy.scope import current_scope


def _hours(service: Any, day: int) -> list[str]:
    return [f"{at:%H.%M}" for at in selectors.day_offer(service, date(2026, 11, day)).hours]


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


def test_hours_for_everybody_shorten_those_of_each_desk(census, counter, secretary):
    before = _hours(selectors.service_named("padro"), 17)
    services.close_days(
        by=secretary, first_on=date(2026, 11, 17), last_on=date(2026, 11, 21), hours="0.00-9.30",
        reason_ca="Vigília de festa",
    )  # fmt: skip
    service = selectors.service_named("padro")

    assert before == ["09.00", "09.30", "10.00", "10.30"]
    assert _hours(service, 17) == ["09.00"]
    assert _hours(service, 21) == []  # a Saturday, when no desk attends


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
