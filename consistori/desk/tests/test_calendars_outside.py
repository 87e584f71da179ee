"""Calendars that go out by a secret address, those that are brought in, the planner of the year, and the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from consistori.desk.calendar import bringing, ical, keeping, ports
from consistori.desk.calendar.layers import layers
from consistori.desk.calendar.models import CalendarEvent, Feed, Source
from consistori.desk.calendar.planner import plan_of
from consistori.desk.calendar.refreshing import read_calendars
from consistori.desk.calendar.rules import monday_of
from consistori.desk.calendar.services import What, add_event
from consistori.directory.models import Person, Post
from consistori.directory.services.tokens import create_token
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for

TOWN = "/e/vall-llobera"
DAY = timedelta(days=1)
MONDAY = monday_of(today()) + timedelta(days=14)
MEETING = What(layer="meetings", title="Reunió", starts_on=MONDAY, starts=time(13), ends=time(14))
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Escola\r\n"


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    return (HEAD + "".join(events) + "END:VCALENDAR\r\n").encode()


CONCERT = event(
    "UID:1", f"DTSTART:{MONDAY:%Y%m%d}T190000", "DURATION:PT2H", "SUMMARY:Concert", "LOCATION:Pavelló"
)


def test_a_secret_address_gives_what_its_person_may_see_until_it_is_withdrawn(
    clerk, secretary, town, other_town, sign_in, client
):
    with working_for(town):
        add_event(replace(MEETING, is_of_all=True), by=secretary)
        add_event(replace(MEETING, title="Cosa d’altri", people=[secretary.person_id]), by=secretary)
        add_event(
            replace(MEETING, title="Metge", is_private=True, people=[secretary.person_id]), by=secretary
        )
        add_event(replace(MEETING, layer="acts", title="Assaig"), by=secretary)
    browser = sign_in(clerk)
    said = {"name": "El meu telèfon", "layers": ["meetings", "absences"]}
    page = browser.post(f"{TOWN}/desk/calendar/feeds/", said).content.decode()
    path = page.split("calendar/", 1)[1] and next(
        word for word in page.replace("<", " ").replace(">", " ").split() if word.endswith(".ics")
    ).split("testserver", 1)[1]  # fmt: skip
    client.logout()

    answer = client.get(path)
    read = Calendar.from_ical(answer.content)

    titles = sorted(str(one["SUMMARY"]) for one in read.walk("VEVENT"))
    assert titles == ["Cosa d’altri", "Mercè: ocupat", "Reunió"] and "Metge" not in answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and "noindex" in answer["X-Robots-Tag"]
    assert client.get(path.replace(".ics", "x.ics")).status_code == 404
    assert client.get(path.replace("vall-llobera", "els-molinars")).status_code == 404
    with working_for(town):
        feed = Feed.objects.get()
        assert feed.read_at is not None and path.rsplit("/", 1)[1].removesuffix(".ics") not in feed.digest
        feed.only_mine = True
        feed.save(update_fields=["only_mine"])
    assert len(Calendar.from_ical(client.get(path).content).walk("VEVENT")) == 1
    with working_for(town):
        Post.objects.filter(person_id=clerk.person_id).update(ends_on=today())
    assert client.get(path).status_code == 404  # she works here no more
    with working_for(town):
        Post.objects.filter(person_id=clerk.person_id).update(ends_on=None)
        keeping.withdraw_feed(feed, by=secretary)
    assert client.get(path).status_code == 404


def test_only_its_person_withdraws_a_secret_address_or_whoever_keeps_the_house(clerk, mayor, at_work):
    feed, _secret = keeping.make_feed(by=clerk, person=person(clerk), name="x", layers_of=["acts", "gossip"])

    assert feed.layers == ["acts"]
    with pytest.raises(NotPermitted):
        keeping.withdraw_feed(feed, by=mayor)
    with pytest.raises(BadInput):
        keeping.make_feed(by=clerk, person=person(clerk), name="x", layers_of=["gossip"])


def test_a_file_is_read_shown_and_then_brought_in_once(secretary, clerk, town, sign_in):
    data = calendar(CONCERT, event("UID:2", f"DTSTART;VALUE=DATE:{MONDAY:%Y%m%d}", "SUMMARY:Vacances"))
    browser, url = sign_in(secretary), f"{TOWN}/desk/calendar/sources/"

    shown = browser.post(url, {"file": SimpleUploadedFile("e.ics", data), "layer": "acts"}).content.decode()
    sealed = shown.split('name="sealed" value="', 1)[1].split('"', 1)[0]
    with working_for(town):
        assert not CalendarEvent.objects.exists() and "Escola" in shown and "Concert" in shown
    browser.post(url, {"sealed": sealed})

    with working_for(town):
        rows = {row.title: row for row in CalendarEvent.objects.all()}
        source = Source.objects.get()
        assert rows["Concert"].place == "Pavelló" and rows["Concert"].starts_on == MONDAY
        assert rows["Vacances"].starts_at is None and rows["Vacances"].ends_on == MONDAY + DAY
        moved = CONCERT.replace("T190000", "T200000")
        again = bringing.read_again(source, ical.read(calendar(moved), on=today()).events, by=secretary)
        assert (again.added, again.changed, again.gone) == (0, 1, 1)
        assert bringing.let_go(source, by=secretary) == 1 and not CalendarEvent.objects.standing().exists()
    assert browser.post(url, {"sealed": sealed + "x"}).status_code == 422
    assert sign_in(clerk).post(url, {"sealed": sealed}).status_code == 403


def test_what_cannot_be_read_says_its_line_and_leaves_the_rest(monkeypatch):
    data = calendar(
        event("UID:a", "SUMMARY:Sense dia"),
        CONCERT,
        event("UID:b", "DTSTART:20261332T000000", "SUMMARY:El tretze"),
        event("UID:c", f"DTSTART:{MONDAY:%Y%m%d}T100000Z", "RRULE:FREQ=SECONDLY", "SUMMARY:Tic-tac"),
        event("UID:d", f"DTSTART:{MONDAY:%Y%m%d}", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "SUMMARY:Mai"),
        event("UID:f", f"DTSTART:{MONDAY:%Y%m%d}", "RRULE:FREQ=YEARLY;INTERVAL=00;BYMONTH=2;BYMONTHDAY=30"),
        "BEGIN:VEVENT\r\nUID:e\r\n",
    )

    found = ical.read(data, on=today())

    assert [one.title for one in found.events] == ["Concert"]
    assert [fault.line for fault in found.faults] == [4, 17, 20, 26, 32, 37] and all(
        f.sentence for f in found.faults
    )
    odd = ical.read(calendar(CONCERT.replace("Concert", "Con\0cert")), on=today())
    assert [one.title for one in odd.events] == ["Concert"]  # the database keeps no such letter
    monkeypatch.setattr(ical, "MOST_ROWS", 1)
    cut = ical.read(calendar(CONCERT, CONCERT.replace("UID:1", "UID:2")), on=today())
    assert len(cut.events) == 1 == len(cut.faults)
    assert ical.read(b"%PDF-1.7", on=today()).faults[0].line == 1
    assert ical.read(b"BEGIN:VCALENDAR" + b"\n" * ical.MOST_BYTES, on=today()).faults[0].line == 1


def test_what_repeats_is_each_of_its_days_by_the_hour_of_here():
    start = date(2026, 10, 22)  # a Thursday before the hour changes
    data = calendar(
        event(
            "UID:r", "DTSTART;TZID=Europe/Madrid:20261022T180000", "DTEND;TZID=Europe/Madrid:20261022T190000",
            "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Madrid:20261029T180000", "SUMMARY:Coral",
        ),
        event("UID:old", "DTSTART;VALUE=DATE:20050101", "SUMMARY:Vell"),
        event("UID:forever", "DTSTART;VALUE=DATE:20000103", "RRULE:FREQ=DAILY", "SUMMARY:Cada dia"),
    )  # fmt: skip

    found = ical.read(data, on=start)

    coral = [one for one in found.events if one.title == "Coral"]
    assert [one.starts_on for one in coral] == [start, start + 14 * DAY, start + 21 * DAY]
    assert {one.starts_at.astimezone(ical.HOME).hour for one in coral} == {18} and len(
        {o.uid for o in coral}
    ) == 3
    assert found.out_of_days == 1
    assert sum(one.title == "Cada dia" for one in found.events) == ical.MOST_TIMES


def test_an_address_is_read_again_each_night_and_when_it_fails_what_it_had_stays(
    secretary, town, monkeypatch
):
    class Reader:
        body = calendar(CONCERT)

        def checked(self, url: str) -> str:
            return url

        def read(self, url: str, *, most: int) -> bytes:
            if not self.body:
                raise BadInput("The address answers 500.", field="url")
            return self.body

    reader = Reader()
    monkeypatch.setattr(ports, "readers", [reader])
    monkeypatch.setattr(bringing, "readers", [reader])
    with working_for(town):
        bringing.bring_in(
            by=secretary, name="Escola", layer="acts", events=[], url="https://escola.example/x.ics"
        )

    assert read_calendars(town) == 1
    for body in (b"", b"<html>moved</html>"):
        reader.body = body
        assert read_calendars(town) == 0

    with working_for(town):
        assert [row.title for row in CalendarEvent.objects.standing()] == [
            "Concert"
        ] and Source.objects.get().fault


def test_an_address_that_may_be_secret_is_shown_to_whoever_keeps_calendars(secretary, clerk, town, sign_in):
    url = "https://calendar.example/private-1a2b3c/basic.ics"
    with working_for(town):
        bringing.bring_in(by=secretary, name="Escola", layer="acts", events=[], url=url)
    pages = [
        sign_in(one).get(f"{TOWN}/desk/calendar/sources/").content.decode() for one in (secretary, clerk)
    ]

    assert all("Escola" in page for page in pages) and [url in page for page in pages] == [True, False]


def test_the_year_is_planned_by_the_lines_of_the_corporate_plan(clerk, secretary, town, sign_in):
    year = today().year
    campaign = What(
        layer="campaigns", title="Padró de cementiri", starts_on=date(year, 3, 10), ends_on=date(year, 5, 1),
        goal="Ingressos al dia",
    )  # fmt: skip
    with working_for(town):
        add_event(campaign, by=clerk)
        add_event(replace(MEETING, layer="sessions", title="Ple", starts_on=date(year, 1, 28)), by=secretary)
        plan = plan_of(clerk, year, layers.here(town))
    page = sign_in(clerk).get(f"{TOWN}/desk/calendar/year/?on={year}-01-01").content.decode()

    assert plan[0].title == "Ingressos al dia" and len(plan) == 2
    assert [cell.width for cell in plan[0].lines[0].cells] == [4, 4, 16]
    assert "Ingressos al dia" in page and 'colspan="4"' in page


def test_the_campaigns_of_a_year_are_planned_again_in_the_next_one_once(clerk, town, sign_in):
    year = today().year
    with working_for(town):
        for title in ("Padró de cementiri", "Pressupost"):
            add_event(
                What(layer="campaigns", title=title, starts_on=date(year, 3, 10), ends_on=date(year, 3, 20)),
                by=clerk,
            )
        add_event(What(layer="campaigns", title="Padró", starts_on=date(year, 1, 1)), by=clerk)
    browser, url = sign_in(clerk), f"{TOWN}/desk/calendar/year/{year + 1}/again/"

    for _again in range(2):
        assert browser.post(url).status_code == 302

    with working_for(town):
        first = CalendarEvent.objects.filter(title="Padró").order_by("starts_on")
        assert [row.starts_on for row in first] == [date(year, 1, 1), date(year, 1, 1) + 53 * 7 * DAY]
        rows = CalendarEvent.objects.filter(starts_on__year=year + 1).exclude(title="Padró")
        assert {(row.title, row.starts_on.weekday()) for row in rows} == {
            (title, date(year, 3, 10).weekday()) for title in ("Padró de cementiri", "Pressupost")
        } and len(rows) == 2  # fmt: skip
    assert browser.post(f"{TOWN}/desk/calendar/year/9999/again/").status_code == 404


def test_a_program_writes_a_room_once_and_asks_who_is_free(
    client, administrator, secretary, outsider, town, other_town
):
    with working_for(town):
        keeping.add_room(by=secretary, name="Sala de plens")
        add_event(
            replace(MEETING, title="Metge", is_private=True, people=[secretary.person_id]), by=secretary
        )
        scopes = ["cases:read", "cases:write", "people:read"]
        _key, secret = create_token(by=administrator, name="robot", scopes=scopes)
    head = {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}
    said = {"layer": "acts", "title": "Assaig", "starts_on": str(MONDAY), "starts": "18:00", "ends": "20:00"}
    api = f"{TOWN}/api/v1"

    made = client.post(f"{api}/calendar-events", said | {"room": "sala de plens"}, **head)
    twice = client.post(f"{api}/calendar-events", said | {"room": "Sala de plens"}, **head)
    seen = client.get(f"{api}/calendar?from={MONDAY}&until={MONDAY + DAY}", **head).json()
    free = client.get(f"{api}/free-busy?on={MONDAY}", **head).json()
    found = client.get(f"{api}/calendar-events?q=Metge", **head).json()

    assert (made.status_code, twice.status_code, twice.json()["code"]) == (201, 409, "room-taken")
    assert (
        sorted(one["title"] for one in seen["items"]) == ["Assaig", "Mercè: ocupat"] and found["items"] == []
    )
    assert "Metge" not in str(free) and any(one["busy"] for one in free["items"])
    assert client.get(f"{api}/calendar?from={MONDAY}&until={MONDAY}", **head).status_code == 422
    zoned = client.post(f"{api}/calendar-events", said | {"starts": "18:00Z", "ends": "20:00Z"}, **head)
    assert zoned.status_code == 422
    for asked in ("calendar?from=9999-12-01&until=9999-12-31", "free-busy?on=9999-12-31"):
        assert client.get(f"{api}/{asked}", **head).status_code == 422
    assert client.get(f"/e/els-molinars/api/v1/calendar-events/{made.json()['id']}", **head).status_code in (
        401,
        403,
        404,
    )
    assert client.post(f"{api}/calendar-events/{made.json()['id']}/take-out", {}, **head).status_code == 200
