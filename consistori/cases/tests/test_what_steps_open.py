"""What a step opens in other rooms: its term, a stop of the term to resolve, a task; how the procedure goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consistori.cases.deadlines.jobs import owe_certificates_every_night
from consistori.cases.deadlines.opening import open_term, term_of_sheet
from consistori.cases.deadlines.selectors import main_term_of, terms_of
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps import selectors
from consistori.cases.steps.acts import (
    Links,
    add_step,
    complete_step,
    extend_wait,
    resume_step,
    skip_step,
    take_back_step,
)
from consistori.cases.steps.footers import footing_of
from consistori.cases.steps.reacting import follow_moved
from consistori.cases.steps.words import AgainstTheLaw
from consistori.catalogue.procedures.sheet import Sheet
from consistori.deadlines.models import Computation, Deadline
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import (
    CannotExtend,
    CannotSuspend,
    TermEnded,
    adopt_standard_calendars,
    publish_calendar,
    resume,
    suspend,
)
from consistori.deadlines.term_events import TermMoved
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, return_task
from consistori.tenancy.scope import current_scope
from consistori.tenancy.two_clocks import WrongClock

START = date(2026, 3, 2)
"""A Monday: three months from it are until Tuesday 2 June 2026."""


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`frozen("2026-03-16")`: the clock of the house, at ten in the morning of that day."""

    def freeze(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(10), tzinfo=ZoneInfo("Europe/Madrid"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


def local_days(town: Any, days: str = "20-01 Sant Sebastià\n31-08 Festa major") -> Any:
    return publish_calendar(
        place=place_of(town), year=2026, holidays=read_list(days, 2026), source="DOGC 9999",
        published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip


@pytest.fixture
def main(at_work: Any, town: Any, case: CaseFile, clerk: Any, frozen: Any) -> Deadline:
    """The term to resolve of the case, on 16 March 2026."""
    frozen("2026-03-16")
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    local_days(town)
    return open_term(case, term_of_sheet(_sheet("positive")), by=clerk, start_on=START)


def _sheet(silence: str) -> Sheet:
    return Sheet(
        code="OBR-01", silence=silence, name={"ca": "Llicència"}, plain={"ca": "Obres"}, summary={}, who={}
    )


def wait(case: CaseFile, by: Any, code: str = "03", on: date = date(2026, 3, 16), **links: Any) -> Step:
    return add_step(case, by=by, code=code, standing="todo", on=on, links=Links(**links))


# --- a term and a stop -------------------------------------------------------------------------------------


def test_a_correction_opens_its_term_and_stops_that_of_the_town(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    step = wait(case, clerk, stops=True)

    assert (step.until, step.deadline.last_day) == (date(2026, 3, 30), date(2026, 3, 30))
    assert (step.stop.cause, step.stop.granted_until) == ("22.1.a", date(2026, 3, 30))
    frozen("2026-03-25")
    complete_step(step, by=clerk, on=date(2026, 3, 25))
    main.refresh_from_db()
    step.deadline.refresh_from_db()
    assert main.last_day == date(2026, 6, 11)  # E27
    assert (step.deadline.state, step.deadline.met_on) == ("met", date(2026, 3, 25))


def test_one_that_runs_out_is_closed_and_the_term_goes_on_by_itself(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    step = wait(case, clerk, stops=True)
    frozen("2026-04-20")
    assert selectors.glance_of(selectors.steps_of(case)).over

    complete_step(step, by=clerk, on=date(2026, 4, 20))

    main.refresh_from_db()
    assert step.deadline.state == "running" and Deadline.objects.get(pk=step.deadline_id).state == "closed"
    assert main.last_day == date(2026, 6, 16)


def test_without_a_term_to_resolve_nothing_stops(at_work: Any, case: CaseFile, clerk: Any) -> None:
    with pytest.raises(BadInput) as refused:
        wait(case, clerk, stops=True, on=date(2026, 3, 16))

    assert refused.value.field == "stops"


def test_a_report_stops_it_only_when_the_parties_were_told(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    step = add_step(
        case, by=clerk, code="04", standing="todo", links=Links(stops=True, told_on=date(2026, 3, 13))
    )

    assert (step.stop.cause, step.stop.communicated_on) == ("22.1.d", date(2026, 3, 13))


@pytest.mark.parametrize(
    ("how", "state", "stopped"), [("skip", "closed", True), ("take back", "closed", False)]
)
def test_what_is_dropped_closes_its_term_and_lets_the_other_go_on(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any, how: str, state: str, stopped: bool
) -> None:
    step = wait(case, clerk, stops=True)
    frozen("2026-03-18")

    drop = skip_step if how == "skip" else take_back_step
    drop(step, by=clerk, reasons="No calia")

    main.refresh_from_db()
    assert Deadline.objects.get(pk=step.deadline_id).state == state
    assert main.last_day == (date(2026, 6, 4) if stopped else date(2026, 6, 2))


def test_one_comes_back_to_it_and_everything_runs_again(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    step = wait(case, clerk, stops=True)
    frozen("2026-03-18")
    step = complete_step(step, by=clerk, on=date(2026, 3, 18))

    step = resume_step(step, by=clerk)

    main.refresh_from_db()
    assert step.deadline.is_running and step.until == date(2026, 3, 30)
    assert step.stop.until is None and main.last_day == date(2026, 6, 16)


def test_its_extension_is_that_of_its_term(main: Deadline, case: CaseFile, clerk: Any, frozen: Any) -> None:
    step = wait(case, clerk, code="06")
    step = extend_wait(step, by=clerk, reasons="Ho demana, i no perjudica ningú")
    assert step.until == step.deadline.last_day == date(2026, 4, 8)
    with pytest.raises(CannotExtend):
        extend_wait(step, by=clerk, reasons="Encara més")


def test_a_late_local_holiday_moves_the_wait_and_the_sum_of_before_stays(
    main: Deadline, case: CaseFile, clerk: Any, town: Any
) -> None:
    step = wait(case, clerk, code="06")
    version = local_days(town, "20-01 Sant Sebastià\n19-03 Sant Josep\n31-08 Festa major")
    term = step.deadline
    scope_moves(town, version)

    term.refresh_from_db()
    told = [one.event for one in current_scope().pending if isinstance(one.event, TermMoved)]
    for event in told:
        follow_moved(event)
    step.refresh_from_db()
    assert [one.last_day for one in Computation.objects.filter(deadline=term)] == [
        date(2026, 3, 31), date(2026, 3, 30),
    ]  # fmt: skip
    assert step.until == term.last_day == date(2026, 3, 31)


def scope_moves(town: Any, version: Any) -> None:
    """Count again as the job does, inside the scope of the test."""
    from consistori.deadlines.services.recounting import Tally, _next, _recount

    _recount(_next(version, None), version, Tally())


# --- bad input ---------------------------------------------------------------------------------------------


def test_a_wait_never_ends_before_it_began(main: Deadline, case: CaseFile, clerk: Any) -> None:
    step = wait(case, clerk)

    with pytest.raises(BadInput) as refused:
        complete_step(step, by=clerk, on=date(2026, 3, 13))

    assert refused.value.field == "on"
    assert Step.objects.get(pk=step.pk).is_todo


def test_a_suspension_that_ends_before_it_began_is_refused(main: Deadline, clerk: Any) -> None:
    stop = suspend(main, by=clerk, cause="22.1.f", since=date(2026, 3, 12))

    with pytest.raises(BadInput) as refused:
        resume(stop, by=clerk, until=date(2026, 3, 11))

    assert refused.value.field == "until"


def test_two_that_overlap_stop_it_once(main: Deadline, case: CaseFile, clerk: Any, frozen: Any) -> None:
    step = wait(case, clerk, stops=True)
    other = suspend(main, by=clerk, cause="22.1.f", since=date(2026, 3, 12))
    frozen("2026-03-25")
    resume(other, by=clerk, until=date(2026, 3, 20))

    complete_step(step, by=clerk, on=date(2026, 3, 25))

    main.refresh_from_db()
    assert main.last_day == date(2026, 6, 15)  # 13 days, from 12 to 25 March, and not 8 + 9


def test_what_had_ended_is_not_stopped_by_a_step(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-06-03")

    with pytest.raises(CannotSuspend) as refused:
        wait(case, clerk, on=date(2026, 6, 3), stops=True)

    assert "22" in refused.value.article
    assert not Step.objects.exists()


def test_a_worker_whose_clock_is_wrong_ends_no_term(
    main: Deadline, case: CaseFile, town: Any, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen("2026-06-03")
    monkeypatch.setattr("consistori.cases.deadlines.jobs.in_each_town", lambda work: work(town))

    with pytest.raises(WrongClock):
        owe_certificates_every_night(0)

    assert [one.pk for one in terms_of(case)] == [main.pk]


# --- a task ------------------------------------------------------------------------------------------------


def test_whoever_does_it_has_it_as_a_task(main: Deadline, case: CaseFile, clerk: Any, secretary: Any) -> None:
    person = Person.objects.get(pk=secretary.person_id)
    step = add_step(
        case, by=clerk, code="04", standing="todo", assigned_to=person, due_on=date(2026, 3, 20), note="Obra"
    )

    assert (step.task.kind, step.task.assigned_to, step.task.due_on) == ("ask", person, date(2026, 3, 20))
    assert step.task.case_thread.case == case
    finish_task(step.task, by=secretary, answer="Favorable")
    (now,) = selectors.glance_of(selectors.steps_of(case)).todo
    assert (now.task.state, now.task.answer) == ("done", "Favorable")
    complete_step(now, by=clerk)


def test_the_task_ends_with_its_step_and_comes_back_with_it(
    main: Deadline, case: CaseFile, clerk: Any, secretary: Any
) -> None:
    person = Person.objects.get(pk=secretary.person_id)
    step = add_step(case, by=clerk, code="07", standing="todo", assigned_to=person)
    return_task(step.task, by=secretary, reason="Falta el plànol")
    step = skip_step(step, by=clerk, reasons="No cal proposta")
    step = resume_step(step, by=clerk)
    assert Task.objects.get(pk=step.task_id).is_open

    complete_step(step, by=clerk)

    assert Task.objects.get(pk=step.task_id).state == Task.State.DONE


# --- how it goes -------------------------------------------------------------------------------------------


def test_urgency_halves_what_is_opened_after_it_and_the_term_to_resolve(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="R-URG", on=date(2026, 3, 16))
    assert "35.1.e" in refused.value.article
    add_step(case, by=clerk, code="R-URG", on=date(2026, 3, 16), reasons="Perill d’esfondrament")

    main.refresh_from_db()
    hearing, appeal = wait(case, clerk, code="06"), wait(case, clerk, code="10")
    assert main.is_urgent and main.last_day == date(2026, 4, 17)
    assert hearing.until == date(2026, 3, 23) and "urg" in hearing.until_why
    assert appeal.until == date(2026, 4, 16) and not appeal.deadline.is_urgent


def test_urgency_that_would_leave_it_ended_is_refused(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-05-20")

    with pytest.raises(TermEnded) as refused:
        add_step(case, by=clerk, code="R-URG", on=date(2026, 5, 20), reasons="Pressa")

    assert "33" in refused.value.article


def test_a_simplified_procedure_has_its_term_its_days_and_no_other_steps(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    add_step(case, by=clerk, code="R-SIMP", on=date(2026, 3, 16))

    short = main_term_of(case)
    assert short is not None and short.purpose == "simplified" and short.last_day == date(2026, 4, 29)
    assert short.follows == main and short.ending == main.ending
    assert wait(case, clerk, code="06").until == date(2026, 3, 23)
    for code, article in (("05", "96.7"), ("04", "96.7")):
        with pytest.raises(AgainstTheLaw) as refused:
            add_step(case, by=clerk, code=code, standing="todo")
        assert article in refused.value.article
    add_step(case, by=clerk, code="04", standing="todo", links=Links(is_compulsory=True))

    add_step(case, by=clerk, code="R-ORD", on=date(2026, 3, 16))
    ordinary = main_term_of(case)
    assert ordinary is not None and (ordinary.pk, ordinary.last_day) == (main.pk, date(2026, 6, 2))
    add_step(case, by=clerk, code="05", standing="todo")


def test_what_is_left_of_the_ordinary_term_holds_when_it_is_less(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-05-20")
    add_step(case, by=clerk, code="R-SIMP", on=date(2026, 5, 20))

    assert main_term_of(case) == main and [one.pk for one in terms_of(case)] == [main.pk]


# --- what ends it ------------------------------------------------------------------------------------------


def test_of_what_expired_only_its_expiry_is_resolved(
    at_work: Any, town: Any, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    frozen("2026-03-16")
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    local_days(town)
    open_term(case, term_of_sheet(_sheet("caducity")), by=clerk, start_on=START)
    frozen("2026-06-03")

    with pytest.raises(AgainstTheLaw) as refused:
        add_step(case, by=clerk, code="08", sense="limits", reasons="Sanció de 300 euros")
    assert "25.1.b" in refused.value.article
    add_step(case, by=clerk, code="08", sense="ended", reasons="Ha caducat")


def test_the_notice_of_the_resolution_meets_the_term_by_its_first_way(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    add_step(case, by=clerk, code="08", sense="granted")
    notice = wait(case, clerk, code="09", notifies=True)
    frozen("2026-03-20")
    complete_step(notice, by=clerk, on=date(2026, 3, 20), links=Links(notifies=True))

    main.refresh_from_db()
    assert (main.state, main.met_on, main.met_how) == ("met", date(2026, 3, 16), "available")


@pytest.mark.parametrize(
    ("facts", "appeal", "article"),
    [
        ({"decides": False}, "step", "112.1"),
        ({"decides": True}, "ends_way", "52.2"),
        ({"decides": True, "series": "E507"}, "local_tax", "14.2"),
        ({"decides": True, "series": "E507", "to_administration": True}, "other_body", "44"),
        ({"decides": True, "has_superior": True}, "not_ends", "121"),
    ],
)
def test_each_act_has_its_footer(facts: dict[str, Any], appeal: str, article: str) -> None:
    found = footing_of(**facts)

    assert (found.appeal, article in found.article) == (appeal, True)


def test_the_outsider_opens_and_stops_nothing(main: Deadline, case: CaseFile, outsider: Any) -> None:
    with pytest.raises(NotPermitted):
        wait(case, outsider, stops=True)
    assert [one.pk for one in terms_of(case)] == [main.pk]
