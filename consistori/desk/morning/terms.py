"""The terms of the cases that I carry, cover or answer for, asked over all my towns at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
)
from django.db.models.functions import Concat, JSONObject, RowNumber
from django.db.models.lookups import GreaterThanOrEqual

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.visibility import of_any, readable_by
from consistori.deadlines.chips import nearness
from consistori.deadlines.limits import limits_for
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.nearness import Nearness, Thresholds
from consistori.desk.morning import kept
from consistori.directory.models import Absence
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.selectors import turns_of

MOST = 12
A_WEEKEND = 2
"""Working days are that many days more, at most, in the database; `nearness` counts them well."""

CARRIED, COVERED, ANSWERED = "carried", "covered", "answered"
ORDER = [Nearness.OVERDUE, Nearness.RISK, Nearness.UNSURE, Nearness.SOON, Nearness.CALM]
TERM = ("id", "entity_id", "purpose", "title", "amount", "unit", "article", "ending", "whose", "start_on", "last_day",
        "not_before", "is_main")  # fmt: skip
ABOUT = ("is_hers", "n", "week", "ended", "of_case")


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


def terms_at_risk(person_id: UUID, actors: Sequence[Actor], on: date | None = None) -> list[LegalTerm]:
    """Those of hers that are soon or at risk, and those of others at risk that she answers for: of whom she covers too,
    what she may read. One statement."""
    on = on or today()
    towns = _by_limits(actors)
    rows = kept.rows(
        "terms", lambda who, acting: _asked(who, acting, towns, on), person_id, actors, (on, tuple(towns))
    )
    found = [_read(row, person_id) for row in rows]
    return sorted(found, key=lambda one: (_rank(one, on), one.term.not_before, one.number))


def end_of_week(on: date) -> date:
    """The Sunday of that week."""
    return on + timedelta(days=6 - on.weekday())


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


def _by_limits(actors: Iterable[Actor]) -> list[tuple[Thresholds, tuple[int, ...]]]:
    """The towns by their thresholds: in most places one line."""
    found: dict[Thresholds, list[int]] = defaultdict(list)
    for actor in actors:
        if actor.entity_id is not None:
            found[limits_for(actor.entity_id)].append(actor.entity_id)
    return [(limits, tuple(ids)) for limits, ids in found.items()]


def _days(later: Any, earlier: Any) -> Func:
    """Days between two dates, in the database."""
    return Func(later, earlier, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _near(towns: Any, on: date, days: str, part: str, *, more: int = 0) -> Q:
    """Whether the end is nearer than so many days, or so many hundredths have passed, as each town says."""
    passed = _days(Value(on, output_field=DateField()), F("start_on")) * 100
    whole = _days(F("not_before"), F("start_on"))
    found = Q()
    for limits, ids in towns:
        soon = Q(not_before__lt=on + timedelta(days=getattr(limits, days) + more))
        soon |= Q(GreaterThanOrEqual(passed, whole * getattr(limits, part)))
        found |= Q(entity_id__in=ids) & soon
    return found


def _asked(person_id: UUID, actors: Sequence[Actor], towns: Any, on: date) -> QuerySet[Any]:
    """The terms that must be looked at, the most urgent of each town, `n` of them there."""
    here = CaseFile.objects.open().filter(pk=OuterRef("subject_id"))
    away = Absence.objects.live(on).filter(
        covered_by_id=person_id, person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    covered = Q(Exists(away)) & of_any(actors, readable_by)
    hers = Exists(here.filter(Q(carried_by_id=person_id) | covered))
    others = Exists(here.filter(answered_for(actors)))
    ours, theirs = ~Q(whose=Whose.PARTY), Q(whose=Whose.PARTY, last_day__lt=on)
    soon = _near(towns, on, "soon_days", "soon_part")
    risk = _near(towns, on, "risk_working_days", "risk_part", more=A_WEEKEND + 1)
    rows = Deadline.objects.running().filter(
        (ours & soon & hers) | (ours & risk & others) | (theirs & hers),
        subject_kind=KIND, is_stopped=False, entity_id__in=[pk for _limits, ids in towns for pk in ids],
    )  # fmt: skip
    urgency = Case(When(ours & risk, then=0), When(ours, then=1), default=2, output_field=IntegerField())
    by_town: dict[str, Any] = {"partition_by": F("entity_id")}
    week = Q(last_day__gte=on, last_day__lte=end_of_week(on)) & ours
    placed = rows.annotate(
        is_hers=hers,
        nth=Window(RowNumber(), order_by=[urgency.asc(), F("not_before").asc(), F("pk").asc()], **by_town),
        n=Window(Count("pk"), **by_town),
        week=Window(Count("pk", filter=week), **by_town),
        ended=Window(Count("pk", filter=Q(last_day__lt=on) & ours), **by_town),
    )
    shown = placed.filter(nth__lte=MOST).annotate(of_case=_words_of_case(person_id, on))
    return shown.order_by("not_before").values_list(*TERM, *ABOUT)


def _words_of_case(person_id: UUID, on: date) -> ArraySubquery:
    """What a line says of its case, in the same statement."""
    papers = CaseDocument.objects.filter(case_id=OuterRef("pk")).values("document_id")
    to_sign = turns_of(person_id).filter(document_id__in=papers).order_by("asked_at").values("pk")[:1]
    carrier = Concat("carried_by__given_name", Value(" "), "carried_by__family_name")
    away = Absence.objects.live(on).filter(
        person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    said = JSONObject(
        number="number", title="title", carrier=carrier, carrier_id="carried_by_id",
        away=Exists(away), to_sign=ArraySubquery(to_sign),
    )  # fmt: skip
    return ArraySubquery(CaseFile.objects.filter(pk=OuterRef("subject_id")).values(row=said))


def _read(row: tuple[Any, ...], person_id: UUID) -> LegalTerm:
    term = Deadline(**dict(zip(TERM, row, strict=False)), subject_kind=KIND)
    is_hers, n, week, ended, of_case = row[len(TERM) :]
    said = json.loads(of_case[0]) if isinstance(of_case[0], str) else of_case[0]
    other = COVERED if is_hers else ANSWERED
    return LegalTerm(
        term=term,
        entity_id=row[1],
        number=said["number"],
        title=said["title"],
        carrier=said["carrier"].strip(),
        whose=CARRIED if said["carrier_id"] == str(person_id) else other,
        is_away=said["away"],
        to_sign=UUID(said["to_sign"][0]) if said["to_sign"] else None,
        n=n,
        week=week,
        ended=ended,
    )


def _rank(one: LegalTerm, on: date) -> int:
    if one.term.is_of_party:
        return len(ORDER)
    near = one.near(on)
    return ORDER.index(near) if near in ORDER else len(ORDER)
