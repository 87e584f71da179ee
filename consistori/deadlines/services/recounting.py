"""Counting again the terms that a new calendar reaches: those that move get another sum beside the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from consistori.deadlines.asking import Question, reckon
from consistori.deadlines.keeping import sum_from_data
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
    is not written twice. Terms in the middle of an act wait for their turn.
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
    return list(rows.order_by("pk").select_for_update(of=("self",))[:AT_ONCE])


def _recount(some: list[Deadline], version: CalendarVersion, tally: Tally) -> None:
    ids = [term.pk for term in some]
    stops, longer = _by_term(Suspension, ids), _by_term(Extension, ids)
    kept = {
        row.deadline_id: row.found
        for row in Computation.objects.filter(deadline__in=ids)
        .order_by("deadline_id", "-number")
        .distinct("deadline_id")
    }
    calendars = Calendars()
    by = Actor.system("calendars", current_entity().pk)
    moved: list[Deadline] = []
    made: list[Computation] = []
    for term in some:
        places = [Place(term.seat_code, term.seat_name)]
        places += [Place(one["code"], one["name"]) for one in term.residences]
        if not any(version.place in place.above for place in places):
            continue
        tally.looked_at += 1
        incidents = calendars.incidents(term)
        question = question_of(term, stops[term.pk], longer[term.pk], incidents)
        found = _found(question, [calendars.of(place) for place in places], incidents)
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
    Deadline.objects.bulk_update(moved, list(KEPT))


def _found(question: Question, calendars: list[Calendar], incidents: tuple[Incident, ...]) -> Sum | None:
    try:
        return reckon(question, calendars[0], calendars[1:], incidents)
    except TermFault:
        return None


def _says_the_same(found: Sum, term: Deadline, kept: dict[str, object] | None) -> bool:
    """Whether nothing that a person would read of it changes: its day, what is missing, the days skipped by name."""
    if (found.last_day, found.not_before) != (term.last_day, term.not_before) or kept is None:
        return False
    before = sum_from_data(kept)
    days = [(step.kind, step.on, step.skipped) for step in before.steps]
    return before.missing == found.missing and days == [(s.kind, s.on, s.skipped) for s in found.steps]


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

    def of(self, place: Place) -> Calendar:
        """The calendar of a place."""
        if place.code not in self._of:
            self._of[place.code] = calendar_from(place, self._rows)
        return self._of[place.code]

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
