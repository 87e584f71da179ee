"""What a request does to the terms and steps of its case: the ten days, what they stop, and the wait in sight."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from consistori.cases.correcting import rules
from consistori.cases.deadlines.residences import residences_of
from consistori.cases.deadlines.selectors import KIND, main_term_of
from consistori.cases.models import CorrectionRequest, Step
from consistori.cases.steps.acts import Links, add_step, complete_step
from consistori.cases.steps.cover import steps_on
from consistori.cases.steps.rules import Standing
from consistori.deadlines.models import Deadline, Suspension
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.values import StartKind
from consistori.deadlines.services import close, meet, open_deadline, resume, suspend
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today

STEP = "03"
RULE = "correction"
CAUSE = "22.1.a"


def begin_days(request: CorrectionRequest, *, by: Actor, on: date) -> Deadline:
    """The ten working days of the party, since the day on which it was told (R-INI-03), by her calendars too."""
    return open_deadline(
        by=by,
        subject=Subject(KIND, request.case_id),
        rule=RULE,
        start_on=on,
        reference=request.notified_reference,
        document_id=request.document_id,
        party=request.party,
        residences=residences_of(request.party),
    )


def stop_main(request: CorrectionRequest, *, by: Actor) -> Suspension | None:
    """Stop the term to resolve since that day; None when none runs, or it had ended: what ended is not stopped."""
    main = main_term_of(request.case)
    on = request.notified_on
    if main is None or on is None or not main.is_running or main.is_of_party or on < main.start_on:
        return None
    if main.last_day is not None and on > main.last_day:
        return None
    return suspend(
        main,
        by=by,
        cause=CAUSE,
        since=on,
        communicated_on=on,
        communication=str(request.get_notified_how_display()),
        granted_until=request.term.last_day if request.term else None,
        justification=_("Correction request: %(what)s")
        % {"what": request.notified_reference or on.isoformat()},
        document_id=request.document_id,
    )


def begin_wait(request: CorrectionRequest, *, by: Actor) -> Step | None:
    """The step «correction», that waits until the last day of the term; None where there are no steps."""
    if not steps_on():
        return None
    return add_step(
        request.case,
        by=by,
        code=STEP,
        standing=Standing.TODO,
        on=request.notified_on,
        document=request.document,
        links=Links(deadline=request.term, stop=request.stop),
    )


def put_off_wait(request: CorrectionRequest) -> None:
    """The wait follows the last day of its term."""
    step = request.step
    if step is None or not step.is_todo or request.term is None:
        return
    step.until = request.term.last_day
    step.not_before = None if step.until else request.term.not_before
    step.version += 1
    step.save(update_fields=["until", "not_before", "version"])


def go_on(request: CorrectionRequest, *, by: Actor, received_on: date, reference: str) -> None:
    """Everything that was asked has come: the days are met and the term to resolve runs again from that day."""
    term = request.term
    if term is not None and term.is_running:
        meet(term, by=by, on=max(received_on, term.start_on), reference=reference)
    restart(request, by=by, on=received_on, reason=reference)
    if request.kind == CorrectionRequest.Kind.ELECTRONIC:
        count_from(request, by=by, on=received_on, reference=reference)
    step = request.step
    if step is not None and step.is_todo:
        complete_step(step, by=by, on=max(received_on, request.notified_on or received_on), note=reference)


def count_from(request: CorrectionRequest, *, by: Actor, on: date, reference: str) -> None:
    """What was filed on paper by whoever must go electronically came on the day of the correction: the term to resolve
    counts from it (68.4, R-ELE-04). The one that ran is closed, with its sums in sight.
    """
    main = main_term_of(request.case)
    if main is None or not main.is_running or main.is_of_party or main.start != StartKind.ENTRY:
        return
    close(main, by=by, reason=_("Filed electronically: it counts from that day (Llei 39/2015, art. 68.4)"))
    open_deadline(
        by=by,
        subject=Subject(KIND, request.case_id),
        start_on=on,
        purpose=main.purpose,
        title=main.title,
        rule=main.rule,
        amount=main.amount,
        unit=main.unit,
        article=main.article,
        ending=main.ending,
        whose=main.whose,
        start=main.start,
        reference=reference,
        residences=[Place(one["code"], one["name"]) for one in main.residences],
        is_urgent=main.is_urgent,
        follows=main,
    )


def restart(request: CorrectionRequest, *, by: Actor, on: date, reason: str) -> None:
    """Let the term to resolve run again, if the request stops it still."""
    stop = request.stop
    if stop is not None and stop.until is None and stop.deadline.is_running:
        resume(stop, by=by, until=rules.goes_on_from(on, stop.since), justification=reason)


def give_up(request: CorrectionRequest, *, by: Actor, reason: str) -> None:
    """Nothing more is awaited: the days are closed, what was stopped runs, the wait ends today."""
    term = request.term
    if term is not None and term.is_running:
        close(term, by=by, reason=reason)
    restart(request, by=by, on=today(), reason=reason)
    step = request.step
    if step is not None and step.is_todo:
        complete_step(step, by=by, on=today(), note=reason)
