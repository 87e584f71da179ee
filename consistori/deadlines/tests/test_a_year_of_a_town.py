"""A year of a town played day by day: two thousand cases, holidays, people who come and go; no term ends unannounced.

The clock is a loop. Terms are counted by the rules, warned by what warns in the house, and told by what tells: only the
database is not there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from consistori.deadlines.alarms.raising import warnings_of
from consistori.deadlines.asking import reckon
from consistori.deadlines.models import Alarm, Deadline, Suspension
from consistori.deadlines.models import Extension as Longer
from consistori.deadlines.rules.days import Calendar, Layer, NonWorkingDay, Watcher, Whose
from consistori.deadlines.rules.escalation import Hands, Held, Here
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.nearness import Thresholds
from consistori.deadlines.rules.pauses import Cause
from consistori.deadlines.rules.values import ExtensionRule
from consistori.deadlines.services.reckoning import put_on, question_of
from consistori.deadlines.starter import standard_calendars

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CASES = 2000
KINDS = ("resolve", "resolve", "resolve", "resolve_same_body", "access_information", "resolve_ex_officio",
         "simplified", "tell_receipt", "simplified_request", "silence_certificate")  # fmt: skip
PEOPLE = {name: UUID(int=n) for n, name in enumerate(
    ("Núria", "Pau", "Roser", "Laia", "Jordi", "Mercè", "Pol", "Joan", "Anna"), start=1
)}  # fmt: skip
WORKS, STREETS = UUID(int=101), UUID(int=102)
CARRIERS = [PEOPLE[name] for name in ("Núria", "Pau", "Roser", "Laia", "Jordi")]


def calendar(known_2027: bool, late: Iterable[date] = ()) -> Calendar:
    """The general holidays, two local days a year and, once it is known, one that was published late."""
    layers = {"ES": Layer.STATE, "ES-CT": Layer.REGION}
    days = [
        NonWorkingDay(holiday.on, holiday.name("ca"), layers[one.place.code])
        for one in standard_calendars()
        for holiday in one.holidays
    ]
    local = [date(2026, 1, 20), date(2026, 8, 31), *late]
    local += [date(2027, 1, 20), date(2027, 3, 1)] if known_2027 else []
    days += [NonWorkingDay(on, "Festa local", Layer.TOWN, "Vall-llobera") for on in local]
    return Calendar.of("Vall-llobera", days, {2026, 2027} if known_2027 else {2026})


def who_is_here(on: date) -> Here:
    """Five who carry cases, two heads, a secretary who leaves, an administrator; holidays of each, August of all."""
    posts = [
        Held(PEOPLE["Núria"], "processor", WORKS), Held(PEOPLE["Pau"], "processor", WORKS),
        Held(PEOPLE["Roser"], "processor", WORKS, heads=True), Held(PEOPLE["Jordi"], "processor", STREETS),
        Held(PEOPLE["Pol"], "administrator"), Held(PEOPLE["Joan"], "mayor"), Held(PEOPLE["Anna"], "processor"),
    ]  # fmt: skip
    if on < date(2026, 6, 15):  # then she leaves, and what she carries stays in her hands for weeks
        posts.append(Held(PEOPLE["Laia"], "processor", STREETS, heads=True))
    if not date(2026, 9, 1) <= on < date(2026, 11, 2):
        posts.append(Held(PEOPLE["Mercè"], "secretary"))
    away: dict[UUID, UUID | None] = {}
    for n, name in enumerate(("Núria", "Pau", "Roser", "Jordi", "Mercè", "Pol")):
        for month, length in ((3, 4), (8, 24), (12, 9)):
            since = date(2026, month, 3 + n)
            if since <= on < since + length * DAY:
                away[PEOPLE[name]] = PEOPLE["Anna"] if n % 2 == 0 and month != 8 else None
    acting = {"secretary": (PEOPLE["Anna"],)} if date(2026, 9, 14) <= on < date(2026, 11, 2) else {}
    return Here(tuple(posts), away, acting)


@dataclass(eq=False)
class Term:
    """A term and its rows, as the house would keep them."""

    row: Deadline
    written_on: date
    stops: list[Suspension] = field(default_factory=list)
    longer: list[Longer] = field(default_factory=list)
    told: dict[tuple[Any, ...], Alarm] = field(default_factory=dict)

    def count(self, seat: Calendar) -> None:
        put_on(self.row, reckon(question_of(self.row, self.stops, self.longer), seat, []))


@dataclass
class Year:
    """The clock and everything that it finds: `warned` is what ended and whether somebody had been told before."""

    dice: Random = field(default_factory=lambda: Random(2026))
    seat: Calendar = field(default_factory=lambda: calendar(known_2027=False))
    agenda: dict[date, list[Any]] = field(default_factory=lambda: defaultdict(list))
    hands: dict[UUID, Hands] = field(default_factory=dict)
    running: list[Term] = field(default_factory=list)
    ended: list[Term] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def play(self) -> None:
        self._plan()
        on = FIRST
        while on <= LAST or self.running:
            if on == date(2026, 5, 25):
                self._publish(calendar(False, late=[date(2026, 6, 8)]))
            if on == date(2027, 2, 15):
                self._publish(calendar(True, late=[date(2026, 6, 8)]))
            for what in self.agenda.pop(on, ()):
                what(on)
            if not date(2026, 4, 20) <= on <= date(2026, 4, 22):  # three days in which nothing worked
                self._warn(on)
            self._end(on)
            on += DAY
            assert on < date(2028, 6, 1)

    def _plan(self) -> None:
        working = [on for on in days(FIRST, LAST) if on.weekday() < 5]
        for n in range(CASES):
            unit = self.dice.choice([WORKS, STREETS, None])
            hands = Hands(None if n % 10 == 0 else self.dice.choice(CARRIERS), unit)
            subject = UUID(int=10_000 + n)
            self.hands[subject] = hands
            began = self.dice.choice(working)
            late = self.dice.choice([0, 0, 0, 0, 1, 2, 4])  # written some days after it began
            self.agenda[began + late * DAY].append(lambda on, s=subject, b=began: self._open(s, b, on))

    def _open(self, subject: UUID, began: date, on: date) -> None:
        term = self._term(subject, self.dice.choice(KINDS), began, on)
        fate = self.dice.random()
        if fate < 0.3 and term.row.amount > 1 and term.row.whose == Whose.ADMINISTRATION:
            told = on + self.dice.randrange(2, 12) * DAY
            self.agenda[told].append(lambda day: self._stop(term, subject, day))
        if 0.3 <= fate < 0.4:
            self.agenda[on + self.dice.randrange(1, 40) * DAY].append(lambda day: self._extend(term, day))
        if self.dice.random() < 0.6:
            self.agenda[on + self.dice.randrange(1, 100) * DAY].append(lambda day: self._meet(term))

    def _term(self, subject: UUID, kind: str, began: date, on: date) -> Term:
        fixed = known(kind)
        assert fixed is not None
        row = Deadline(
            subject_kind="case", subject_id=subject, purpose=kind, rule=kind, amount=fixed.amount, unit=fixed.unit,
            article=fixed.article, ending=fixed.ending, whose=fixed.whose, start=fixed.start, start_on=began,
            seat_code="99101", seat_name="Vall-llobera", residences=[], entity_id=1,
        )  # fmt: skip
        term = Term(row, on)
        term.count(self.seat)
        self.running.append(term)
        return term

    def _stop(self, term: Term, subject: UUID, on: date) -> None:
        """A correction was notified: the term stops, that of the party begins, and some day it goes on."""
        if term not in self.running or (term.row.last_day and on > term.row.last_day):
            return
        theirs = self._term(subject, "correction", on, on)
        term.stops.append(Suspension(deadline=term.row, cause=Cause.TESTS, since=on, communicated_on=on))
        term.count(self.seat)
        back = on + self.dice.randrange(3, 30) * DAY

        def go_on(day: date) -> None:
            term.stops[-1].until = day
            term.count(self.seat)
            self._meet(theirs)

        self.agenda[back].append(go_on)
        self.found["stopped"] += 1

    def _extend(self, term: Term, on: date) -> None:
        if term in self.running and not term.row.is_stopped and term.row.last_day and on <= term.row.last_day:
            rule = ExtensionRule.TO_RESOLVE if term.row.whose == Whose.ADMINISTRATION else ExtensionRule.HALF
            term.longer.append(Longer(deadline=term.row, decided_on=on, rule=rule))
            term.count(self.seat)
            self.found["extended"] += 1

    def _meet(self, term: Term) -> None:
        if term in self.running:
            self.running.remove(term)
            self.found["met"] += 1

    def _publish(self, seat: Calendar) -> None:
        self.seat = seat
        for term in self.running:
            before = term.row.not_before
            term.count(seat)
            self.found["moved"] += term.row.not_before != before

    def _warn(self, on: date) -> None:
        here = who_is_here(on)
        terms = {term.row.pk: term for term in self.running}
        is_working = Watcher((self.seat,)).is_working
        rows = [term.row for term in self.running]
        for one in warnings_of(rows, self.hands, here, on, is_working, Thresholds()):
            term = terms[one.row.deadline_id]
            if one.row.key in term.told:
                continue
            one.row.at = datetime.combine(on, time(9))
            term.told[one.row.key] = one.row
            self.found[f"told {one.row.stage}"] += 1
            self.found[f"as {one.row.rung}"] += 1
            if not here.is_in(one.row.person_id):
                self.broken.append(f"{on} {one.row}: told somebody who cannot act")

    def _end(self, on: date) -> None:
        """What ran out the day before, for those to whom it had been written in time to warn of."""
        for term in [one for one in self.running if one.row.has_ended(on)]:
            self.running.remove(term)
            self.ended.append(term)
            last = term.row.last_day
            if term.written_on > last:
                self.found["written when it had ended"] += 1
                continue
            self.found["ended"] += 1
            if not any(self._is_good(alarm, last) for alarm in term.told.values()):
                self.broken.append(
                    f"{term.row.rule} since {term.row.start_on} ended on {last} without a warning"
                )

    @staticmethod
    def _is_good(alarm: Alarm, last: date) -> bool:
        """Told somebody, in time, of that very day; or of «not before» an earlier one, while a calendar was missing."""
        in_time = alarm.person_id is not None and alarm.at.date() <= last
        return in_time and (alarm.day == last or (not alarm.is_sure and alarm.day <= last))


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def test_in_a_year_of_two_thousand_cases_no_term_ends_without_a_warning_to_somebody_who_could_act() -> None:
    year = Year()
    year.play()

    assert year.broken == []
    found = year.found
    assert found["ended"] > 1000 and found["stopped"] > 200 and found["extended"] > 80 and found["moved"] > 30
    assert {"as carrier", "as cover", "as head", "as secretary", "as administrator"} <= set(found)
    assert found["as nobody"] == 0
    of_ours = [term for term in year.ended if term.row.whose == Whose.ADMINISTRATION and len(term.told) > 1]
    assert sum(any(key[2] == "last" for key in term.told) for term in of_ours) > 400
