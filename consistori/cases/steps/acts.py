"""The acts of steps. Any order, repeatable, none compulsory: what refuses is the law, with its article."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, Step
from consistori.cases.models.steps import LONGEST_TITLE
from consistori.cases.policies import may_work_on
from consistori.cases.services._moves import mark_moved
from consistori.cases.step_events import StepResumed
from consistori.cases.steps.amending import change_step, extend_wait, take_back_step
from consistori.cases.steps.making import (
    assign,
    attach,
    begin,
    follow,
    held,
    keep,
    kind_said,
    line_of,
    named,
    settle,
    skip,
    standing_said,
    told,
    words_said,
)
from consistori.cases.steps.rules import Standing
from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

__all__ = [
    "add_step",
    "change_step",
    "complete_step",
    "extend_wait",
    "resume_step",
    "skip_step",
    "take_back_step",
]


@act
def add_step(
    case: CaseFile,
    *,
    by: Actor,
    code: str = "",
    title: str = "",
    kind: str = "",
    standing: str = Standing.DONE,
    on: date | None = None,
    due_on: date | None = None,
    until: date | None = None,
    until_why: str = "",
    assigned_to: Person | None = None,
    document: Document | None = None,
    note: str = "",
    sense: str = "",
    reasons: str = "",
) -> Step:
    """Write a step [fer un tràmit]: done (`on`, its real date), to do (`due_on`, `assigned_to`), or skipped with its
    `reasons`.

    A wait that is to do runs since `on` until a term of the law, or until the day typed. One of the palette has its
    `code`; one's own, its `title` and `kind`. Raises `BadInput`, or `AgainstTheLaw` with the article.
    """
    ensure(may_work_on(by, case))
    line = line_of(code)
    step = Step(
        case=case,
        code=line.code if line else "",
        title=words_said(title, "title", LONGEST_TITLE),
        kind=line.kind if line else kind_said(kind),
        standing=standing_said(standing),
        due_on=due_on,
        note=words_said(note, "note"),
        recorded_by=by.name,
    )
    if not step.code and not step.title:
        raise BadInput(_("Give the step a name: what is done, in a few words."), field="title")
    assign(step, assigned_to)
    attach(step, document)
    if step.standing == Standing.DONE:
        settle(step, by, on=on or today(), sense=sense, reasons=reasons)
    elif step.standing == Standing.SKIPPED:
        skip(step, by, reasons)
    else:
        begin(step, on=on, until=until, until_why=until_why)
    step.save()
    follow(case, step, by)
    announce(told(step), by=by)
    return step


@act
def complete_step(
    step: Step,
    *,
    by: Actor,
    on: date | None = None,
    note: str | None = None,
    document: Document | None = None,
    sense: str = "",
    reasons: str = "",
    if_version: int | None = None,
) -> Step:
    """Say that a pending step happened [completar el tràmit], on its real day; a wait, that it ended."""
    step = held(step, by, if_version)
    if step.is_done:
        raise AlreadyDone(
            _("%(name)s had already said that it is done.") % {"name": step.settled_by or step.recorded_by}
        )
    if note is not None:
        step.note = words_said(note, "note")
    attach(step, document)
    settle(step, by, on=on or today(), sense=sense or step.sense, reasons=reasons)
    keep(step)
    follow(step.case, step, by)
    announce(told(step), by=by)
    return step


@act
def skip_step(step: Step, *, by: Actor, reasons: str, if_version: int | None = None) -> Step:
    """Skip a pending step [saltar el tràmit], with the reason: it stays in sight, and one may come back."""
    step = held(step, by, if_version)
    if not step.is_todo:
        raise AlreadyDone(_("That step is not pending any more."))
    skip(step, by, reasons)
    keep(step)
    mark_moved(step.case)
    announce(told(step), by=by)
    return step


@act
def resume_step(step: Step, *, by: Actor, if_version: int | None = None) -> Step:
    """Come back [tornar-hi] to a step that was skipped, or that was said to be done and is not."""
    step = held(step, by, if_version)
    if step.is_todo:
        raise AlreadyDone(_("That step is already pending."))
    step.standing, step.happened_on, step.settled_at = Standing.TODO, None, None
    step.settled_by = step.reasons = step.sense = ""
    keep(step)
    mark_moved(step.case)
    announce(StepResumed(**named(step)), by=by)
    return step
