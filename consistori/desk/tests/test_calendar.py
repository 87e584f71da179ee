"""The calendar of the town hall: what is written in it, whose eyes see it, and a room that nobody has twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consistori.desk.calendar import keeping
from consistori.desk.calendar.freebusy import all_free, clashes_of, sheets_of
from consistori.desk.calendar.models import CalendarEvent, WorkWeek
from consistori.desk.calendar.proposing import proposals_from
from consistori.desk.calendar.rules import Every, Repeat, monday_of
from consistori.desk.calendar.selectors import happenings, holidays_of, today_of_towns, week_of, who_is_here
from consistori.desk.calendar.services import RoomTaken, What, add_event, change_event, take_out
from consistori.directory.models import Person
from consistori.directory.services import tell_absence
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

CALENDAR = "/e/vall-llobera/desk/calendar/"
DAY = timedelta(days=1)
MONDAY = monday_of(today()) + timedelta(days=14)
MEETING = What(
    layer="meetings", title="Reunió de presidents", starts_on=MONDAY, starts=time(13), ends=time(14)
)


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_who_is_in_it_is_chosen_in_the_form_and_told_when_she_is_not_here(clerk, secretary, town, sign_in):
    with working_for(town):
        tell_absence(person(clerk), by=clerk, starts_on=MONDAY)
    said = {"title": "Reunió", "layer": "meetings", "starts_on": MONDAY, "starts": "9:00", "ends": "10:00"}
    browser = sign_in(secretary)

    page = browser.post(
        f"{CALENDAR}new/", said | {"people": [clerk.person_id, secretary.person_id]}, follow=True
    )

    assert "Aquell dia Núria no hi és" in page.content.decode()
    with working_for(town):
        event = CalendarEvent.objects.get()
        assert event.people.count() == 2
    asked = browser.get(f"{CALENDAR}events/{event.pk}/change/").content.decode()
    assert asked.count("checked") == 2
    browser.post(
        f"{CALENDAR}events/{event.pk}/change/", said | {"people": [secretary.person_id], "edition": 1}
    )
    with working_for(town):
        assert [one.pk for one in event.people.all()] == [secretary.person_id]


def test_what_is_written_on_a_day_is_seen_by_all_who_work_here(clerk, mayor, town, sign_in):
    page = sign_in(clerk).post(
        f"{CALENDAR}new/",
        {"title": "Visita al pavelló", "layer": "visits", "starts_on": MONDAY, "starts": "10:00", "ends": "11:00"},
        follow=True,
    )  # fmt: skip

    assert "Visita al pavelló" in page.content.decode() and "10.00" in page.content.decode()
    assert "Visita al pavelló" in sign_in(mayor).get(f"{CALENDAR}?on={MONDAY}&view=list").content.decode()
    with working_for(town):
        assert TrailEvent.objects.filter(kind="desk.EventAdded").count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"layer": "gossip"}, "layer"),
        ({"ends_on": MONDAY - DAY}, "last_day"),
        ({"ends_on": MONDAY + 900 * DAY}, "last_day"),
        ({"ends": None}, "ends"),
        ({"starts": time(15)}, "ends"),
        ({"starts_on": date(1871, 1, 1)}, "starts_on"),
        ({"people": ["00000000-0000-7000-8000-000000000000"]}, "people"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(clerk, at_work, more, field):
    with pytest.raises(BadInput) as refused:
        add_event(replace(MEETING, **more), by=clerk)

    assert refused.value.field == field


def test_a_room_is_never_booked_twice_and_the_page_says_who_has_it(clerk, secretary, town, sign_in):
    with working_for(town):
        hall = keeping.add_room(by=secretary, name="Sala de plens", seats=40)
        add_event(replace(MEETING, room=hall), by=secretary)
        add_event(
            replace(MEETING, room=hall, starts=time(14), ends=time(15)), by=secretary
        )  # they only touch
        with pytest.raises(RoomTaken):
            add_event(replace(MEETING, room=hall, starts=time(13, 30), ends=time(14, 30)), by=clerk)
        with pytest.raises(RoomTaken):
            add_event(replace(MEETING, room=hall, starts=None, ends=None), by=clerk)
        # The database itself refuses, whoever writes.
        with pytest.raises(IntegrityError), transaction.atomic():
            first = CalendarEvent.objects.exclude(occupied=None).order_by("starts_at").first()
            CalendarEvent.objects.exclude(pk=first.pk).update(occupied=first.occupied)
    said = {
        "title": "Assaig",
        "layer": "acts",
        "starts_on": MONDAY,
        "starts": "13:30",
        "ends": "15:00",
        "room": hall.pk,
    }

    page = sign_in(clerk).post(f"{CALENDAR}new/", said)

    assert page.status_code == 422
    text = page.content.decode()
    assert "Reunió de presidents" in text and "Mercè Soldevila" in text and "13.00" in text
    assert 'value="Assaig"' in text  # nothing that was typed is lost


def test_what_is_taken_out_frees_its_room_once(clerk, secretary, outsider, at_work):
    hall = keeping.add_room(by=secretary, name="Sala de plens")
    event = add_event(replace(MEETING, room=hall), by=clerk).event

    assert take_out(event, by=secretary) == 1
    with pytest.raises(AlreadyDone):
        take_out(event, by=secretary)
    assert add_event(replace(MEETING, room=hall), by=clerk).times == 1
    with pytest.raises(BadInput):  # somebody has it
        keeping.close_room(hall, by=secretary)
    with pytest.raises(NotPermitted):
        keeping.add_room(by=clerk, name="La meva sala")


def test_what_comes_every_week_is_left_out_on_holidays_and_taken_out_from_a_day_on(
    clerk, secretary, administrator, at_work, monkeypatch
):
    from consistori.desk.calendar import services
    from consistori.desk.calendar.selectors import Holidays

    monkeypatch.setattr(services, "holidays_of", lambda _town: Holidays({MONDAY + 7 * DAY: "Sant Andreu"}))

    done = add_event(MEETING, by=clerk, repeat=Repeat(Every.WEEK, MONDAY + 28 * DAY))

    assert (done.times, done.left_out) == (4, (MONDAY + 7 * DAY,))
    third = CalendarEvent.objects.order_by("starts_on")[1]
    assert take_out(third, by=secretary, and_after=True) == 3
    assert CalendarEvent.objects.standing().count() == 1


def test_of_what_is_private_the_rest_see_only_that_she_is_busy(clerk, secretary, town, sign_in):
    with working_for(town):
        event = add_event(
            replace(MEETING, title="Metge", is_private=True, people=[clerk.person_id]), by=clerk
        ).event
        seen = happenings(secretary, MONDAY, MONDAY + DAY)
        hers = happenings(clerk, MONDAY, MONDAY + DAY)
        assert [one.title for one in hers] == ["Metge"]
        assert [(one.is_busy, one.url) for one in seen] == [(True, "")] and "Metge" not in repr(seen)
        assert "Metge" not in str(list(TrailEvent.objects.values_list("content", flat=True)))
        with pytest.raises(NotPermitted):
            change_event(event, MEETING, by=secretary)
        sheet = next(one for one in sheets_of(secretary, MONDAY) if one.person.pk == clerk.person_id)
        assert [(busy.is_private, busy.span.opens) for busy in sheet.busy] == [(True, time(13))]
        assert "Metge" not in repr(sheet)

    browser = sign_in(secretary)
    assert browser.get(f"{CALENDAR}events/{event.pk}/").status_code == 404
    assert "Metge" not in browser.get(f"{CALENDAR}?on={MONDAY}").content.decode()
    assert "Metge" not in browser.get(f"{CALENDAR}free/?on={MONDAY}").content.decode()


def test_two_who_change_it_at_once_do_not_tread_on_each_other(clerk, secretary, at_work):
    event = add_event(MEETING, by=clerk).event

    changed = change_event(event, replace(MEETING, starts=time(12)), by=secretary, edition=event.version)

    assert changed.version == 2
    with pytest.raises(Stale):
        change_event(event, replace(MEETING, starts=time(9), ends=time(10)), by=clerk, edition=1)


def test_who_is_here_is_what_each_one_has_said(clerk, secretary, mayor, hire, town, at_work):
    architect = hire(town, "external", "Arnau", "Vidal")
    keeping.say_week(person(secretary), by=secretary, hours=["8.00-15.00", "", "", "", "", "", ""], home=[0])
    tell_absence(
        person(clerk), by=clerk, starts_on=MONDAY, ends_on=MONDAY + 2 * DAY, covered_by=person(secretary)
    )

    stands = {one.person.given_name: one for one in who_is_here(town, MONDAY)}
    tuesday = {one.person.given_name: str(one.where) for one in who_is_here(town, MONDAY + DAY)}

    assert {name: str(one.where) for name, one in stands.items()} == {
        "Mercè": "home", "Núria": "away", "Arnau": "unsaid",
    }  # fmt: skip
    assert "Mercè" in stands["Núria"].words and "8.00" in stands["Mercè"].words
    assert tuesday["Mercè"] == "off" and "Rosa" not in tuesday
    with pytest.raises(NotPermitted):
        keeping.say_week(person(secretary), by=architect, hours=[""] * 7)
    with pytest.raises(BadInput) as refused:
        keeping.say_week(person(architect), by=architect, hours=["", "al matí", "", "", "", "", ""])
    assert refused.value.field == "day_1" and not WorkWeek.objects.filter(person=person(architect)).exists()


def test_the_hours_in_which_all_are_free_and_whoever_has_something_is_named(clerk, secretary, town, at_work):
    for one in (clerk, secretary):
        keeping.say_week(person(one), by=secretary, hours=["9.00-14.00"] * 5 + ["", ""])
    add_event(replace(MEETING, starts=time(10), ends=time(11), people=[clerk.person_id]), by=clerk)
    add_event(replace(MEETING, starts=time(12), ends=time(12, 45), is_of_all=True), by=clerk)

    free = all_free(sheets_of(secretary, MONDAY))
    late = add_event(
        replace(MEETING, starts=time(10, 30), ends=time(11, 30), people=[clerk.person_id]), by=secretary
    )

    assert [(span.opens, span.closes) for span in free] == [
        (time(9), time(10)), (time(11), time(12)), (time(12, 45), time(14)),
    ]  # fmt: skip
    assert len(clashes_of(late.event, secretary)) == 1 and "Núria" in clashes_of(late.event, secretary)[0]


def test_the_call_of_a_session_is_proposed_and_written_once(clerk, secretary, town, sign_in):
    with working_for(town):
        thursday = monday_of(today() + 9 * DAY) + 3 * DAY
        session = add_event(
            replace(MEETING, layer="sessions", title="Ple ordinari", starts_on=thursday), by=secretary
        ).event
        proposed = proposals_from(today(), holidays_of(town))
    browser = sign_in(secretary)

    assert [(one.event, one.on) for one in proposed] == [(session, thursday - 3 * DAY)]
    assert browser.post(f"{CALENDAR}events/{session.pk}/call/").status_code == 302
    assert browser.post(f"{CALENDAR}events/{session.pk}/call/").status_code == 409
    with working_for(town):
        assert proposals_from(today(), holidays_of(town)) == []


def test_a_month_with_much_in_it_costs_no_statement_more(clerk, secretary, town, sign_in, statements):
    browser = sign_in(clerk)
    browser.get(CALENDAR)
    with statements() as bare:
        browser.get(f"{CALENDAR}?on={MONDAY}")
    with working_for(town):
        hall = keeping.add_room(by=secretary, name="Sala de plens")
        for n in range(12):
            add_event(
                replace(MEETING, starts_on=MONDAY + n * DAY, room=hall, people=[clerk.person_id]),
                by=secretary,
            )

    with statements() as full:
        page = browser.get(f"{CALENDAR}?on={MONDAY}").content.decode()
    with working_for(town), statements() as week:
        days = week_of(clerk, MONDAY)
    with working_for(town), statements() as towns:
        hers = today_of_towns([clerk], MONDAY)

    assert page.count("Reunió de presidents") >= 12 and full.count <= bare.count + 1 and full.count <= 26
    assert [len(day.happenings) for day in days] == [1] * 7 and week.count <= 13
    assert len(hers) == 1 and towns.count <= 2


def test_the_outsider_finds_no_calendar_here_and_nothing_of_ours_in_hers(
    clerk, outsider, town, other_town, sign_in
):
    with working_for(town):
        event = add_event(MEETING, by=clerk).event
    browser = sign_in(outsider)

    assert browser.get(CALENDAR).status_code == 404
    told = [browser.get(f"{CALENDAR}events/{event.pk}/"), browser.post(f"{CALENDAR}events/{event.pk}/out/")]
    assert {answer.status_code for answer in told} == {404}
    assert browser.get("/e/els-molinars/desk/calendar/").status_code == 404  # a basic town has none
    with working_for(other_town):
        assert happenings(outsider, MONDAY, MONDAY + 7 * DAY) == []
        with pytest.raises(NotPermitted):
            add_event(MEETING, by=clerk.__class__(clerk.person_id, clerk.name, other_town.pk))
