"""What the acts of steps have in common: what was said, checked; what the law refuses; what is told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.events import StateChanged
from consistori.cases.models import CaseDocument, CaseFile, Step
from consistori.cases.models.steps import LONGEST_WORDS
from consistori.cases.policies import may_carry, may_work_on
from consistori.cases.rules import State
from consistori.cases.services._moves import mark_moved
from consistori.cases.step_events import StepAdded, StepDone, StepEvent, StepSkipped
from consistori.cases.steps import linking, palette, regimes, rules
from consistori.cases.steps.regimes import Regime
from consistori.cases.steps.rules import Kind, Standing
from consistori.cases.steps.selectors import expiry_of, silence_of
from consistori.cases.steps.words import AgainstTheLaw, refuse
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Stale, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import announce


def line_of(code: str) -> palette.Kind | None:
    if not code:
        return None
    line = palette.kind_of(code)
    if line is None:
        raise BadInput(_("There is no such step in the palette."), field="code")
    if line.by == "closing":
        raise AgainstTheLaw(
            _(
                "The closing is not written by hand: close the case, which asks for the resolution that ends it."
            ),
            article="Llei 39/2015, art. 21.1",
            field="code",
        )
    if line.by == "entry":
        raise BadInput(
            _("The request is not written by hand: it is the entry of the registry that the case takes."),
            field="code",
        )
    return line


def kind_said(kind: str) -> Kind:
    if kind not in set(Kind):
        raise BadInput(_("Say whether it is work, a wait or a milestone."), field="kind")
    return Kind(kind)


def standing_said(standing: str) -> Standing:
    if standing not in {Standing.TODO, Standing.DONE, Standing.SKIPPED}:
        raise BadInput(_("Say whether it is done, pending or skipped."), field="standing")
    return Standing(standing)


def words_said(text: str, field: str, longest: int = LONGEST_WORDS) -> str:
    clean = " ".join(text.split())
    if len(clean) > longest:
        raise BadInput(_("It is too long: %(n)s characters at most.") % {"n": longest}, field=field)
    return clean


def assign(step: Step, person: Person | None) -> None:
    if person is None:
        return
    if not may_carry(actor_of(person, current_entity())):
        raise BadInput(_("That person carries no cases here."), field="assigned_to")
    step.assigned_to = person


def attach(step: Step, document: Document | None) -> None:
    if document is None:
        return
    if not CaseDocument.objects.alive().filter(case=step.case, document=document).exists():
        raise BadInput(_("That document is not in this case: file it first."), field="document")
    step.document = document


def begin(
    step: Step, by: Actor, *, on: date | None, until: date | None, until_why: str, regime: Regime
) -> None:
    """A wait says until when and why, and opens its term; work only that it is pending."""
    if step.kind == Kind.MILESTONE and on is not None:
        refuse(rules.day_fault(on, today=today()))
    if step.kind != Kind.WAIT:
        return
    step.began_on = on or today()
    refuse(rules.day_fault(step.began_on, today=today()))
    line = step.line
    if until is not None:
        if until < step.began_on:
            raise BadInput(_("A wait does not end before it begins."), field="until")
        step.until, step.until_why = until, words_said(until_why, "until_why", 200)
        if not step.until_why:
            raise BadInput(_("Say why until that day: what is awaited."), field="until_why")
    elif line is not None and line.term and step.deadline is None:
        step.term = regimes.term_in(line, regime)
        linking.open_term(step, by, regime)
    elif step.deadline is not None:
        step.term = step.deadline.rule
        linking.mirror(step)
    else:
        raise BadInput(_("A wait says until when: write the day."), field="until")


def put_off(step: Step, until: date | None) -> None:
    if until is None or step.until is None or until <= step.until:
        raise BadInput(_("Write the new last day, later than the one there is."), field="until")
    if step.extensions:
        refuse(rules.Fault("already_extended", "until", "Llei 39/2015, art. 32.1"))
    if step.began_on and until > rules.longest_until(step.began_on, step.until):
        refuse(rules.Fault("too_long", "until", "Llei 39/2015, art. 32.1"))
    step.until = until


def settle(step: Step, by: Actor, *, on: date, sense: str, reasons: str) -> None:
    refuse(rules.day_fault(on, today=today()))
    refuse(rules.wait_fault(on, began_on=step.began_on))
    step.standing, step.happened_on = Standing.DONE, on
    step.sense, step.reasons = sense, words_said(reasons, "reasons")
    step.settled_at, step.settled_by = now(), by.name
    check_law(step)


def check_law(step: Step) -> None:
    line = step.line
    if line is None or step.happened_on is None:
        return
    if line.senses:
        refuse(
            rules.resolution_fault(
                step.sense,
                on=step.happened_on,
                silence_on=silence_of(step.case),
                expired_on=expiry_of(step.case),
                has_reasons=bool(step.reasons),
                has_document=step.document_id is not None,
            )
        )
    elif line.reasons and not step.reasons and step.document_id is None:
        refuse(rules.Fault("reasons", "reasons", line.reasons))


def skip(step: Step, by: Actor, reasons: str) -> None:
    clean = words_said(reasons, "reasons")
    if not clean:
        raise BadInput(
            _("Say why it is skipped, in a line: whoever comes after will want to know."), field="reasons"
        )
    step.standing, step.reasons = Standing.SKIPPED, clean
    step.settled_at, step.settled_by = now(), by.name


def held(step: Step, by: Actor, if_version: int | None) -> Step:
    """The step, locked, for whoever may work on its case; as it is now."""
    case = step.case
    ensure(may_work_on(by, case))
    row: Step = Step.objects.live().select_for_update(of=("self",)).get(pk=step.pk)
    row.case = case
    if if_version is not None and if_version != row.version:
        raise Stale(_("Somebody changed this step while you had it open. Look at it again and repeat."))
    return row


def keep(step: Step) -> None:
    step.version += 1
    step.save()


def follow(case: CaseFile, step: Step, by: Actor) -> None:
    """The case moves; what is done may take its procedure forward, never back."""
    line, order = step.line, list(State)
    before = State(case.state)
    moves = step.is_done or (step.is_todo and step.is_wait)
    if line is None or not moves or order.index(line.state) <= order.index(before):
        mark_moved(case)
        return
    mark_moved(case, state=line.state)
    announce(StateChanged(case_id=case.pk, number=case.number, state=line.state, before=before), by=by)


def named(step: Step) -> dict[str, Any]:
    case = step.case
    return {
        "case_id": case.pk,
        "number": case.number,
        "step_id": step.pk,
        "step": step.code,
        "title": str(step.title)
        or (step.line.name_in(current_entity().language) if step.line else step.code),
    }


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def told(step: Step) -> StepEvent:
    if step.is_skipped:
        return StepSkipped(**named(step), reason=step.reasons[:300])
    if step.is_done:
        return StepDone(
            **named(step), happened_on=iso(step.happened_on), sense=step.sense, document_id=step.document_id
        )
    return StepAdded(
        **named(step), kind_of_step=step.kind, until=iso(step.until), document_id=step.document_id
    )
