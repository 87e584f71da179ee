"""What a step opens in other rooms: its term, a stop of the term to resolve, a task; how the procedure goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.deadlines.jobs import owe_certificates_every_night
from consistori.cases.deadlines.selectors import terms_of
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps import selectors
from consistori.cases.steps.acts import (
    Links,
    add_step,
    complete_step,
    extend_wait,
    resume_step,
    skip_step,
    stop_while,
    take_back_step,
)
from consistori.cases.steps.reacting import follow_moved, follow_term
from consistori.cases.tests.terms_of_steps import frozen, local_days, main, wait
from consistori.deadlines.explaining import why_of
from consistori.deadlines.models import Computation, Deadline, Suspension
from consistori.deadlines.services import (
    CannotExtend,
    CannotSuspend,
    resume,
    suspend,
)
from consistori.deadlines.term_events import TermMoved
from consistori.directory.models import Person
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, return_task
from consistori.tenancy.scope import current_scope
from consistori.tenancy.two_clocks import WrongClock

__all__ = ["frozen", "main"]
"""Fixtures that the stories ask for by name."""


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


def test_its_rule_of_days_shows_when_it_was_stopped_and_its_why_is_that_of_all(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    wait(case, clerk, stops=True)
    main.refresh_from_db()

    why = why_of(main)

    kinds = [tick.kind for tick in why.long_ruler.ticks]
    assert (kinds.count("paused"), kinds.count("passed"), len(kinds)) == (14, 13, 106)
    assert len(why.ruler.ticks) == 16 and why.ruler.ticks[-1].is_last
    assert why.explanation.reasons[-1].tone == "total" and "22.1.a" in why.explanation.as_text


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


def test_what_was_not_said_at_the_beginning_may_be_said_later_and_once(
    main: Deadline, case: CaseFile, clerk: Any
) -> None:
    step = stop_while(wait(case, clerk), by=clerk)

    assert (step.stop.cause, step.stop.since, step.stop.granted_until) == (
        "22.1.a",
        date(2026, 3, 16),
        step.until,
    )
    with pytest.raises(AlreadyDone):
        stop_while(step, by=clerk)


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
    step = wait(case, clerk, code="03", stops=True)
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
    main.refresh_from_db()
    assert Suspension.objects.get(deadline=main).granted_until == date(2026, 3, 31)
    assert main.last_day == date(2026, 6, 17)


def test_a_step_that_was_done_meanwhile_follows_no_term(
    main: Deadline, case: CaseFile, clerk: Any, frozen: Any
) -> None:
    step = wait(case, clerk)
    frozen("2026-03-25")
    done = complete_step(step, by=clerk, on=date(2026, 3, 25))
    Deadline.objects.filter(pk=step.deadline_id).update(last_day=date(2026, 4, 1))

    follow_term(step.pk)

    again = Step.objects.get(pk=step.pk)
    assert (again.until, again.version) == (done.until, done.version)


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
