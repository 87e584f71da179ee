"""What a step opens in other rooms, and what becomes of it when the step ends: its term, a stop, a task.

The palette says which (`data/steps.toml`). Where the town has terms or tasks switched off, a step is the same without.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.deadlines.selectors import KIND, main_term_of
from consistori.cases.models import Step
from consistori.cases.steps import palette, regimes, terms
from consistori.cases.steps.regimes import Regime
from consistori.cases.steps.rules import Kind
from consistori.cases.tasks.threads import subject_of
from consistori.deadlines import services as term_acts
from consistori.deadlines.models import Deadline, Suspension
from consistori.deadlines.subjects import Subject as Thing
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.tasks import services as task_acts
from consistori.tasks.models import Task
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity

How = Deadline.How
NOTICE = "09"


# --- its term ----------------------------------------------------------------------------------------------


def has_terms() -> bool:
    """Whether the town of the scope keeps terms."""
    return modality.is_on(current_entity(), "deadlines")


def open_term(step: Step, by: Actor, regime: Regime) -> None:
    """Open the term of the law of a wait, as a kept one: it moves with the calendars, and says why its day."""
    if step.began_on is None:
        return
    urgent = regimes.goes_by_urgency(step.term, regime)
    if not has_terms():
        terms.put(step, terms.reckon(step.case, step.term, step.began_on, urgent=urgent))
        return
    step.deadline = term_acts.open_deadline(
        by=by,
        subject=Thing(KIND, step.case_id),
        rule=step.term,
        start_on=step.began_on,
        title=step.title,
        reference=step.name,
        document_id=step.document_id,
        residences=terms.residences_of(step.case),
        is_urgent=urgent,
    )
    mirror(step)


def mirror(step: Step) -> None:
    """Repeat in the step what its term gives: its day, or none while a calendar is missing. Nothing is saved."""
    term = step.deadline
    if term is None or not step.is_wait:
        return
    step.until = term.last_day
    step.not_before = None if term.last_day else term.not_before
    step.until_why = terms.why_until(step)


def end_term(step: Step, by: Actor, *, on: date) -> None:
    """What was awaited came (it meets the term) or its last day went by without it (the term is closed)."""
    term = step.deadline
    if term is None or not step.is_wait or not term.is_running:
        return
    if term.last_day is not None and on > term.last_day:
        step.deadline = term_acts.close(term, by=by, reason=_("Nothing came before its last day ended."))
    else:
        step.deadline = term_acts.meet(term, by=by, on=on, document_id=step.document_id)


# --- what it stops -----------------------------------------------------------------------------------------


def stop_main(step: Step, by: Actor, *, told_on: date | None) -> None:
    """Stop the term to resolve while the step lasts, by the letter of article 22 that the palette says.

    Raises `BadInput` where there is none that runs; what the law refuses, deadlines refuse.
    """
    line = step.line
    main = main_term_of(step.case) if line is not None and line.stops and has_terms() else None
    if line is None or main is None or not main.is_running:
        raise BadInput(gettext_lazy("No term to resolve runs: nothing stops."), field="stops")
    step.stop = term_acts.suspend(
        main,
        by=by,
        cause=line.stops,
        since=step.began_on or told_on or today(),
        communicated_on=told_on or step.began_on,
        communication=step.name,
        granted_until=step.until,
        justification=step.note[:500],
        document_id=step.document_id,
    )


def follow_stop(step: Step, by: Actor) -> None:
    """What was stopped until the last day of the wait follows it, when it is another one now (22.1.a, 68.2)."""
    stop = step.stop
    if stop is None or not step.is_wait or stop.until is not None or not stop.deadline.is_running:
        return
    if stop.granted_until != step.until:
        step.stop = term_acts.regrant(stop, by=by, granted_until=step.until)


def end_stop(step: Step, by: Actor, *, until: date) -> None:
    """Let the term to resolve go on, since that day."""
    stop = step.stop
    if stop is None or stop.until is not None or not stop.deadline.is_running:
        return
    step.stop = term_acts.resume(
        stop, by=by, until=until, justification=step.name, document_id=step.document_id
    )


# --- its task ----------------------------------------------------------------------------------------------


def give_task(step: Step, by: Actor) -> None:
    """Give it as a task to whoever does it: it is in her Today, with its day."""
    if step.assigned_to is None or not step.is_todo or step.kind != Kind.WORK or step.task_id:
        return
    if not modality.is_on(current_entity(), "tasks"):
        return
    line = step.line
    title = step.title or (line.name_in(current_entity().language) if line else step.code)
    step.task = task_acts.give_task(
        by=by,
        title=str(title),
        kind=(line.task if line else "") or Task.Kind.DO,
        to=step.assigned_to,
        due_on=step.due_on,
        text=step.note,
        about=subject_of(step.case),
    )


def pass_task(step: Step, by: Actor) -> None:
    """Its task follows whoever does it."""
    task, to = step.task, step.assigned_to
    if task is None or to is None:
        give_task(step, by)
    elif task.assigned_to_id != to.pk:
        step.task = task_acts.pass_task(task, by=by, to=to)


def end_task(step: Step, by: Actor, *, dropped: str = "") -> None:
    """The step is done, and so is its task; `dropped`, with its reason, it is cancelled."""
    task = step.task
    if task is None or not task.is_open:
        return
    try:
        if dropped:
            task_acts.cancel_task(task, by=by, reason=dropped)
        else:
            task_acts.finish_task(task, by=by, answer=(step.note or step.name) if task.is_request else "")
    except AlreadyDone:
        return


# --- all of them -------------------------------------------------------------------------------------------


def settle(step: Step, by: Actor) -> None:
    """The step happened on its real day: its term is met or closed, what it stopped goes on, its task is done."""
    on = step.happened_on or today()
    end_term(step, by, on=on)
    end_stop(step, by, until=on)
    end_task(step, by)


def drop(step: Step, by: Actor, *, reason: str, never: bool = False) -> None:
    """The step is skipped; or, if it was `never` to be, taken back: then it stopped nothing."""
    if step.deadline is not None and step.is_wait and step.deadline.is_running:
        step.deadline = term_acts.close(step.deadline, by=by, reason=reason)
    if step.stop is not None:
        end_stop(step, by, until=step.stop.since if never else today())
    end_task(step, by, dropped=reason)


def begin_again(step: Step, by: Actor) -> None:
    """Somebody comes back to the step: its term and its task run again, and what it stopped is stopped."""
    reason = _("One comes back to the step.")
    if step.deadline is not None and step.is_wait and not step.deadline.is_running:
        step.deadline = term_acts.reopen(step.deadline, by=by, reason=reason)
        mirror(step)
    stop: Suspension | None = step.stop
    if stop is not None and stop.until is not None and stop.until > stop.since and stop.deadline.is_running:
        step.stop = term_acts.suspend(
            stop.deadline,
            by=by,
            cause=stop.cause,
            since=stop.since,
            communicated_on=stop.communicated_on,
            communication=stop.communication,
            granted_until=stop.granted_until,
            justification=reason,
        )
    if step.task is not None and not step.task.is_open:
        step.task = task_acts.reopen_task(step.task, by=by)


def meet_main(step: Step, by: Actor) -> None:
    """What was decided was told: it meets the term to resolve and notify, by the first of its ways (R-RES-06)."""
    main = main_term_of(step.case) if has_terms() else None
    on = step.happened_on if step.is_done else step.began_on
    if main is None or on is None or main.state == Deadline.State.CLOSED:
        return
    try:
        how = How.NOTIFIED if step.is_done else How.AVAILABLE
        term_acts.meet(main, by=by, on=on, how=how, document_id=step.document_id)
    except AlreadyDone:
        return


def unmeet_main(step: Step, by: Actor, *, reason: str) -> None:
    """A step that met the term to resolve was never to be: the term runs again, and silence is told of it as before.

    It is of this step if it was met on its day and in its way; whatever else met it first stays.
    """
    main = main_term_of(step.case) if has_terms() else None
    if main is None or main.state != Deadline.State.MET or step.code != NOTICE:
        return
    if (main.met_on, main.met_how) in {(step.began_on, How.AVAILABLE), (step.happened_on, How.NOTIFIED)}:
        term_acts.reopen(main, by=by, reason=reason)


def correct_main(step: Step, by: Actor, *, before: date | None) -> None:
    """The real day of the notification was corrected: the term to resolve that it met is met on the right one."""
    main = main_term_of(step.case) if has_terms() else None
    if main is None or step.code != NOTICE or main.state != Deadline.State.MET or before == step.happened_on:
        return
    if (main.met_on, main.met_how) == (before, How.NOTIFIED):
        term_acts.reopen(main, by=by, reason=_("The real day of its notification was corrected."))
        meet_main(step, by)


def opens(line: palette.Kind) -> list[str]:
    """What a line of the palette opens, for programs: term, stop, task."""
    told = {"term": line.term, "stop": line.stops, "task": line.task}
    return [name for name, there in told.items() if there]
