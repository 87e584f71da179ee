"""Making a term longer [ampliació de termini / ampliación de plazo] (Llei 39/2015, arts. 23 and 32)."""

from __future__ import annotations

from datetime import date

from consistori.deadlines.rules.counting import HALF_MONTH, LPAC, Count, length_of
from consistori.deadlines.rules.days import DAY
from consistori.deadlines.rules.pauses import same_day_later
from consistori.deadlines.rules.sums import StepKind, SumStep
from consistori.deadlines.rules.values import Extension, ExtensionRule, Term, Unit

ARTICLES = {
    ExtensionRule.HALF: f"{LPAC}32.1",
    ExtensionRule.ABROAD: f"{LPAC}32.2",
    ExtensionRule.TO_RESOLVE: f"{LPAC}23",
}
_OF_THE_PARTY = frozenset({f"{LPAC}32.1", f"{LPAC}32.2"})
ONCE = {
    ExtensionRule.HALF: _OF_THE_PARTY,
    ExtensionRule.ABROAD: _OF_THE_PARTY,
    ExtensionRule.TO_RESOLVE: frozenset({f"{LPAC}23"}),
}
"""A term is extended once by each article: together they may not go beyond the most that it lets."""

IN_MONTHS = frozenset({Unit.MONTHS, Unit.YEARS})


def extend(count: Count, term: Term, extension: Extension, *, runs: bool) -> None:
    """Go on by the extension; void when the term no longer `runs` (R-DEA-11) or when it asks for too much."""
    article = ARTICLES[extension.rule]
    if not runs:
        expired = f"{LPAC}32.3" if extension.rule is not ExtensionRule.TO_RESOLVE else article
        count.tell(_void(extension, "expired", expired))
    elif any(
        step.kind is StepKind.EXTENSION and step.article in ONCE[extension.rule] for step in count.steps
    ):
        count.tell(_void(extension, "already_extended", article))
    elif extension.amount > most(count.on, term, extension.rule):
        count.tell(_void(extension, "too_long", article))
    else:
        _extend(count, term, extension, article)


def most(on: date, term: Term, rule: ExtensionRule) -> int:
    """The most that may be added: half, rounded down, or as much again to resolve; in months, half in natural days.

    Of a term that urgency has halved, half of what is left of it: it is the one that is extended.
    """
    length = length_of(term)
    if rule is ExtensionRule.TO_RESOLVE:
        return length.amount
    if length.unit not in IN_MONTHS:
        return length.amount // 2
    months = length.amount * (12 if length.unit is Unit.YEARS else 1)
    odd = HALF_MONTH * (months % 2) + (HALF_MONTH // 2) * length.half_month
    return (same_day_later(on, months // 2)[0] - on).days + odd


def _extend(count: Count, term: Term, extension: Extension, article: str) -> None:
    length = length_of(term)
    amount = extension.amount or most(count.on, term, extension.rule)
    before, at = count.on, len(count.steps)
    if length.unit is Unit.WORKING_DAYS:
        count.add_working_days(amount)
    elif extension.rule is ExtensionRule.TO_RESOLVE and length.unit in IN_MONTHS:
        count.on = same_day_later(count.on, amount * (12 if length.unit is Unit.YEARS else 1))[0]
        if length.half_month and not extension.amount:
            count.on += DAY * HALF_MONTH
    else:
        count.on += DAY * amount
    line = SumStep(
        StepKind.EXTENSION,
        on=count.on,
        days=amount if length.unit is Unit.WORKING_DAYS else (count.on - before).days,
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
