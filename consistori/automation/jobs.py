"""Jobs of rules: to look at one thing, to try a version, to go on with what was left, to look for what is due."""

from __future__ import annotations

from uuid import UUID

from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town


@entity_job(name="automation.consider", queue="default", retry=6, priority=5)
def consider(*, entity: Entity, rule_id: str, subject_id: str) -> None:
    """A rule in front of one thing. Killed anywhere, it goes on; what is silent outside is asked again later."""
    from consistori.automation import engine

    engine.consider(entity, UUID(rule_id), UUID(subject_id))


@entity_job(name="automation.try_rule", queue="default", retry=1)
def try_rule(*, entity: Entity, trial_id: str) -> None:
    """Try a version over what happened; nothing is done with it."""
    from consistori.automation.trying import run_trial

    run_trial(entity, UUID(trial_id))


@by_the_clock("*/15 * * * *", name="automation.go_on")
def go_on(timestamp: int) -> None:
    """Every quarter of an hour: what was decided and not finished; and, too old, what a person has to look at."""
    from consistori.automation.engine import take_up_again

    in_each_town(take_up_again)


@by_the_clock("25 6 * * *", name="automation.due")
def look_for_what_is_due(timestamp: int) -> None:
    """Every morning: what comes by the clock (last year's cases that are renewed ex officio)."""
    from consistori.automation.engine import begin_what_is_due

    in_each_town(begin_what_is_due)
