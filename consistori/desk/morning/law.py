"""Where the law puts a date: the terms of the cases that I carry, cover or answer for, the most at risk first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import Concat, JSONObject, RowNumber
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.visibility import readable_by
from consistori.deadlines.chips import chip_of, nearness
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.nearness import Nearness, thresholds
from consistori.deadlines.rules.values import Ending
from consistori.deadlines.sentences import length_in_words
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row, Section
from consistori.directory.models import Absence
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.selectors import turns_of
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui import dates

MOST = 15
A_WEEKEND = 2
"""Three working days are five days at most with a weekend between: the rest of the sum is `nearness`'s."""

EFFECTS: dict[str, Any] = {
    Ending.POSITIVE_SILENCE: gettext_lazy("it is granted by silence"),
    Ending.NEGATIVE_SILENCE: gettext_lazy("it may be taken for refused"),
    Ending.CADUCITY: gettext_lazy("the procedure expires"),
}
CARRIED, COVERED, ANSWERED = "carried", "covered", "answered"
TONES = {
    Nearness.OVERDUE: "rubric",
    Nearness.RISK: "rubric",
    Nearness.SOON: "ochre",
    Nearness.UNSURE: "ochre",
}
ORDER = [Nearness.OVERDUE, Nearness.RISK, Nearness.UNSURE, Nearness.SOON, Nearness.CALM]


@dataclass(frozen=True)
class LegalTerm:
    """A term of a case, with what its line says of the case; `whose`: she carries it, covers it, or answers for it.

    `n`, `week` and `ended` are of its town: how many there are, end this week, and have ended.
    """

    term: Deadline
    entity_id: int
    number: str
    title: str
    carrier: str
    whose: str
    is_away: bool
    to_sign: UUID | None
    n: int
    week: int
    ended: int

    def near(self, on: date) -> Nearness:
        return nearness(self.term, on)


def _days(later: Any, earlier: Any) -> Func:
    """Days between two dates, in the database."""
    return Func(later, earlier, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _from_part(on: Any, part: int) -> GreaterThanOrEqual:
    """Whether so many hundredths of the term have passed."""
    whole = _days(F("not_before"), F("start_on"))
    return GreaterThanOrEqual(_days(on, F("start_on")) * 100, whole * part)


def answered_for(actors: Iterable[Actor]) -> Q:
    """The cases of others that they answer for: the secretary of her town, whoever heads a unit of its cases."""
    found = Q(pk__in=[])
    for actor in actors:
        units = [post.unit_id for post in actor.posts if post.heads_unit and post.unit_id]
        if actor.holds(Role.SECRETARY):
            found |= Q(entity_id=actor.entity_id) & readable_by(actor)
        elif units:
            found |= Q(entity_id=actor.entity_id, unit_id__in=units) & readable_by(actor)
    return found


def _covered(person_id: UUID, on: date) -> Exists:
    """Whether whoever carries the case is away and she covers."""
    away = Absence.objects.live(on).filter(
        covered_by_id=person_id, person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    return Exists(away)


def rows_of(person_id: UUID, actors: Sequence[Actor], on: date) -> QuerySet[Any]:
    """The terms that must be looked at, the most urgent of each town, `n` of them there."""
    limits, day = thresholds(), Value(on, output_field=DateField())
    here = CaseFile.objects.open().filter(pk=OuterRef("subject_id"))
    mine = Exists(here.filter(Q(carried_by_id=person_id) | Q(_covered(person_id, on))))
    others = Exists(here.filter(answered_for(actors)))
    ours = ~Q(whose=Whose.PARTY)
    soon = Q(not_before__lt=on + timedelta(days=limits.soon_days)) | Q(_from_part(day, limits.soon_part))
    risk = Q(not_before__lte=on + timedelta(days=limits.risk_working_days + A_WEEKEND)) | Q(
        _from_part(day, limits.risk_part)
    )
    theirs = Q(whose=Whose.PARTY, last_day__lt=on)
    rows = Deadline.objects.running().filter(
        (ours & soon & mine) | (ours & risk & others) | (theirs & mine),
        subject_kind=KIND, is_stopped=False, entity_id__in=_with_terms(actors),
    )  # fmt: skip
    urgency = Case(When(ours & risk, then=0), When(ours, then=1), default=2, output_field=IntegerField())
    by_town: dict[str, Any] = {"partition_by": F("entity_id")}
    week = Q(last_day__gte=on, last_day__lte=end_of_week(on)) & ours
    rows = rows.annotate(
        urgency=urgency,
        mine=mine,
        nth=Window(RowNumber(), order_by=[urgency.asc(), F("not_before").asc(), F("pk").asc()], **by_town),
        n=Window(Count("pk"), **by_town),
        week=Window(Count("pk", filter=week), **by_town),
        ended=Window(Count("pk", filter=Q(last_day__lt=on) & ours), **by_town),
    )
    return (
        rows.filter(nth__lte=MOST)
        .annotate(of_case=_words_of_case(person_id))
        .order_by("urgency", "not_before")
    )


def _with_terms(actors: Iterable[Actor]) -> list[int]:
    return [actor.entity_id for actor in actors if actor.entity_id is not None]


def _words_of_case(person_id: UUID) -> ArraySubquery:
    """What a line says of its case, in the same statement."""
    turns = turns_of(person_id)
    papers = CaseDocument.objects.filter(case_id=OuterRef("pk")).values("document_id")
    to_sign = turns.filter(document_id__in=papers).order_by("asked_at").values("pk")[:1]
    carrier = Concat("carried_by__given_name", Value(" "), "carried_by__family_name")
    away = Absence.objects.live(today()).filter(
        person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    rows = CaseFile.objects.filter(pk=OuterRef("subject_id"))
    return ArraySubquery(
        rows.values(
            row=JSONObject(
                number="number",
                title="title",
                carrier=carrier,
                carrier_id="carried_by_id",
                away=Exists(away),
                to_sign=ArraySubquery(to_sign),
            )
        )  # fmt: skip
    )


def terms_at_risk(person_id: UUID, actors: Sequence[Actor], on: date | None = None) -> list[LegalTerm]:
    """Those of hers that are soon or at risk, and those of others at risk that she answers for. One statement."""
    on = on or today()
    found = [_read(row, person_id) for row in rows_of(person_id, actors, on)]
    return sorted(found, key=lambda one: (_rank(one, on), one.term.not_before, one.number))


def _read(row: Any, person_id: UUID) -> LegalTerm:
    said = row.of_case[0]
    if said["carrier_id"] == str(person_id):
        whose = CARRIED
    else:
        whose = COVERED if row.mine else ANSWERED
    return LegalTerm(
        term=row, entity_id=row.entity_id, number=said["number"], title=said["title"], carrier=said["carrier"].strip(),
        whose=whose, is_away=said["away"], to_sign=UUID(said["to_sign"][0]) if said["to_sign"] else None,
        n=row.n, week=row.week, ended=row.ended,
    )  # fmt: skip


def _rank(one: LegalTerm, on: date) -> int:
    if one.term.is_of_party:
        return len(ORDER)
    near = one.near(on)
    return ORDER.index(near) if near in ORDER else len(ORDER)


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


def end_of_week(on: date) -> date:
    """The Sunday of that week."""
    return on + timedelta(days=6 - on.weekday())


def section(found: Sequence[LegalTerm], entities: Mapping[int, Entity]) -> Section:
    """The section of the law; without lines when no term is near."""
    rows = [_row(one, entities[one.entity_id], today()) for one in found]
    count = sum(figures(found).values())
    more = count - len(rows)
    url = address_in(entities[found[0].entity_id], "cases:list") + "?carried=me" if more else ""
    return Section("law", _("The law puts a date on it"), rows, count, more, url, pill=_("Terms"))


def _row(one: LegalTerm, entity: Entity, on: date) -> Row:
    term, chip = one.term, chip_of(one.term, on)
    return Row(
        entity=entity,
        icon="law",
        title=f"{term.label} · {one.title}",
        url=address_in(entity, "cases:case", one.number),
        reason=" ".join(filter(None, [_since(term), _left(one, on)])),
        effect=_effect(term, on),
        article=term.article,
        number=one.number,
        at=term.not_before,
        act=_("Sign it") if one.to_sign else _("Open"),
        act_url=f"{address_in(entity, 'signature:tray')}?paper={one.to_sign}" if one.to_sign else "",
        tone="ochre" if term.is_of_party else TONES.get(chip.tone, ""),
        why=address_in(entity, "deadlines:deadline", term.pk),
        passed=chip.passed,
    )


def _since(term: Deadline) -> str:
    """«3 months since 24 August.»"""
    length = length_in_words(term.amount, term.unit)
    return _("%(length)s since %(day)s.") % {"length": length, "day": dates.day_and_month(term.start_on)}


def _left(one: LegalTerm, on: date) -> str:
    """What is left of it, and in whose hands it is when they are not mine."""
    term, left = one.term, (one.term.not_before - on).days
    if term.is_of_party:
        said = _("They had until then: say what came, or that nothing came.")
    elif not term.is_sure:
        said = _("Not before this day: a calendar is missing, and whoever keeps it can load it.")
    elif left < 0:
        said = ngettext("It ended %(n)d day ago.", "It ended %(n)d days ago.", -left) % {"n": -left}
    elif left == 0:
        said = _("It ends today.")
    else:
        said = ngettext("%(n)d day is left.", "%(n)d days are left.", left) % {"n": left}
    return " ".join(filter(None, [said, _whose(one)]))


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
        return _("As it was not notified in time, %(effect)s") % said
    if term.last_day == on:
        return _("If it is not notified today, %(effect)s") % said
    return _("If it is not notified, %(effect)s") % said
