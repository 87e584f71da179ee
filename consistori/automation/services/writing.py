"""Writing a rule: each save is a version that stays; what acts is the one that was approved."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_lazy as _

from consistori.automation.events import RuleWritten
from consistori.automation.models import Rule, RuleVersion
from consistori.automation.policies import may_write_rules
from consistori.automation.reading import read
from consistori.automation.rules.text import RuleText
from consistori.automation.standard import standard_rules
from consistori.catalogue.procedures.faults import SheetFault, lazily
from consistori.catalogue.procedures.lines import line_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Stale, ensure
from consistori.trail import act, announce


@act
def create_rule(*, by: Actor, text: str, note: str = "") -> Rule:
    """A new rule of this town, that does nothing yet. Raises `SheetFault`, `AlreadyDone`."""
    ensure(may_write_rules(by))
    said = read(_tidy(text))
    if Rule.objects.filter(code=said.code).exists():
        told = _("There is already a rule %(code)s: choose another code, or write its next version.")
        raise AlreadyDone(lazily(told, code=said.code), field="text")
    rule = Rule(code=said.code)
    _name_as(rule, said)
    rule.save(force_insert=True)
    _add_version(rule, text, by=by, note=note)
    return rule


@act
def write_version(
    rule: Rule, *, by: Actor, text: str, note: str = "", edition: int | None = None
) -> RuleVersion:
    """Another version of its text; what was approved goes on acting until this one is tried and approved.

    `edition` is the one that was read: raises `Stale` if somebody wrote it meanwhile; `AlreadyDone` if it is the same
    text; `SheetFault` for what is wrong in it.
    """
    ensure(may_write_rules(by))
    locked = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if edition is not None and edition != locked.version:
        raise Stale(_("Somebody has written another version meanwhile. Look at it before you save yours."))
    said = read(_tidy(text))
    if said.code != locked.code:
        told = _("The code of this rule is %(code)s: it does not change.")
        raise SheetFault(line_of(_tidy(text), ("code",)), lazily(told, code=locked.code))
    if locked.latest and locked.latest.text == _tidy(text):
        raise AlreadyDone(_("It is the same text: there is nothing to save."), field="text")
    _name_as(locked, said)
    return _add_version(locked, text, by=by, note=note)


@act
def adopt_standard_rules(*, by: Actor) -> list[Rule]:
    """Bring those of the house that are not here yet. None acts: each is tried and approved by the town first."""
    ensure(may_write_rules(by))
    here = set(Rule.objects.values_list("code", flat=True))
    return [create_rule(by=by, text=text) for code, text in standard_rules().items() if code not in here]


def _add_version(rule: Rule, text: str, *, by: Actor, note: str) -> RuleVersion:
    tidy = _tidy(text)
    made: RuleVersion = RuleVersion.objects.create(
        rule=rule,
        number=(rule.latest.number if rule.latest else 0) + 1,
        text=tidy,
        sha256=hashlib.sha256(tidy.encode()).hexdigest(),
        note=" ".join(note.split())[:200],
        made_by=by.person_id,
        made_by_name=by.name,
    )
    rule.latest, rule.changed_at, rule.version = made, now(), rule.version + 1
    rule.save()
    announce(
        RuleWritten(rule_id=rule.pk, code=rule.code, number=made.number, sha256=made.sha256, note=made.note),
        by=by,
    )
    return made


def _name_as(rule: Rule, said: RuleText) -> None:
    rule.name_ca = said.name.get("ca", "") or said.name.get("es", "")
    rule.name_es = said.name.get("es", "")


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip() + "\n"
