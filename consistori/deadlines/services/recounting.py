"""Counting again the terms that a new calendar reaches: those that move get another sum beside the old one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Q

from consistori.deadlines.asking import Question, reckon
from consistori.deadlines.keeping import days_kept, incidents_to_data, sum_to_data
from consistori.deadlines.models import CalendarVersion, Computation, Deadline, Extension, Recount, Suspension
from consistori.deadlines.ports import incidents_for
from consistori.deadlines.rules.days import Calendar, Whose
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.values import Incident, TermFault
from consistori.deadlines.selectors import calendar_from, in_force, place_of
from consistori.deadlines.services.reckoning import KEPT, computation_of, put_on, question_of
from consistori.deadlines.services.terms import tell
from consistori.deadlines.term_events import TermMoved, TermsRecounted
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import announce

AT_ONCE = 1000


@dataclass
class Tally:
    """What was looked at, how many moved, and how many had no day and have one now."""

    looked_at: int = 0
    moved: int = 0
    settled: int = 0


def recount_for(entity: Entity, version_id: UUID) -> Tally:
    """Count again, by thousands, the terms of an entity that run and that a version may reach; and write what moved.

    Each thousand is a transaction of its own: killed in the middle and begun again, what was counted is the same and
    is not written twice. What may move is locked, and waits if it is in the middle of an act, which counts it itself.
    """
    tally, last = Tally(), None
    while True:
        with working_for(entity):
            version = CalendarVersion.objects.get(pk=version_id)
            some = _next(version, last)
            if not some:
                break
            _recount(some, version, tally)
            last = some[-1].pk
    with working_for(entity):
        Recount.objects.create(
            calendar=version, looked_at=tally.looked_at, moved=tally.moved, settled=tally.settled
        )
        if tally.looked_at:
            announce(
                TermsRecounted(
                    calendar_id=version.pk,
                    place=version.place_name,
                    year=version.year,
                    looked_at=tally.looked_at,
                    moved=tally.moved,
                ),
                by=Actor.system("calendars", entity.pk),
            )
    return tally


def _next(version: CalendarVersion, last: UUID | None) -> list[Deadline]:
    """The next thousand that run in that year: what began after it, or ends before it, does not look at it."""
    rows = Deadline.objects.running().filter(start_on__year__lte=version.year)
    rows = rows.filter(Q(not_before__year__gte=version.year) | Q(is_stopped=True))
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.order_by("pk")[:AT_ONCE])


def _recount(some: list[Deadline], version: CalendarVersion, tally: Tally) -> None:
    calendars = Calendars()
    reached = [term for term in some if any(version.place in place.above for place in _places(term))]
    tally.looked_at += len(reached)
    ids = [term.pk for term in _to_count(reached, calendars)]
    rows = Deadline.objects.running().filter(pk__in=ids).order_by("pk")
    work = list(rows.select_for_update(of=("self",))) if ids else []
    stops, longer, kept = _by_term(Suspension, ids), _by_term(Extension, ids), _kept(ids)
    by = Actor.system("calendars", current_entity().pk)
    moved: list[Deadline] = []
    made: list[Computation] = []
    for term in work:
        incidents = calendars.incidents(term)
        question = question_of(term, stops[term.pk], longer[term.pk], incidents)
        found = _found(question, [calendars.of(place) for place in _places(term)], incidents)
        if found is None or _says_the_same(found, term, kept.get(term.pk)):
            continue
        before, was_sure = term.not_before, term.is_sure
        put_on(term, found)
        made.append(
            computation_of(
                term, question, found, reason=Computation.Reason.CALENDAR, by=by, before=before,
                note=version.note or version.source, calendar=version,
            )
        )  # fmt: skip
        moved.append(term)
        tally.moved += found.not_before != before
        tally.settled += term.is_sure and not was_sure
        if found.not_before != before or term.is_sure != was_sure:
            tell(TermMoved, term, by, before=before.isoformat(), number=term.number)
    Computation.objects.bulk_create(made)
    _put_down(moved)


def _places(term: Deadline) -> list[Place]:
    """The municipalities whose calendars it looks at: the seat first."""
    return [
        Place(term.seat_code, term.seat_name),
        *(Place(one["code"], one["name"]) for one in term.residences),
    ]


def _to_count(terms: list[Deadline], calendars: Calendars) -> Iterator[Deadline]:
    """Those that may give another sum: the rest looked at no day that is another one now. One statement.

    What has no day yet, and what an incident reaches that its last sum did not know, is always counted.
    """
    rows = Computation.objects.filter(deadline__in=[term.pk for term in terms])
    last = rows.order_by("deadline_id", "-number").distinct("deadline_id")
    light = last.values_list("deadline_id", "versions", "question__incidents")
    kept = {pk: (tuple(versions), incidents) for pk, versions, incidents in light}
    for term in terms:
        versions, incidents = kept.get(term.pk, ((), None))
        if (
            term.missing
            or incidents != incidents_to_data(calendars.incidents(term))
            or any(term.start_on <= day <= term.not_before for day in calendars.changed_since(versions))
        ):
            yield term


def _kept(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The last sum of each, as it was kept. One statement."""
    rows = Computation.objects.filter(deadline__in=ids).order_by("deadline_id", "-number")
    return dict(rows.distinct("deadline_id").values_list("deadline_id", "found"))


def _found(question: Question, calendars: list[Calendar], incidents: tuple[Incident, ...]) -> Sum | None:
    try:
        return reckon(question, calendars[0], calendars[1:], incidents)
    except TermFault:
        return None


def _says_the_same(found: Sum, term: Deadline, kept: dict[str, Any] | None) -> bool:
    """Whether nothing that a person would read of it changes: its day, what is missing, the days skipped by name."""
    if (found.last_day, found.not_before) != (term.last_day, term.not_before) or kept is None:
        return False
    return days_kept(kept) == days_kept(sum_to_data(found))


_UPDATE = """
UPDATE deadlines_deadline AS term
SET number = now.number, last_day = now.last_day, not_before = now.not_before, effects_from = now.effects_from,
    last_at = now.last_at, is_stopped = now.is_stopped, missing = now.missing
FROM jsonb_to_recordset(%s::jsonb) AS now (
    id uuid, number int, last_day date, not_before date, effects_from date, last_at timestamptz, is_stopped boolean,
    missing jsonb)
WHERE term.id = now.id AND term.entity_id = %s
"""


def _put_down(moved: list[Deadline]) -> None:
    """What the sums filled, for all of them in one statement: a thousand at a time, each with seven columns."""
    if moved:
        rows = [{"id": term.pk, **{name: getattr(term, name) for name in KEPT}} for term in moved]
        with connection.cursor() as cursor:
            cursor.execute(_UPDATE, [json.dumps(rows, cls=DjangoJSONEncoder), current_entity().pk])


def _by_term(model: type[Suspension] | type[Extension], ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in model.objects.filter(deadline__in=list(ids)):
        found[row.deadline_id].append(row)
    return found


class Calendars:
    """The calendars in force and the incidents published, asked once for as many terms as there are."""

    def __init__(self) -> None:
        self._rows = in_force()
        self._of: dict[str, Calendar] = {}
        self._incidents: dict[Whose, tuple[Incident, ...]] = {}
        self._own = place_of(current_entity()).code
        self._now = {(row.place, row.year): row for row in self._rows}
        self._changed: dict[tuple[str, ...], frozenset[date]] = {}

    def of(self, place: Place) -> Calendar:
        """The calendar of a place."""
        if place.code not in self._of:
            self._of[place.code] = calendar_from(place, self._rows)
        return self._of[place.code]

    def changed_since(self, versions: tuple[str, ...]) -> frozenset[date]:
        """The days that are holidays now and were not in those versions, or the other way round."""
        if versions not in self._changed:
            was = CalendarVersion.objects.filter(pk__in=versions)
            self._changed[versions] = frozenset(day for row in was for day in self._difference(row))
        return self._changed[versions]

    def _difference(self, was: CalendarVersion) -> set[date]:
        now = self._now.get((was.place, was.year))
        after = {one.on for one in now.holidays} if now is not None else set()
        return {one.on for one in was.holidays} ^ after

    def incidents(self, term: Deadline) -> tuple[Incident, ...]:
        """The extensions of the e-office that may reach a term."""
        if term.seat_code != self._own:
            return ()
        whose = Whose(term.whose)
        if whose not in self._incidents:
            self._incidents[whose] = incidents_for(whose)
        return self._incidents[whose]


def reached_by(entity: Entity) -> Iterator[Entity]:
    """Whose terms a calendar of an entity may move: its own and those of every entity below it."""
    yield entity
    yield from (one for one in Entity.objects.order_by("pk") if entity.pk in one.ancestor_ids)
