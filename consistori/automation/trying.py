"""A version over what happened [simulació]: what it would have done with each thing, and where a person did another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import translation

from consistori.automation import sentences
from consistori.automation.events import RuleTried
from consistori.automation.models import RuleTrial
from consistori.automation.reading import condition_of, read
from consistori.automation.rules.deciding import What, decide
from consistori.automation.rules.trial import Tally, differs
from consistori.kernel import offers
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

MOST_SHOWN = 300


def run_trial(entity: Entity, trial_id: UUID) -> None:
    """Do one that was asked for. A second time does nothing. A rule that cannot be read any more says why."""
    with working_for(entity):
        trial = RuleTrial.objects.select_related("tried__rule").get(pk=trial_id)
    if trial.ended_at is not None:
        return
    try:
        tally, rows = _tried(entity, trial)
    except Refusal as refused:
        with working_for(entity):
            RuleTrial.objects.filter(pk=trial_id).update(ended_at=now(), fault=str(refused)[:300])
        return
    with working_for(entity):
        _keep(trial, tally, rows, by=Actor.system(trial.made_by_name, entity.pk))


def _tried(entity: Entity, trial: RuleTrial) -> tuple[Tally, list[dict[str, Any]]]:
    text = read(trial.tried.text)
    fact, act_, condition = offers.facts[text.when], offers.acts[text.does], condition_of(text)
    tally = Tally()
    rows: list[dict[str, Any]] = []
    with translation.override(entity.language):
        for past in fact.past(entity, trial.since, trial.until, text.said):
            decision = decide(
                past.found, condition.holds if condition else None, is_administrative=act_.is_administrative
            )
            would_do = decision.what == What.DO
            kind = differs(would_do, past.ended)
            tally.add(would_do, kind)
            if kind and len(rows) < MOST_SHOWN:
                rows.append(
                    {
                        "kind": kind, "label": past.found.subject.label, "url": past.found.subject.url,
                        "would": str(decision.what), "was": past.ended, "was_words": past.words[:300],
                        "why": (decision.words or sentences.why(decision.why))[:300],
                    }
                )  # fmt: skip
    rows.sort(key=lambda row: row["kind"] != "against")
    return tally, rows


@act
def _keep(trial: RuleTrial, tally: Tally, rows: list[dict[str, Any]], *, by: Actor) -> None:
    kept = RuleTrial.objects.filter(pk=trial.pk, ended_at=None).update(
        looked=tally.looked, would_do=tally.would_do, would_pass=tally.looked - tally.would_do, against=tally.against,
        differences=rows, ended_at=now(),
    )  # fmt: skip
    if kept:
        rule = trial.tried.rule
        announce(
            RuleTried(
                rule_id=rule.pk, code=rule.code, number=trial.tried.number, looked=tally.looked,
                would_do=tally.would_do, against=tally.against,
            ),
            by=by,
        )  # fmt: skip
