"""What steps do when the term that one of them opened changes elsewhere: they repeat its day."""

from __future__ import annotations

from consistori.cases.models import Step
from consistori.cases.steps.linking import mirror
from consistori.deadlines.term_events import TermExtended, TermHurried, TermMoved, TermReopened
from consistori.trail import on


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
    for step in Step.objects.todo().filter(deadline_id=event.deadline_id).select_related("deadline"):
        before = (step.until, step.not_before)
        mirror(step)
        if (step.until, step.not_before) != before:
            step.version += 1
            step.save(update_fields=["until", "not_before", "until_why", "version"])
