"""The switch and the brake of a rule."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.automation import jobs
from consistori.automation.events import RuleLetGo, RuleStopped, RuleSwitchedOff, RuleSwitchedOn
from consistori.automation.models import Rule, RuleRun
from consistori.automation.policies import may_approve_rules, may_stop_rules
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy import modality
from consistori.tenancy.jobs import defer_many
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def switch_on(rule: Rule, *, by: Actor) -> Rule:
    """From now on it acts. Raises `BadInput` without an approval in force or a seal that can seal, `AlreadyDone`."""
    ensure(may_approve_rules(by))
    rule = _locked(rule)
    if rule.is_on:
        raise AlreadyDone(_("It was on already."))
    if not modality.is_on(current_entity(), "automation"):
        raise BadInput(_("The town has automatic acts switched off: switch them on first."))
    approval = rule.approval
    if approval is None or (approval.ends_on is not None and approval.ends_on <= today()):
        raise BadInput(
            _("The town has to approve it first, and say who answers for it."),
            article="Llei 40/2015, art. 41.2",
        )
    if approval.act is not None and not approval.act.seal.is_usable():
        raise BadInput(_("The seal of this act cannot seal: it was removed, or its certificate has ended."))
    _keep(rule, is_on=True, stopped_at=None, stopped_by_name="", stopped_why="", stopped_by_itself=False)
    announce(RuleSwitchedOn(rule_id=rule.pk, code=rule.code, decree=approval.decree), by=by)
    return rule


@act
def switch_off(rule: Rule, *, by: Actor) -> Rule:
    """It does not act any more; its approval stays. Raises `AlreadyDone`."""
    ensure(may_approve_rules(by))
    rule = _locked(rule)
    if not rule.is_on:
        raise AlreadyDone(_("It was off already."))
    _keep(rule, is_on=False)
    announce(RuleSwitchedOff(rule_id=rule.pk, code=rule.code), by=by)
    return rule


@act
def stop_rule(rule: Rule, *, by: Actor, reason: str, by_itself: bool = False) -> Rule:
    """Pull its brake [aturar]: what comes waits for a person. Twice it stays as it was. Raises `BadInput`."""
    ensure(may_stop_rules(by))
    words = " ".join(str(reason).split())[:300]
    if not words:
        raise BadInput(_("Say in a line what you have seen: whoever lets it go on reads it."), field="reason")
    rule = _locked(rule)
    if rule.is_stopped:
        return rule
    _keep(rule, stopped_at=now(), stopped_by_name=by.name, stopped_why=words, stopped_by_itself=by_itself)
    announce(RuleStopped(rule_id=rule.pk, code=rule.code, reason=words, by_itself=by_itself), by=by)
    return rule


@act
def let_go_on(rule: Rule, *, by: Actor, with_held: bool = True) -> int:
    """Let it go on, and with what was held if so said; how many that is. Raises `AlreadyDone`."""
    ensure(may_approve_rules(by))
    rule = _locked(rule)
    if not rule.is_stopped:
        raise AlreadyDone(_("It was not stopped."))
    _keep(rule, stopped_at=None, stopped_by_name="", stopped_why="", stopped_by_itself=False)
    held = list(RuleRun.objects.held().filter(rule=rule).order_by("at").values_list("subject_id", flat=True))
    announce(RuleLetGo(rule_id=rule.pk, code=rule.code, held=len(held)), by=by)
    if with_held:
        many = [{"rule_id": str(rule.pk), "subject_id": str(one)} for one in held]
        defer_many(jobs.consider, many)
    return len(held)


def _locked(rule: Rule) -> Rule:
    """The row, locked alone; what is joined is read after it."""
    found: Rule = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    return found


def _keep(rule: Rule, **values: Any) -> None:
    for name, value in values.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.save(update_fields=[*values, "version"])
