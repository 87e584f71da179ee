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
CORRECTION, MORE_TO_CORRECT = f"{LPAC}68.1", f"{LPAC}68.2"
OF_THE_PARTY = frozenset({f"{LPAC}32.1", f"{LPAC}32.2", MORE_TO_CORRECT})
IN_MONTHS = frozenset({Unit.MONTHS, Unit.YEARS})


def extend(count: Count, term: Term, extension: Extension, *, runs: bool, given: int = 0) -> int:
    """Go on by the extension; void when the term no longer `runs` (R-DEA-11) or when it asks for too much.

    `given`: what other extensions of art. 23 gave already, which all together may not go beyond the first length.
    Returns what this one gives, one at least unless it is void.
    """
    article = ARTICLES[extension.rule]
    if extension.rule is ExtensionRule.HALF and term.article == CORRECTION:
        article = MORE_TO_CORRECT
    longest = most(count.on, term, extension.rule)
    is_to_resolve = extension.rule is ExtensionRule.TO_RESOLVE
    void = ""
    if not runs:
        void, article = "expired", article if is_to_resolve else f"{LPAC}32.3"
    elif (given and given >= longest) if is_to_resolve else _is_extended(count):
        void = "already_extended"
    elif given + extension.amount > longest:
        void = "too_long"
    if void:
        count.tell(_void(extension, void, article))
        return 0
    amount = extension.amount or longest - given
    _extend(count, term, extension, amount, article)
    return amount or 1


def _is_extended(count: Count) -> bool:
    """Whether it was already by art. 32, which does it once."""
    return any(step.kind is StepKind.EXTENSION and step.article in OF_THE_PARTY for step in count.steps)


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


def _extend(count: Count, term: Term, extension: Extension, amount: int, article: str) -> None:
    length = length_of(term)
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
