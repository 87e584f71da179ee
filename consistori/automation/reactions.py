"""When a fact that rooms offer happens, the rules that act on it look at it."""

from __future__ import annotations

from typing import Any

from consistori.automation import jobs, selectors
from consistori.kernel import offers
from consistori.tenancy import modality
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_entity
from consistori.trail import on


def look_at_it(event: Any) -> None:
    """One statement where no rule acts on it; a job for each one that does."""
    subject_id = event.subject_id
    if subject_id is None or not modality.is_on(current_entity(), "automation"):
        return
    for fact in offers.facts.values():
        if fact.event is type(event):
            for rule in selectors.acting_on(fact.name):
                defer(jobs.consider, rule_id=str(rule.pk), subject_id=str(subject_id))


# The trail brings this module when every room has hung what it offers.
if _heard := {fact.event for fact in offers.facts.values() if fact.event is not None}:
    on(*sorted(_heard, key=lambda event: str(event.kind())))(look_at_it)
