"""What steps do when the term that one of them opened changes elsewhere: they repeat its day."""

from __future__ import annotations

from uuid import UUID

from consistori.cases.models import Step
from consistori.cases.steps import linking
from consistori.deadlines.term_events import TermExtended, TermHurried, TermMoved, TermReopened
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import current_entity
from consistori.trail import act, on


@on(TermMoved)
def follow_moved(event: TermMoved) -> None:
    """A calendar changed, and with it the day until which one waits."""
    _follow(event)


@on(TermExtended)
def follow_extended(event: TermExtended) -> None:
    """It was extended on its own page."""
    _follow(event)


@on(TermReopened)
def follow_reopened(event: TermReopened) -> None:
    """It runs again."""
    _follow(event)


@on(TermHurried)
def follow_hurried(event: TermHurried) -> None:
    """It was halved."""
    _follow(event)


def _follow(event: TermMoved | TermExtended | TermReopened | TermHurried) -> None:
    for key in Step.objects.todo().filter(deadline_id=event.deadline_id).values_list("pk", flat=True):
        follow_term(key)


@act
def follow_term(key: UUID) -> None:
    """Repeat in a step the day of its term, and let what it stopped of the term to resolve follow it.

    Of a step in the middle of an act, what is there when the act ends; nothing, if it is pending no more.
    """
    # Its case is always there; its term and its stop are asked afterwards: joined, those of a row that was waited for
    # would be of before.
    rows = Step.objects.todo().filter(pk=key).select_related("case")
    step = rows.select_for_update(of=("self",)).first()
    if step is None:
        return
    before = (step.until, step.not_before)
    linking.mirror(step)
    if (step.until, step.not_before) != before:
        linking.follow_stop(step, Actor.system("terms", current_entity().pk))
        step.version += 1
        step.save(update_fields=["until", "not_before", "until_why", "version"])
