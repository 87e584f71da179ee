"""Questions on rules. Each says how many statements it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from consistori.automation.models import Rule, RuleApproval, RuleRun, RuleTrial, RuleVersion
from consistori.automation.policies import may_see_rules
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure

MOST = 100


def rules_of_town(by: Actor) -> list[Rule]:
    """Every rule, with what it approved and how much it has done. One statement."""
    ensure(may_see_rules(by))
    rows = Rule.objects.select_related("latest", "approval__approved").annotate(
        done=Count("runs", filter=Q(runs__state=RuleRun.State.DONE)),
        passed=Count("runs", filter=Q(runs__state=RuleRun.State.PASSED)),
        held=Count("runs", filter=Q(runs__state=RuleRun.State.HELD)),
    )
    return list(rows)


def rule_of(by: Actor, code: str) -> Rule:
    """A rule by its code. One statement. Raises `NotHere`."""
    ensure(may_see_rules(by))
    found: Rule | None = (
        Rule.objects.select_related("latest", "approval__approved", "approval__act__seal", "approval__trial")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise NotHere()
    return found


def version_of(rule: Rule, number: int) -> RuleVersion:
    """One of its versions. One statement. Raises `NotHere`."""
    found: RuleVersion | None = RuleVersion.objects.filter(rule=rule, number=number).first()
    if found is None:
        raise NotHere()
    return found


def versions_of(rule: Rule) -> list[RuleVersion]:
    """Its versions, the newest first. One statement."""
    return list(RuleVersion.objects.filter(rule=rule)[:MOST])


def trial_of(version: RuleVersion) -> RuleTrial | None:
    """The last trial of a version that came to its end. One statement."""
    found: RuleTrial | None = RuleTrial.objects.filter(tried=version, fault="").exclude(ended_at=None).first()
    return found


def last_trial(version: RuleVersion) -> RuleTrial | None:
    """The last trial of a version, going on or ended. One statement."""
    found: RuleTrial | None = RuleTrial.objects.filter(tried=version).first()
    return found


def approvals_of(rule: Rule) -> list[RuleApproval]:
    """Its approvals, the newest first. One statement."""
    rows = RuleApproval.objects.filter(approved__rule=rule).select_related("approved", "act__seal")
    return list(rows[:MOST])


def runs_of(rule: Rule, *, state: str = "", before: UUID | None = None) -> QuerySet[RuleRun]:
    """What it did, the newest first; `before` is the last one that was read."""
    rows = RuleRun.objects.filter(rule=rule).order_by("-pk")
    if state in RuleRun.State.values:
        rows = rows.filter(state=state)
    return rows.filter(pk__lt=before) if before else rows


def run_of(by: Actor, pk: UUID) -> RuleRun:
    """One run. One statement. Raises `NotHere`."""
    ensure(may_see_rules(by))
    found: RuleRun | None = (
        RuleRun.objects.select_related(
            "rule", "approval__approved", "document__version", "explanation__version", "case", "task"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotHere()
    return found


def acting_on(fact: str) -> list[Rule]:
    """The rules that act today when that fact happens. One statement."""
    return list(Rule.objects.acting(today()).filter(when=fact).select_related("approval__approved"))


def acting_by(act: str) -> Rule | None:
    """The rule that does that act by itself today, if there is one. One statement."""
    found: Rule | None = (
        Rule.objects.acting(today()).filter(does=act).select_related("approval__approved").first()
    )
    return found


def explanation_about(subject_id: Any) -> RuleRun | None:
    """The run that did something with that thing, or is at it, with its explanation. One statement."""
    found: RuleRun | None = (
        RuleRun.objects.filter(subject_id=subject_id, state__in=(RuleRun.State.DECIDED, RuleRun.State.DONE))
        .select_related("explanation__version", "explanation__latest_blob")
        .first()
    )
    return found


def approved_today() -> Iterable[tuple[Rule, RuleApproval]]:
    """Each rule whose approval seals and is in force: for the e-office (RD 203/2021, art. 11.1.i). One statement."""
    rows = (
        Rule.objects.exclude(approval__act=None)
        .filter(
            Q(approval__ends_on=None) | Q(approval__ends_on__gt=today()), approval__starts_on__lte=today()
        )
        .select_related("approval__approved")
    )
    return [(rule, rule.acts_by) for rule in rows]
