"""Making a term longer [ampliació de termini / ampliación de plazo] (Llei 39/2015, arts. 23 and 32)."""

from __future__ import annotations

from datetime import date

from consistori.deadlines.rules.counting import HALF_MONTH, LPAC, Count
from consistori.deadlines.rules.days import DAY
from consistori.deadlines.rules.pauses import same_day_later
from consistori.deadlines.rules.sums import StepKind, SumStep
from consistori.deadlines.rules.values import Extension, ExtensionRule, Term, Unit

ARTICLES = {
    ExtensionRule.HALF: f"{LPAC}32.1",
    ExtensionRule.ABROAD: f"{LPAC}32.2",
    ExtensionRule.TO_RESOLVE: f"{LPAC}23",
}
IN_MONTHS = frozenset({Unit.MONTHS, Unit.YEARS})


def extend(count: Count, term: Term, extension: Extension) -> None:
    """Go on by the extension; void when the term had already ended (R-DEA-11) or when it asks for too much."""
    article = ARTICLES[extension.rule]
    if extension.decided_on > count.watcher.roll(count.on):
        expired = f"{LPAC}32.3" if extension.rule is not ExtensionRule.TO_RESOLVE else article
        count.tell(_void(extension, "expired", expired))
    elif extension.rule is not ExtensionRule.TO_RESOLVE and any(
        step.kind is StepKind.EXTENSION for step in count.steps
    ):
        count.tell(_void(extension, "already_extended", article))
    elif extension.amount > most(count.on, term, extension.rule):
        count.tell(_void(extension, "too_long", article))
    else:
        _extend(count, term, extension, article)


def most(on: date, term: Term, rule: ExtensionRule) -> int:
    """The most that may be added: half, rounded down, or as much again to resolve; in months, half in natural days."""
    if rule is ExtensionRule.TO_RESOLVE:
        return term.amount
    if term.unit not in IN_MONTHS:
        return term.amount // 2
    months = term.amount * (12 if term.unit is Unit.YEARS else 1)
    return (same_day_later(on, months // 2)[0] - on).days + (HALF_MONTH if months % 2 else 0)


def _extend(count: Count, term: Term, extension: Extension, article: str) -> None:
    amount = extension.amount or most(count.on, term, extension.rule)
    before, at = count.on, len(count.steps)
    if term.unit is Unit.WORKING_DAYS:
        count.add_working_days(amount)
    elif extension.rule is ExtensionRule.TO_RESOLVE and term.unit in IN_MONTHS:
        count.on = same_day_later(count.on, amount * (12 if term.unit is Unit.YEARS else 1))[0]
    else:
        count.on += DAY * amount
    line = SumStep(
        StepKind.EXTENSION,
        on=count.on,
        days=amount if term.unit is Unit.WORKING_DAYS else (count.on - before).days,
        article=article,
        code=extension.rule,
        note=extension.justification,
        since=extension.decided_on,
    )
    count.steps.insert(at, line)


def _void(extension: Extension, why: str, article: str) -> SumStep:
    return SumStep(
        StepKind.EXTENSION_VOID,
        since=extension.decided_on,
        article=article,
        code=why,
        note=extension.justification,
    )
