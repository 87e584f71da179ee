"""What comes back: when, from which catalogue, and each task once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tasks import services
from consistori.tasks.models import Duty, Every, Task
from consistori.tasks.rules.recurring import Rhythm, due_now
from consistori.tasks.rules.standard import SUBJECTS, standard_duties, standard_duty

ENDS = [
    # every, month, day, since, until, ends
    ("year", 10, 14, "2026-01-01", "2027-12-31", ["2026-10-14", "2027-10-14"]),
    ("year", 2, 31, "2027-01-01", "2028-12-31", ["2027-02-28", "2028-02-29"]),
    ("half", 8, 5, "2026-01-01", "2026-12-31", ["2026-02-05", "2026-08-05"]),
    ("quarter", 1, 31, "2026-01-31", "2026-12-31", ["2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31"]),
    ("month", 1, 20, "2026-11-21", "2027-01-20", ["2026-12-20", "2027-01-20"]),
    ("month", 1, 31, "2028-01-30", "2028-03-01", ["2028-01-31", "2028-02-29"]),
    ("week", 1, 1, "2026-11-24", "2026-12-07", ["2026-11-30", "2026-12-07"]),
    ("week", 1, 5, "2026-11-27", "2026-11-27", ["2026-11-27"]),
]


@pytest.mark.parametrize(("every", "month", "day", "since", "until", "ends"), ENDS)
def test_its_ends(every, month, day, since, until, ends):
    found = Rhythm(every, month, day).ends(date.fromisoformat(since), date.fromisoformat(until))

    assert [one.isoformat() for one in found] == ends


def test_of_those_that_passed_while_nobody_looked_only_the_last_is_given():
    weekly = Rhythm("week", 1, 1)

    due = due_now(weekly, since=date(2026, 10, 1), on=date(2026, 11, 27), days_before=7)

    assert due == [date(2026, 11, 23), date(2026, 11, 30)]


def test_the_catalogue_is_whole_in_both_languages():
    rows = standard_duties()

    assert len(rows) >= 25 and len({one.code for one in rows}) == len(rows)
    for one in rows:
        assert one.title_ca and one.title_es and one.article and one.subject in SUBJECTS, one.code
        assert one.every in Every.values and len(one.points_ca) == len(one.points_es), one.code
        assert bool(one.about_ca) == bool(one.about_es), one.code
        assert 1 <= one.month <= 12 and 1 <= one.day <= 31 and one.days_before > 0, one.code


def test_taken_from_the_catalogue_it_brings_its_task_once(at_work: Any, secretary: Any, clerk: Any) -> None:
    nuria = Person.objects.get(pk=clerk.person_id)
    standard = standard_duty("padro-variacions")
    assert standard is not None
    duty = services.adopt_duty(standard, by=secretary, assigned_to=nuria)
    end = duty.rhythm.next_end(today())
    assert end is not None
    Task.objects.filter(duty=duty).delete()
    Duty.objects.filter(pk=duty.pk).update(brought_until=None)
    early, near = end - timedelta(days=11), end - timedelta(days=10)
    Duty.objects.filter(pk=duty.pk).update(begun_on=early)

    assert services.bring_tasks(duty, on=early) == []
    (task,) = services.bring_tasks(duty, on=near)
    assert (task.due_on, task.assigned_to, task.title) == (end, nuria, standard.title_ca)
    assert services.bring_tasks(duty, on=near) == []
    with pytest.raises(AlreadyDone):
        services.adopt_duty(standard, by=secretary)


def test_a_grant_has_its_own_day_and_its_list(at_work: Any, secretary: Any) -> None:
    grant = standard_duty("subvencio-rebuda")
    assert grant is not None
    with pytest.raises(BadInput):
        services.adopt_duty(grant, by=secretary)
    for days in (20, 30):  # two grants, each with its day
        services.adopt_duty(grant, by=secretary, once_on=today() + timedelta(days=days))

    assert [one.due_on - today() for one in Task.objects.order_by("due_on")] == [
        timedelta(days=20), timedelta(days=30),
    ]  # fmt: skip
    assert Task.objects.first().points.count() == 5


def test_stopped_it_brings_no_more_and_only_some_keep_it(at_work: Any, secretary: Any, clerk: Any) -> None:
    with pytest.raises(NotPermitted):
        services.save_duty(by=clerk, title="Festa major", every="year", month=8, day=1)
    duty = services.save_duty(by=secretary, title="Festa major", every="month", month=1, day=1, days_before=0)
    services.stop_duty(duty, by=secretary)

    assert services.bring_tasks(duty, on=today() + timedelta(days=70)) == []


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("month", {"month": 13}),
        ("day", {"day": 32}),
        ("day", {"every": "week", "day": 9}),
        ("every", {"every": "x"}),
    ],
)
def test_days_that_do_not_exist_are_refused(at_work: Any, secretary: Any, field: str, more: dict[str, Any]):
    said = {"title": "Res", "every": "year", "month": 1, "day": 1} | more
    with pytest.raises(BadInput) as refused:
        services.save_duty(by=secretary, **said)

    assert refused.value.field == field
