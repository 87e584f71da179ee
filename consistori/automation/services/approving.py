"""The town approves a version: the decree, each body that the law wants, and the seal (Llei 40/2015, arts. 41-42)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.automation import selectors
from consistori.automation.events import RuleApproved, RuleSwitchedOff
from consistori.automation.models import Rule, RuleApproval, RuleTrial, RuleVersion
from consistori.automation.policies import may_approve_rules
from consistori.automation.reading import read
from consistori.kernel import offers
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.services.seals import end_act, fix_act
from consistori.trail import act, announce

ARTICLE = "Llei 40/2015, art. 41.2"


@dataclass(frozen=True)
class Bodies:
    """Who answers for each thing (Llei 40/2015, art. 41.2), and before whom it is appealed.

    In a town hall the posts reserved to the national service are bodies too (Reial decret 203/2021, art. 13.3).
    """

    specification_body: str = ""
    programming_body: str = ""
    maintenance_body: str = ""
    supervision_body: str = ""
    quality_body: str = ""
    audit_body: str = ""
    appeals_body: str = ""

    def clean(self) -> Bodies:
        """The same, tidy."""
        return Bodies(**{name: " ".join(said.split())[:160] for name, said in asdict(self).items()})


NOBODY = Bodies()


@act
def approve_rule(
    rule: Rule, *, by: Actor, version: RuleVersion, decree: str, bodies: Bodies = NOBODY, seal: Seal | None = None,
    is_objective: bool = False, starts_on: date | None = None,
) -> RuleApproval:  # fmt: skip
    """Enter that the town has approved this version; the approval that was in force ends, and the rule is switched off.

    The version was tried before. Of an act of the administration, the decree says every body, a seal seals it, and it
    is declared that it leans only on objective criteria. Raises `BadInput` at the field that is missing, `AlreadyDone`.
    """
    ensure(may_approve_rules(by))
    rule = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if version.rule_id != rule.pk:
        raise BadInput(_("That version is of another rule."), field="version")
    text = read(version.text)
    trial = selectors.trial_of(version)
    if trial is None:
        raise BadInput(
            _("Try this version first over what happened last year, and look at where it would differ."),
            field="version",
        )
    decree = " ".join(decree.split())[:120]
    if not decree:
        raise BadInput(_("It must be said before the act is used."), field="decree", article=ARTICLE)
    day = starts_on or today()
    if day < today():
        raise BadInput(
            _("It cannot begin before it is entered: choose today or a day to come."), field="starts_on"
        )
    said = bodies.clean()
    fixed = None
    if offers.acts[text.does].is_administrative:
        fixed = _fix(said, offers.acts[text.does].seal, seal, is_objective, by=by, decree=decree, day=day)
    return _enter(rule, version, trial, by=by, decree=decree, bodies=said, fixed=fixed, day=day)


@act
def end_approval(rule: Rule, *, by: Actor) -> None:
    """From today it is approved no more: it is switched off, and its seal does not seal. Raises `AlreadyDone`."""
    ensure(may_approve_rules(by))
    rule = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if rule.approval is None or rule.approval.ends_on is not None:
        raise AlreadyDone(_("It was not approved, or its approval had ended already."))
    _end(rule.approval, by=by, with_act=True)
    rule.is_on, rule.version = False, rule.version + 1
    rule.save(update_fields=["is_on", "version"])
    announce(RuleSwitchedOff(rule_id=rule.pk, code=rule.code), by=by)


def _fix(
    bodies: Bodies, kind: str, seal: Seal | None, is_objective: bool, *, by: Actor, decree: str, day: date
) -> AutomatedAct:
    for field, words in asdict(bodies).items():
        if not words:
            raise BadInput(_("It must be said before the act is used."), field=field, article=ARTICLE)
    if not is_objective:
        raise BadInput(
            _("In Catalonia only acts that lean on objective criteria are automated: look at its condition."),
            field="is_objective",
            article="Llei 26/2010, art. 44.2",
        )
    if seal is None:
        raise BadInput(_("Choose the seal that seals it."), field="seal", article="Llei 40/2015, art. 42")
    return fix_act(
        by=by, kind=kind, seal=seal, decree=decree, starts_on=day,
        definition_body=_together(bodies.specification_body, bodies.programming_body, bodies.maintenance_body),
        supervision_body=_together(bodies.supervision_body, bodies.quality_body, bodies.audit_body),
        appeals_body=bodies.appeals_body,
    )  # fmt: skip


def _together(*bodies: str) -> str:
    """Several bodies in a line, each one once."""
    return " · ".join(dict.fromkeys(bodies))[:160]


def _enter(
    rule: Rule, version: RuleVersion, trial: RuleTrial, *, by: Actor, decree: str, bodies: Bodies,
    fixed: AutomatedAct | None, day: date,
) -> RuleApproval:  # fmt: skip
    if rule.approval is not None and rule.approval.ends_on is None:
        same = fixed is not None and rule.approval.act_id is not None
        _end(rule.approval, by=by, with_act=not same)
    approval: RuleApproval = RuleApproval.objects.create(
        approved=version, trial=trial, decree=decree, act=fixed, is_objective=fixed is not None, starts_on=day,
        made_by=by.person_id, made_by_name=by.name, **asdict(bodies),
    )  # fmt: skip
    text = read(version.text)
    rule.approval, rule.when, rule.does, rule.is_on = approval, text.when, text.does, False
    rule.version += 1
    rule.save()
    announce(
        RuleApproved(
            rule_id=rule.pk, code=rule.code, number=version.number, sha256=version.sha256, decree=decree,
            bodies=[words for words in asdict(bodies).values() if words],
        ),
        by=by,
    )  # fmt: skip
    return approval


def _end(approval: RuleApproval, *, by: Actor, with_act: bool) -> None:
    approval.ends_on = max(today(), approval.starts_on)
    approval.save(update_fields=["ends_on"])
    if with_act and approval.act is not None and approval.act.ends_on is None:
        end_act(approval.act, by=by)
