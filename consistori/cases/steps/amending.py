"""What is amended of a step: a wait made longer, what was written corrected, what was a mistake taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import Step
from consistori.cases.models.steps import LONGEST_TITLE
from consistori.cases.policies import may_carry
from consistori.cases.services._moves import mark_moved
from consistori.cases.step_events import StepChanged, StepTakenBack, WaitExtended
from consistori.cases.steps import linking, regimes, rules, terms
from consistori.cases.steps.making import (
    assign,
    attach,
    check_law,
    held,
    iso,
    keep,
    named,
    put_off,
    words_said,
)
from consistori.cases.steps.rules import Standing
from consistori.cases.steps.words import refuse
from consistori.deadlines.services import extend
from consistori.directory.models import Person
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def extend_wait(
    step: Step,
    *,
    by: Actor,
    reasons: str,
    decided_on: date | None = None,
    until: date | None = None,
    if_version: int | None = None,
) -> Step:
    """Make a wait longer [ampliar el termini] by at most half, decided before it ends (R-DEA-11: 32.1, 32.3).

    Of a term of the law, the most that it lets unless `until` says less; of a day that was typed, until `until`.
    """
    step = held(step, by, if_version)
    if not (step.is_wait and step.is_todo):
        raise BadInput(_("Only a wait that runs is extended."))
    decided_on = decided_on or today()
    refuse(rules.extension_fault(decided_on=decided_on, until=step.until, reasons=reasons, today=today()))
    clean = words_said(reasons, "reasons")
    said = {"decided_on": decided_on.isoformat(), "reasons": clean}
    if step.deadline is not None and step.deadline.is_running:
        extend(step.deadline, by=by, decided_on=decided_on, justification=clean)
        step.deadline.refresh_from_db()
        linking.mirror(step)
        linking.follow_stop(step, by)
    elif step.term and step.began_on:
        found = terms.reckon(step.case, step.term, step.began_on, extensions=[*step.extensions, said])
        refuse(terms.void_fault(found))
        terms.put(step, found)
    else:
        put_off(step, until)
    step.extensions = [*step.extensions, said]
    keep(step)
    mark_moved(step.case)
    announce(
        WaitExtended(
            **named(step), reason=clean[:300], decided_on=decided_on.isoformat(), until=iso(step.until)
        ),
        by=by,
    )
    return step


@act
def change_step(
    step: Step,
    *,
    by: Actor,
    changes: dict[str, Any],
    if_version: int | None = None,
) -> Step:
    """Correct what was written of a step: title, note, due_on, assigned_to, document, and on of one that is done."""
    step = held(step, by, if_version)
    before = _said(step)
    _apply(step, changes, by)
    fields = sorted(name for name, value in _said(step).items() if before[name] != value)
    if not fields:
        raise AlreadyDone(_("Nothing of it changes."))
    keep(step)
    mark_moved(step.case)
    announce(StepChanged(**named(step), fields=fields), by=by)
    return step


def _said(step: Step) -> dict[str, Any]:
    names = ("title", "note", "due_on", "assigned_to_id", "document_id", "happened_on")
    return {name: getattr(step, name) for name in names}


def _apply(step: Step, changes: dict[str, Any], by: Actor) -> None:
    if "title" in changes:
        step.title = words_said(changes["title"], "title", LONGEST_TITLE)
        if not step.code and not step.title:
            raise BadInput(_("Give the step a name: what is done, in a few words."), field="title")
    if "note" in changes:
        step.note = words_said(changes["note"], "note")
    if "due_on" in changes:
        step.due_on = changes["due_on"]
    if "assigned_to" in changes:
        step.assigned_to = None
        assign(step, changes["assigned_to"])
        linking.pass_task(step, by)
    if "document" in changes:
        step.document = None
        attach(step, changes["document"])
    if step.is_done and changes.get("on"):
        refuse(rules.day_fault(changes["on"], today=today()))
        refuse(rules.wait_fault(changes["on"], began_on=step.began_on))
        before, step.happened_on = step.happened_on, changes["on"]
        linking.correct_main(step, by, before=before)
    if step.is_done:
        check_law(step)


@act
def take_back_step(step: Step, *, by: Actor, reasons: str, if_version: int | None = None) -> None:
    """Take back a step written by mistake [desfer]: the timeline keeps that it was, and why it is not."""
    step = held(step, by, if_version)
    clean = words_said(reasons, "reasons")
    if not clean:
        raise BadInput(_("Say why it is taken back, in a line."), field="reasons")
    regimes.ensure_taken_back(step)
    linking.drop(step, by, reason=clean, never=True)
    linking.unmeet_main(step, by, reason=clean)
    step.standing = Standing.TAKEN_BACK
    step.settled_at, step.settled_by = now(), by.name
    keep(step)
    mark_moved(step.case)
    announce(StepTakenBack(**named(step), reason=clean[:300]), by=by)


@act
def stop_while(step: Step, *, by: Actor, told_on: date | None = None, if_version: int | None = None) -> Step:
    """Stop the term to resolve while a pending step lasts, when it was not said at its beginning (22.1)."""
    step = held(step, by, if_version)
    if not step.is_todo or step.stop_id:
        raise AlreadyDone(_("It stops nothing more."))
    linking.stop_main(step, by, told_on=told_on)
    keep(step)
    mark_moved(step.case)
    announce(StepChanged(**named(step), fields=["stop_id"]), by=by)
    return step


@act
def inherit_steps(keys: Sequence[str], *, by: Actor, to: Person) -> None:
    """Put in the hands of `to` the pending steps of somebody who leaves; the administrator needs not read them."""
    ensure(may_manage_people(by))
    if not may_carry(actor_of(to, current_entity())):
        words = _("%(name)s holds no post here that carries cases.") % {"name": to.full_name}
        raise BadInput(words, field="to-steps")
    for step in Step.objects.todo().filter(pk__in=keys).select_related("case"):
        step.assigned_to = to
        keep(step)
        announce(StepChanged(**named(step), fields=["assigned_to_id"]), by=by)
