"""The acts of steps. Any order, repeatable, none compulsory: what refuses is the law, with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, Step
from consistori.cases.models.steps import LONGEST_TITLE
from consistori.cases.policies import may_work_on
from consistori.cases.services._moves import mark_moved
from consistori.cases.step_events import StepResumed
from consistori.cases.steps import linking, regimes
from consistori.cases.steps.amending import change_step, extend_wait, stop_while, take_back_step
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
from consistori.cases.steps.regimes import check, ensure_taken_back, regime_of
from consistori.cases.steps.rules import Standing
from consistori.deadlines.models import Deadline, Suspension
from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

__all__ = [
    "Links",
    "add_step",
    "change_step",
    "complete_step",
    "extend_wait",
    "resume_step",
    "skip_step",
    "stop_while",
    "take_back_step",
]


@dataclass(frozen=True)
class Links:
    """What the step does besides. `stops`: the term to resolve stops while it lasts, and the parties were told on
    `told_on` (else when it began). `notifies`: it tells what was decided, and meets that term. `is_compulsory`: a rule
    orders it, so that a simplified procedure has it. `deadline` and `stop`: those that somebody opened already.
    """

    stops: bool = False
    told_on: date | None = None
    notifies: bool = False
    is_compulsory: bool = False
    deadline: Deadline | None = None
    stop: Suspension | None = None


NO_LINKS = Links()


def join(step: Step, by: Actor, links: Links) -> None:
    """Do what was said of its links, and what an agreement changes in how the procedure goes."""
    if links.stops and step.is_todo and step.stop is None:
        linking.stop_main(step, by, told_on=links.told_on)
    if links.notifies and not step.is_skipped:
        linking.meet_main(step, by)
    regimes.follow(step, by)


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
    links: Links = NO_LINKS,
) -> Step:
    """Write a step [fer un tràmit]: done (`on`, its real date), to do (`due_on`, `assigned_to`), or skipped with its
    `reasons`.

    A wait that is to do runs since `on` until a term of the law, which it opens, or until the day typed; work that is
    to do is given as a task to `assigned_to`. One of the palette has its `code`; one's own, its `title` and `kind`.
    Raises `BadInput`, or `AgainstTheLaw` with the article.
    """
    ensure(may_work_on(by, case))
    line = line_of(code)
    regime = regime_of(case)
    check(line, regime, is_compulsory=links.is_compulsory)
    step = Step(
        case=case,
        code=line.code if line else "",
        title=words_said(title, "title", LONGEST_TITLE),
        kind=line.kind if line else kind_said(kind),
        standing=standing_said(standing),
        due_on=due_on,
        note=words_said(note, "note"),
        recorded_by=by.name,
        deadline=links.deadline,
        stop=links.stop,
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
        begin(step, by, on=on, until=until, until_why=until_why, regime=regime)
        linking.give_task(step, by)
    join(step, by, links)
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
    links: Links = NO_LINKS,
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
    settle(step, by, on=on or today(), sense=sense or step.sense, reasons=reasons or step.reasons)
    linking.settle(step, by)
    join(step, by, links)
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
    linking.drop(step, by, reason=step.reasons)
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
    ensure_taken_back(step)
    step.standing, step.happened_on, step.settled_at = Standing.TODO, None, None
    step.settled_by = step.reasons = step.sense = ""
    linking.begin_again(step, by)
    keep(step)
    mark_moved(step.case)
    announce(StepResumed(**named(step)), by=by)
    return step
