"""Asking that a version be tried over what happened."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from consistori.automation import jobs
from consistori.automation.models import RuleTrial, RuleVersion
from consistori.automation.policies import may_write_rules
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, ensure
from consistori.tenancy.jobs import defer
from consistori.trail import act

LONGEST = timedelta(days=3 * 366)


@act
def begin_trial(
    version: RuleVersion, *, by: Actor, since: date | None = None, until: date | None = None
) -> RuleTrial:
    """Try it over those days (the last year, if not said; `until` excluded): a job does it, and nothing is done.

    Raises `BadInput` at `since` for no days, or too many.
    """
    ensure(may_write_rules(by))
    end = until or today() + timedelta(days=1)
    start = since or end - timedelta(days=365)
    if not timedelta(0) < end - start <= LONGEST:
        raise BadInput(_("Choose from one day to three years."), field="since")
    trial: RuleTrial = RuleTrial.objects.create(
        tried=version, since=start, until=end, made_by=by.person_id, made_by_name=by.name
    )
    defer(jobs.try_rule, trial_id=str(trial.pk))
    return trial
