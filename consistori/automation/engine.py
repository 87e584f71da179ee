"""A rule in front of one thing: find what is known, decide, take a place in the hour, do, explain; or pass to a person.

What is slow (a register, the seal) holds no transaction; each step is kept before the next one, and begun again it goes
on. In doubt it stops and a person is told: the condition cannot say, the room doubts, the act refuses.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.automation import jobs, selectors, sentences
from consistori.automation.events import RuleDid, RulePassed
from consistori.automation.explaining import explain
from consistori.automation.models import Rule, RuleHour, RuleRun
from consistori.automation.reading import condition_of, read_kept
from consistori.automation.rules.deciding import Decision, What, decide
from consistori.automation.rules.text import RuleText
from consistori.automation.services.switching import stop_rule
from consistori.automation.tasks import give_to_person
from consistori.kernel import offers
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import Refusal
from consistori.kernel.offers import Found, Order, Outcome
from consistori.tenancy import modality
from consistori.tenancy.jobs import defer, defer_many
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

State = RuleRun.State
BEGUN_AGAIN_AFTER = timedelta(minutes=15)
PASSED_AFTER = timedelta(hours=24)
"""What is decided and not done in a day is looked at by a person: something outside has been silent too long."""


def consider(entity: Entity, rule_id: UUID, subject_id: UUID) -> None:
    """Look at one thing by one rule. Raises `NotNow` when something outside is silent: then it is begun again."""
    with working_for(entity):
        rule = Rule.objects.acting(today()).filter(pk=rule_id).select_related("approval__approved").first()
        run = _run_of(rule_id, subject_id)
        is_on = modality.is_on(entity, "automation")
    if run is not None and run.state == State.DECIDED:
        _do(entity, run)
        return
    if run is not None and run.state != State.HELD:
        return
    if rule is None or not is_on:
        _leave_for_now(entity, rule_id, subject_id)
        return
    text = read_kept(rule.acts_by.approved.text)
    found = offers.facts[text.when].find(entity, subject_id, text.said)
    if found is None:
        return
    condition, offered = condition_of(text), offers.acts[text.does]
    decision = decide(
        found, condition.holds if condition else None, is_administrative=offered.is_administrative
    )
    if decision.what == What.NOTHING:
        return
    with working_for(entity):
        run = write_down(rule, text, found, decision, by=Actor.program(entity.pk))
    if run.state == State.DECIDED:
        _do(entity, run)
    else:
        offered.leave(entity, subject_id, run.words)


@act
def write_down(rule: Rule, text: RuleText, found: Found, decision: Decision, *, by: Actor) -> RuleRun:
    """Keep what was decided with all that it looked at, before anything is done. Its place in the hour is taken here.

    The row of the rule is locked: two at once do not pass its limit, and one that has just been stopped does nothing.
    """
    row = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    run = _run_of(rule.pk, found.subject.id)
    if run is not None and run.state != State.HELD:
        return run
    run = run or RuleRun(rule=row, subject_id=found.subject.id)
    run.approval, run.subject_kind, run.subject_label = (
        rule.acts_by,
        found.subject.kind,
        found.subject.label[:200],
    )
    run.subject_url, run.language = found.subject.url[:300], found.subject.language[:5]
    run.inputs = [
        {"name": one.name, "value": one.known.value, "source": one.known.source, "sha256": one.known.sha256}
        for one in decision.inputs
    ]
    run.at = now()
    with translation.override(run.language):
        run.why, run.words = decision.why, (decision.words or sentences.why(decision.why))[:600]
    if decision.what == What.PASS:
        _pass(run, text, by=by)
    elif row.is_stopped or not row.is_on:
        _hold(run)
    elif not _takes_a_place(row, text.per_hour):
        _hold(run)
        _stop_at_limit(row, text, by=by)
    else:
        run.state = State.DECIDED
        run.save()
    return run


def _takes_a_place(rule: Rule, per_hour: int) -> bool:
    """Count one more in this hour, unless it is full. Two statements, three the first time of the hour."""
    hour = timezone.localtime(now()).replace(minute=0, second=0, microsecond=0)
    rows = RuleHour.objects.filter(rule=rule, hour=hour)
    if rows.filter(count__lt=per_hour).update(count=F("count") + 1):
        return True
    _row, is_new = RuleHour.objects.get_or_create(rule=rule, hour=hour, defaults={"count": 1})
    return bool(is_new)


def _hold(run: RuleRun) -> None:
    run.state = State.HELD
    with translation.override(run.language):
        run.words = _("The rule was at its limit, or stopped: it waits for a person.")
    run.save()


def _stop_at_limit(rule: Rule, text: RuleText, *, by: Actor) -> None:
    """It stops itself and says so once, however many come after."""
    with translation.override(rule.entity.language):
        words = _("It had acted %(n)d times in an hour, which is its limit.") % {"n": text.per_hour}
        stop_rule(rule, by=by, reason=words, by_itself=True)
        give_to_person(
            text.passes_to, by=by, title=_("The rule «%(name)s» has stopped itself") % {"name": rule.name},
            text=f"{words} {_('Look at what was held, and let it go on if it is right.')}",
        )  # fmt: skip


def _pass(run: RuleRun, text: RuleText, *, by: Actor) -> None:
    run.state, run.ended_at = State.PASSED, now()
    run.save()
    rule = run.rule
    with translation.override(rule.entity.language):
        title = _("Decide what the rule «%(name)s» did not: %(label)s") % {
            "name": rule.name, "label": run.subject_label,
        }  # fmt: skip
        run.task = give_to_person(text.passes_to, by=by, title=title[:200], text=run.words, run=run)
    run.save(update_fields=["task"])
    announce(
        RulePassed(rule_id=rule.pk, code=rule.code, run_id=run.pk, label=run.subject_label, why=run.why),
        by=by,
    )


def _do(entity: Entity, run: RuleRun) -> None:
    """Do the act and explain it. Done before, it says the same; refused, a person decides. Raises `NotNow`."""
    with working_for(entity):
        approval = run.approval
        text, words = read_kept(approval.approved.text), approval.decree
    offered = offers.acts[text.does]
    try:
        outcome = offered.do(entity, run.subject_id, Order(words, run.pk), text.said)
    except Refusal as refused:
        outcome = Outcome(is_done=False, words=str(refused))
    if not outcome.is_done:
        with working_for(entity):
            _give_up(run.pk, outcome.words)
        offered.leave(entity, run.subject_id, outcome.words)
        return
    with working_for(entity):
        RuleRun.objects.filter(pk=run.pk).update(
            words=outcome.words[:600],
            case_id=outcome.case_id,
            document_id=next(iter(outcome.documents), None),
        )
    code = explain(entity, run.pk, outcome)
    with working_for(entity):
        _end(run.pk, code)


@act
def _give_up(run_id: UUID, words: str) -> None:
    run = RuleRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != State.DECIDED:
        return
    run.why, run.words = "room", words[:600]
    _pass(run, read_kept(run.approval.approved.text), by=Actor.program(run.entity_id))


@act
def _end(run_id: UUID, code: str) -> None:
    run = RuleRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != State.DECIDED:
        return
    run.state, run.ended_at = State.DONE, now()
    run.save(update_fields=["state", "ended_at"])
    approval = run.approval
    announce(
        RuleDid(
            rule_id=run.rule_id, code=run.rule.code, run_id=run.pk, label=run.subject_label,
            version=approval.approved.number, decree=approval.decree, explanation=code,
        ),
        by=Actor.program(run.entity_id),
    )  # fmt: skip


def _leave_for_now(entity: Entity, rule_id: UUID, subject_id: UUID) -> None:
    """The rule does not act any more: whoever waits is told that a person looks at it."""
    with working_for(entity):
        rule = Rule.objects.filter(pk=rule_id).first()
    if rule is None or rule.does not in offers.acts:
        return
    with translation.override(entity.language):
        words = _("The rule was stopped or switched off: a person decides.")
    offers.acts[rule.does].leave(entity, subject_id, words)


def _run_of(rule_id: UUID, subject_id: UUID) -> RuleRun | None:
    found: RuleRun | None = RuleRun.objects.filter(rule_id=rule_id, subject_id=subject_id).first()
    return found


def take_up_again(entity: Entity) -> None:
    """What was decided and not finished is begun again; after a day, a person looks at it. One statement for none."""
    with working_for(entity):
        moment = now()
        rows: list[Any] = list(RuleRun.objects.in_hand().filter(at__lt=moment - BEGUN_AGAIN_AFTER))
        for run in rows:
            if run.at < moment - PASSED_AFTER:
                with translation.override(run.language):
                    _give_up(run.pk, _("It could not be finished in a day."))
            else:
                defer(jobs.consider, rule_id=str(run.rule_id), subject_id=str(run.subject_id))


def begin_what_is_due(entity: Entity) -> None:
    """Look, for each rule that comes by the clock, for what is due today; what has its run does nothing more."""
    with working_for(entity):
        if not modality.is_on(entity, "automation"):
            return
        by_clock = [(fact.due, fact.name) for fact in offers.facts.values() if fact.due is not None]
        rules = [(due, rule) for due, name in by_clock for rule in selectors.acting_on(name)]
    for due, rule in rules:
        ids = list(due(entity, today(), read_kept(rule.acts_by.approved.text).said))
        with working_for(entity):
            known = set(
                RuleRun.objects.filter(rule=rule, subject_id__in=ids).values_list("subject_id", flat=True)
            )
            many = [{"rule_id": str(rule.pk), "subject_id": str(one)} for one in ids if one not in known]
            defer_many(jobs.consider, many)
