"""Before a term of a case ends somebody who can still act is told, once; and who was told stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.deadlines.alarms import ports, raising
from consistori.deadlines.alarms.raising import Raised, raise_alarms
from consistori.deadlines.jobs import digest_of, raise_and_write
from consistori.deadlines.limits import change_limits, limits_of
from consistori.deadlines.models import Alarm, Deadline
from consistori.deadlines.rules.alarming import stage_of
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.nearness import Thresholds
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import (
    adopt_standard_calendars,
    meet,
    open_deadline,
    publish_calendar,
    suspend,
)
from consistori.deadlines.subjects import Subject
from consistori.directory.models import Absence, Post
from consistori.directory.models import Unit as Office
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

MADRID = ZoneInfo("Europe/Madrid")
MONTHS = TermOfProcedure("X", 3, Unit.MONTHS, "Ordenança, art. 12", Ending.POSITIVE_SILENCE, StartKind.ENTRY)
Freeze = Callable[[str], None]
DESK = "/e/vall-llobera/desk"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Freeze:
    def freeze(day: str, hour: int = 9) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(hour), tzinfo=MADRID)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


@pytest.fixture
def opened(town: Any, clerk: Any, frozen: Freeze) -> CaseFile:
    """Carried by Núria, with three months from Monday 2 March 2026: until Tuesday 2 June."""
    frozen("2026-03-02")
    with working_for(town):
        adopt_standard_calendars(town, Actor.system("install", town.pk))
        publish_calendar(
            place=place_of(town), year=2026, holidays=read_list("20-01 Sant Sebastià\n01-06 Fira", 2026),
            source="DOGC 9999", published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
        )  # fmt: skip
        case: CaseFile = open_case(by=clerk, title="Terrassa de la Laia", series=make_series())
        open_term(case, MONTHS, by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
        CaseFile.objects.update(last_moved_at=datetime(2026, 5, 10, tzinfo=MADRID))
    return case


@pytest.fixture
def head(town: Any, opened: CaseFile, hire: Any) -> Any:
    """Roser Font, head of the unit of the case."""
    boss = hire(town, "processor", "Roser", "Font")
    with working_for(town):
        unit = Office.objects.create(name="Urbanisme")
        Post.objects.filter(person_id=boss.person_id).update(unit=unit, heads_unit=True)
        CaseFile.objects.filter(pk=opened.pk).update(unit=unit)
    return boss


def a_row(case: Any, title: str, whose: str = "administration", *, since: date, until: date) -> Deadline:
    """A term of a case, not saved, as it would have been counted."""
    return Deadline(
        subject_kind=KIND, subject_id=case.pk, title=title, amount=1, unit="months", ending="nothing", whose=whose,
        start_on=since, seat_code="1", seat_name="X", last_day=until, not_before=until,
    )  # fmt: skip


@pytest.fixture
def post(run_jobs: Any) -> Callable[[], int]:
    """The worker does the letters that wait, and nothing else."""

    def work() -> int:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'deadlines.write_alarms'")
        return int(run_jobs())

    return work


def told(town: Any, stage: str = "") -> list[tuple[str, str]]:
    """Who was told, and as what, in the order of the rungs."""
    with working_for(town):
        rows = Alarm.objects.filter(stage=stage) if stage else Alarm.objects.all()
        return [(one.person_name, one.rung) for one in rows.order_by("at", "id")]


def test_each_warning_reaches_further_up_and_none_is_told_twice(
    town: Any, opened: CaseFile, head: Any, secretary: Any, frozen: Freeze
) -> None:
    frozen("2026-05-10")
    assert raise_alarms(town) == Raised()
    for day, stage, who in (
        ("2026-05-18", "soon", [("Núria Camps", "carrier")]),
        ("2026-05-27", "risk", [("Núria Camps", "carrier"), ("Roser Font", "head")]),
        # Monday 1 June is a holiday of the town: Friday is the last working day before the last.
        ("2026-05-29", "last", [("Núria Camps", "carrier"), ("Roser Font", "head"), (secretary.name, "secretary")]),
        ("2026-06-03", "ended", [("Núria Camps", "carrier"), ("Roser Font", "head"), (secretary.name, "secretary")]),
    ):  # fmt: skip
        frozen(day)
        assert len(raise_alarms(town).alarms) == len(who)
        assert raise_alarms(town).alarms == ()
        assert told(town, stage) == who
    with working_for(town):
        lines = [one.sentence for one in timeline([opened.pk]) if one.kind == "deadlines.AlarmRaised"]
        assert len(lines) == 4 and secretary.name in lines[0]
        with pytest.raises(DatabaseError), transaction.atomic():
            Alarm.objects.update(person_name="Ningú")


def test_if_who_carries_it_cannot_act_whoever_can_is_told_and_it_says_why(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, hire: Any, frozen: Freeze
) -> None:
    cover = hire(town, "processor", "Pau", "Serra")
    frozen("2026-05-18")
    with working_for(town):
        away = Absence.objects.create(
            person_id=clerk.person_id, starts_on=date(2026, 5, 1), covered_by_id=cover.person_id
        )
    (one,) = raise_alarms(town).alarms
    assert (one.person_id, one.rung, one.because, one.instead_of) == (
        cover.person_id, "cover", "away", "Núria Camps",
    )  # fmt: skip
    with working_for(town):
        Absence.objects.filter(pk=away.pk).update(covered_by=None)
    (one,) = raise_alarms(town).alarms
    assert (one.person_id, one.rung, one.because) == (secretary.person_id, "secretary", "away")
    with working_for(town):
        Absence.objects.filter(pk=away.pk).update(cancelled_at=away.told_at)
        Post.objects.filter(person_id=secretary.person_id).update(ends_on=date(2026, 5, 2))
        Post.objects.filter(person_id=clerk.person_id).update(ends_on=date(2026, 5, 2))
        Post.objects.filter(person_id=cover.person_id).update(ends_on=date(2026, 5, 2))
    (one,) = raise_alarms(town).alarms
    assert (one.person_id, one.rung, one.because, one.instead_of) == (None, "nobody", "left", "Núria Camps")
    frozen("2026-05-19")
    mayor = hire(town, "mayor", "Joan", "Pla")
    (one,) = raise_alarms(town).alarms
    assert (one.person_id, one.rung) == (mayor.person_id, "mayor")


def test_what_is_stopped_is_silent_what_is_not_sure_never_ends_and_what_moves_is_told_again(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, frozen: Freeze
) -> None:
    frozen("2026-05-29")
    with working_for(town):
        term = Deadline.objects.get()
        suspend(term, by=clerk, cause="22.1.f", since=date(2026, 5, 20))
    assert raise_alarms(town).alarms == ()
    frozen("2026-11-20")
    with working_for(town):
        meet(Deadline.objects.get(), by=clerk, on=date(2026, 5, 29))
        unsure = open_term(opened, MONTHS, by=clerk, start_on=date(2026, 11, 20))
    frozen("2027-03-15")
    assert {one.stage for one in raise_alarms(town).alarms if one.deadline_id == unsure.pk} == {"last"}
    with working_for(town):
        assert not Alarm.objects.filter(deadline=unsure, is_sure=True).exists()


def test_a_term_of_the_parties_only_gets_whoever_carries_it_ready(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, frozen: Freeze
) -> None:
    with working_for(town):
        hers = open_deadline(
            by=clerk, subject=Subject(KIND, opened.pk), rule="correction", start_on=date(2026, 3, 2)
        )
    for day, stages in (("2026-03-09", []), ("2026-03-12", ["risk"]), ("2026-03-17", ["risk", "ended"])):
        frozen(day)
        raise_alarms(town)
        with working_for(town):
            rows = Alarm.objects.filter(deadline=hers).order_by("at")
            assert [one.stage for one in rows] == stages
            assert {one.rung for one in rows} <= {"carrier"} and not any(one.is_urgent for one in rows)


def test_a_stuck_case_is_told_each_time_higher_and_a_wait_is_not_stuck(
    town: Any, opened: CaseFile, clerk: Any, head: Any, frozen: Freeze
) -> None:
    with working_for(town):
        CaseFile.objects.update(last_moved_at=datetime(2026, 3, 2, 9, tzinfo=MADRID))
        hers = open_deadline(by=clerk, subject=Subject(KIND, opened.pk), title="Esmena", start_on=date(2026, 3, 2),
                             amount=30, unit=Unit.NATURAL_DAYS)  # fmt: skip
    frozen("2026-04-01")
    assert "stuck" not in {one.stage for one in raise_alarms(town).alarms}
    frozen("2026-04-06")
    with working_for(town):
        meet(hers, by=clerk, on=date(2026, 4, 1))
    raise_alarms(town)
    assert told(town, "stuck") == [("Núria Camps", "carrier")]
    frozen("2026-05-04")
    raise_alarms(town)
    assert told(town, "stuck")[1:] == [("Núria Camps", "carrier"), ("Roser Font", "head")]


def test_one_letter_a_day_and_what_cannot_wait_apart(
    town: Any, opened: CaseFile, clerk: Any, frozen: Freeze, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen("2026-05-18", 6)
    raise_and_write(town)
    post()
    assert mail.outbox == []
    with monkeypatch.context() as elsewhere:  # whoever has another digest gets none of these
        elsewhere.setattr(ports, "told_elsewhere", [lambda person_id: person_id == clerk.person_id])
        digest_of(town)
        post()
        assert mail.outbox == []
    digest_of(town)
    digest_of(town)
    post()
    (letter,) = mail.outbox
    assert opened.number in letter.body and "Laia" not in letter.body
    frozen("2026-05-29", 10)
    raise_alarms(town)  # and the worker is killed before it leaves the letters: the next round leaves them
    raise_and_write(town)
    raise_and_write(town)
    post()
    assert len(mail.outbox) == 2
    frozen("2026-05-30", 7)  # Saturday
    digest_of(town)
    post()
    assert len(mail.outbox) == 2
    with working_for(town):
        assert {one.letter.how for one in Alarm.objects.select_related("letter")} == {"digest", "apart"}


def test_a_round_asks_the_same_of_the_database_for_one_term_as_for_sixty(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, frozen: Freeze
) -> None:
    with working_for(town):
        Deadline.objects.bulk_create(
            a_row(opened, f"{n}", since=date(2026, 3, 2), until=date(2026, 6, 2)) for n in range(59)
        )
    frozen("2026-06-01")
    with CaptureQueriesContext(connection) as asked:
        assert raise_alarms(town).looked_at == 60
    assert len([one for one in asked if "set_config" not in one["sql"]]) <= 24
    with CaptureQueriesContext(connection) as again:
        raise_alarms(town)
    assert len([one for one in again if "set_config" not in one["sql"]]) <= 13


def test_what_is_not_even_brought_deserves_no_warning(town: Any, opened: CaseFile, frozen: Freeze) -> None:
    """The question leaves out what is far; the rule says of everything that it leaves out that it is quiet."""
    on = date(2026, 5, 10)
    lengths = [
        (ago, left) for ago in (1, 5, 40, 90, 300) for left in (-3, 0, 1, 4, 14, 15, 16, 21, 22, 40, 75, 90)
    ]
    with working_for(town):
        rows = [
            a_row(opened, f"{ago}+{left}", whose, since=on - timedelta(ago), until=on + timedelta(left))
            for ago, left in lengths
            for whose in ("administration", "party")
        ]  # fmt: skip
        Deadline.objects.bulk_create(rows)
        brought = {one.pk for one in raising._near(on, Thresholds())}
    quiet = [one for one in rows if one.pk not in brought]
    deserves = [
        one
        for one in rows
        if stage_of(raising.watched(one), on, is_working=lambda day: day.weekday() < 5, limits=Thresholds())
    ]
    assert quiet and deserves and not {one.pk for one in quiet} & {one.pk for one in deserves}


def test_a_town_says_from_when_it_warns_and_the_house_stays_as_it_was(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, outsider: Any, sign_in: Any, frozen: Freeze
) -> None:
    with working_for(town):
        wanted = Thresholds(soon_days=30, risk_working_days=5)
        for actor in (clerk, outsider):
            with pytest.raises(NotPermitted):
                change_limits(wanted, by=actor)
        with pytest.raises(BadInput) as refused:
            change_limits(Thresholds(soon_days=3, risk_working_days=5), by=secretary)
        assert refused.value.field == "risk_working_days"
        change_limits(wanted, by=secretary)
        with pytest.raises(AlreadyDone):
            change_limits(wanted, by=secretary)
    town.refresh_from_db()
    assert town.thresholds == {"soon_days": 30, "risk_working_days": 5}
    frozen("2026-05-05")
    assert [one.stage for one in raise_alarms(town).alarms if one.deadline_id] == ["soon"]
    browser = sign_in(secretary)
    assert browser.post(f"{DESK}/deadlines/alarms/from-when/", {"house": "1"}).status_code == 302
    town.refresh_from_db()
    assert limits_of(town) == Thresholds() and town.thresholds == {}


def test_the_page_says_who_was_told_and_the_outsider_nothing(
    town: Any, opened: CaseFile, clerk: Any, secretary: Any, outsider: Any, sign_in: Any, frozen: Freeze
) -> None:
    frozen("2026-05-29")
    raise_alarms(town)
    browser = sign_in(clerk)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(f"{DESK}/deadlines/alarms/").content.decode()
    assert sum("deadlines_" in one["sql"] or "cases_" in one["sql"] for one in asked) <= 5
    assert opened.number in page and secretary.name in page
    with working_for(town):
        url = Deadline.objects.get().get_absolute_url().replace("/desk/", f"{DESK}/")
    assert secretary.name in browser.get(url).content.decode()
    assert browser.get(f"{DESK}/deadlines/alarms/from-when/").status_code == 403
    assert sign_in(outsider).get(f"{DESK}/deadlines/alarms/").status_code == 404
