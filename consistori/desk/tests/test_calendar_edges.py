"""What the calendar keeps to few, and what it does not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consistori.desk.calendar import keeping
from consistori.desk.calendar.models import CalendarEvent
from consistori.desk.calendar.proposing import proposals_from
from consistori.desk.calendar.rules import Every, Repeat
from consistori.desk.calendar.selectors import holidays_of
from consistori.desk.calendar.services import add_event, change_event, take_out
from consistori.desk.tests.test_calendar import CALENDAR, DAY, MEETING, MONDAY
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for


def test_what_is_private_of_a_series_is_not_taken_out_by_the_rest(clerk, secretary, at_work):
    add_event(MEETING, by=clerk, repeat=Repeat(Every.WEEK, MONDAY + 14 * DAY))
    first, _second, last = CalendarEvent.objects.order_by("starts_on")
    change_event(last, replace(MEETING, starts_on=last.starts_on, is_private=True), by=clerk)

    assert take_out(first, by=secretary, and_after=True) == 2
    assert CalendarEvent.objects.standing().get() == last


def test_of_a_private_session_nothing_is_proposed_to_all_and_its_call_is_private_too(
    clerk, secretary, town, sign_in
):
    with working_for(town):
        what = replace(MEETING, layer="sessions", title="Comissió reservada", is_private=True)
        session = add_event(replace(what, people=[secretary.person_id]), by=clerk).event
        assert proposals_from(today(), holidays_of(town)) == []

    sign_in(secretary).post(f"{CALENDAR}events/{session.pk}/call/")

    with working_for(town):
        call = CalendarEvent.objects.exclude(pk=session.pk).get()
        assert call.is_private and call.people.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"last_day": "9999-12-31"},
        {"every": "week", "until": "9999-12-31"},
        {"every": "month", "until": "9999-12-31"},
        {"starts": "13:00:10", "ends": "13:00:50"},
    ],
)
def test_what_no_calendar_holds_is_refused_in_the_form(clerk, secretary, town, sign_in, more):
    with working_for(town):
        hall = keeping.add_room(by=secretary, name="Sala de plens")
    said = {"title": "Reunió", "layer": "meetings", "starts_on": MONDAY, "room": hall.pk}

    assert sign_in(clerk).post(f"{CALENDAR}new/", said | more).status_code == 422


def test_an_edition_that_is_no_number_is_no_fault(clerk, town, sign_in):
    with working_for(town):
        event = add_event(MEETING, by=clerk).event
    said = {"title": "Reunió", "layer": "meetings", "starts_on": MONDAY, "edition": "²"}

    assert sign_in(clerk).post(f"{CALENDAR}events/{event.pk}/change/", said).status_code == 302
