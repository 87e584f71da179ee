"""Where the law puts a date: a line for each term that is near, the most at risk first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consistori.deadlines.chips import chip_of
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.nearness import Nearness
from consistori.deadlines.rules.values import Ending
from consistori.deadlines.sentences import length_in_words
from consistori.desk.addresses import address_in
from consistori.desk.morning.terms import ANSWERED, CARRIED, COVERED, MOST, LegalTerm
from consistori.desk.rows import Row, Section
from consistori.kernel.clock import today
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui import dates

GENERAL = "Llei 39/2015"
EFFECTS: dict[str, Any] = {
    Ending.POSITIVE_SILENCE: gettext_lazy("it is granted by silence"),
    Ending.NEGATIVE_SILENCE: gettext_lazy("it may be taken for refused"),
    Ending.CADUCITY: gettext_lazy("the procedure expires"),
}
ARTICLES = {
    Ending.POSITIVE_SILENCE: f"{GENERAL}, art. 24.1",
    Ending.NEGATIVE_SILENCE: f"{GENERAL}, art. 24.1",
    Ending.CADUCITY: f"{GENERAL}, art. 25.1.b",
}
TONES = {
    Nearness.OVERDUE: "rubric",
    Nearness.RISK: "rubric",
    Nearness.SOON: "ochre",
    Nearness.UNSURE: "ochre",
}


def of_towns(found: Iterable[LegalTerm], entities: Mapping[int, Entity]) -> list[LegalTerm]:
    """Those of the towns that keep terms."""
    kept = {pk for pk, entity in entities.items() if modality.is_on(entity, "deadlines")}
    return [one for one in found if one.entity_id in kept]


def figures(found: Iterable[LegalTerm], which: str = "n") -> dict[int, int]:
    """How many in each town, those that are not shown included; `week` or `ended`, those of them."""
    return {one.entity_id: getattr(one, which) for one in found}


def at_risk(found: Iterable[LegalTerm]) -> dict[int, int]:
    """How many of ours have ended or end this week in each town."""
    return {one.entity_id: one.ended + one.week for one in found}


def section(
    found: Sequence[LegalTerm], entities: Mapping[int, Entity], proposals: Mapping[tuple[int, str], str]
) -> Section:
    """The section of the law; without lines when no term is near. `proposals`: where the withdrawal may be proposed,
    by town and number of the case."""
    rows = [_row(one, entities[one.entity_id], today()) for one in found[:MOST]]
    rows = [_with_proposal(row, proposals.get((row.entity.pk, row.number), "")) for row in rows]
    count = sum(figures(found).values())
    more = count - len(rows)
    url = address_in(entities[found[0].entity_id], "deadlines:alarms") if more else ""
    return Section("law", _("The law puts a date on it"), rows, count, more, url, pill=_("Terms"))


def _row(one: LegalTerm, entity: Entity, on: date) -> Row:
    term, chip = one.term, chip_of(one.term, on)
    bare = f"{_since(term)} {_left(term, on)}"
    return Row(
        entity=entity,
        icon="law",
        title=f"{term.label} · {one.title}",
        label=term.label,
        url=address_in(entity, "cases:case", one.number),
        reason=" ".join(filter(None, [bare, _whose(one)])),
        bare_reason=bare,
        effect=_effect(term, on),
        article=_article(term),
        number=one.number,
        at=term.not_before,
        act=_("Sign it") if one.to_sign else _("Open"),
        act_url=f"{address_in(entity, 'signature:tray')}?paper={one.to_sign}" if one.to_sign else "",
        tone="ochre" if term.is_of_party else TONES.get(chip.tone, ""),
        why=address_in(entity, "deadlines:deadline", term.pk),
        passed=chip.passed,
    )


def _with_proposal(row: Row, address: str) -> Row:
    """Of a term of the party that ended, what may be done about it: nothing happens by itself (art. 68.1)."""
    if not address or row.effect or row.act_url:
        return row
    return replace(row, act_url=address, act=_("Propose the withdrawal"))


def _article(term: Deadline) -> str:
    """That of what its end means, where the general law says it; else that of the term."""
    general = not term.article or term.article.startswith(GENERAL)
    return ARTICLES.get(Ending(term.ending), term.article) if general and term.is_sure else term.article


def _since(term: Deadline) -> str:
    """«3 months since 24 August.»"""
    length = length_in_words(term.amount, term.unit)
    return _("%(length)s since %(day)s.") % {"length": length, "day": dates.day_and_month(term.start_on)}


def _left(term: Deadline, on: date) -> str:
    """What is left of it."""
    left = (term.not_before - on).days
    if term.is_of_party:
        return _("They had until then: say what came, or that nothing came.")
    if not term.is_sure:
        return _("Not before this day: a calendar is missing, and whoever keeps it can load it.")
    if left < 0:
        return ngettext("It ended %(n)d day ago.", "It ended %(n)d days ago.", -left) % {"n": -left}
    if left == 0:
        return _("It ends today.")
    return ngettext("%(n)d day is left.", "%(n)d days are left.", left) % {"n": left}


def _whose(one: LegalTerm) -> str:
    """In whose hands it is, when they are not hers."""
    if one.whose == CARRIED:
        return ""
    if not one.carrier:
        return _("Nobody carries it.")
    words = _("You cover %(name)s.") if one.whose == COVERED else _("%(name)s carries it.")
    if one.whose == ANSWERED and one.is_away:
        words = _("%(name)s carries it and is away.")
    return words % {"name": one.carrier}


def _effect(term: Deadline, on: date) -> str:
    """What its end means, of the terms to resolve and notify; nothing of what is not sure."""
    words = EFFECTS.get(term.ending)
    if words is None or term.is_of_party or not term.is_sure:
        return ""
    said = {"effect": words}
    if term.has_ended(on):
        return _("Without notification in time, %(effect)s") % said
    if term.last_day == on:
        return _("If it is not notified today, %(effect)s") % said
    return _("If it is not notified, %(effect)s") % said
