"""A term that somebody asks to be counted, from the page or from a program: the same question, the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from consistori.deadlines import ports
from consistori.deadlines.rules.days import Calendar, Whose, union_for
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.pauses import Suspension
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.terms import last_day, last_moment
from consistori.deadlines.rules.values import Ending, Extension, Incident, StartKind, Term, TermFault, Unit
from consistori.deadlines.selectors import calendars_of, calendars_of_versions, place_of
from consistori.tenancy.scope import current_entity

FIRST_YEAR, LAST_YEAR = 1990, 2150
"""Years in which a term may begin."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: a term that the law fixes (`kind`) or a length, since when, and whose towns.

    `start_at` only of a term in hours. `versions`: those that an earlier sum kept, to count it again as it was.
    `incidents`: the extensions that count; None, those that the e-office has published (R-REG-16). `article` and
    `ending` are of a term with a length of its own: the law says them of the others.
    """

    start_on: date
    seat: Place
    residences: tuple[Place, ...] = ()
    kind: str = ""
    amount: int = 0
    unit: Unit = Unit.WORKING_DAYS
    whose: Whose = Whose.PARTY
    start: StartKind = StartKind.NOTIFICATION
    start_at: datetime | None = None
    urgent: bool = False
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    versions: tuple[UUID, ...] = field(default=())
    incidents: tuple[Incident, ...] | None = None
    article: str = ""
    ending: Ending = Ending.NOTHING


def answer(question: Question) -> Sum:
    """Count it with the calendars in force, or with the versions named. Two statements. Raises `TermFault`."""
    places = (question.seat, *question.residences)
    seat, *residences = _calendars(places, question.versions)
    whose = _term_of(question)[1]
    return reckon(question, seat, residences, _incidents(question, whose))


def reckon(
    question: Question, seat: Calendar, residences: Iterable[Calendar], incidents: tuple[Incident, ...] = ()
) -> Sum:
    """Count it with these calendars; nothing is asked of the database. Raises `TermFault`."""
    if not FIRST_YEAR <= question.start_on.year <= LAST_YEAR:
        raise TermFault("year_out_of_reach")
    term, whose = _term_of(question)
    calendars = union_for(whose, seat=seat, residences=residences)
    if term.unit is Unit.HOURS:
        if question.start_at is None:
            raise TermFault("hours_need_an_hour", "Llei 39/2015, art. 30.1")
        start_at = question.start_at
        return last_moment(
            term, timezone.localtime(start_at) if timezone.is_aware(start_at) else start_at, calendars
        )
    return last_day(
        term,
        calendars,
        registry=seat if term.start is StartKind.ENTRY else None,
        suspensions=question.suspensions,
        extensions=question.extensions,
        incidents=incidents,
    )


def _incidents(question: Question, whose: Whose) -> tuple[Incident, ...]:
    """Those said, or those that the e-office of this town has published; another town has its own."""
    if question.incidents is not None:
        return question.incidents
    return ports.incidents_for(whose) if question.seat.code == place_of(current_entity()).code else ()


def _calendars(places: Iterable[Place], versions: tuple[UUID, ...]) -> list[Calendar]:
    return calendars_of_versions(places, versions) if versions else calendars_of(places)


def _term_of(question: Question) -> tuple[Term, Whose]:
    if fixed := known(question.kind):
        return fixed.since(question.start_on, urgent=question.urgent), fixed.whose
    term = Term(
        amount=question.amount,
        unit=question.unit,
        start_on=question.start_on,
        start=question.start,
        urgent=question.urgent,
        article=question.article,
        ending=question.ending,
    )
    return term, question.whose
