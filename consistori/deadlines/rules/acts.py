"""Terms with a rule of their own: sessions, electronic notifications, courts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from consistori.deadlines.rules.counting import LPAC, Count
from consistori.deadlines.rules.days import DAY, Calendar, Watcher
from consistori.deadlines.rules.pauses import same_day_later
from consistori.deadlines.rules.sums import StepKind, Sum, SumStep
from consistori.deadlines.rules.terms import finished, last_day
from consistori.deadlines.rules.values import Ending, StartKind, Term, TermFault, Unit

AUGUST = 8
ACCESS_DAYS = 10
DAYS_OF_AUTOMATIC_SESSION = 10
COURTS = "Llei 29/1998, arts. 46 i 128.2"


def rejection_of_electronic_notification(available_on: date, calendars: Iterable[Calendar] = ()) -> Sum:
    """The last day to open it; the next, at 00:00, it is rejected (43.2, R-NOT-14). Neither stops nor rolls."""
    term = Term(
        amount=ACCESS_DAYS,
        unit=Unit.NATURAL_DAYS,
        start_on=available_on,
        start=StartKind.AVAILABILITY,
        article=f"{LPAC}43.2",
        ending=Ending.REJECTED,
        rolls=False,
    )
    return last_day(term, calendars)


def last_day_to_call(session_on: date, working_days: int, calendars: Iterable[Calendar]) -> date:
    """The last day to notify the call [convocatòria / convocatoria] of a session (LBRL 46.2.b, R-PLE-03).

    Neither the day of the notice nor that of the session counts. Where the day before would be a non-working one it
    is the last working day before it: the prudent reading.
    """
    watcher, day, left = Watcher(tuple(calendars)), session_on, working_days
    while left:
        day -= DAY
        left -= watcher.is_working(day)
    day -= DAY
    while not watcher.is_working(day):
        day -= DAY
    return day


def automatic_session_on(last_day_to_hold: date, calendars: Iterable[Calendar]) -> date:
    """The tenth working day after, at 12:00, when the plenary asked for was not called (LBRL 46.2.a)."""
    term = Term(
        amount=DAYS_OF_AUTOMATIC_SESSION,
        unit=Unit.WORKING_DAYS,
        start_on=last_day_to_hold,
        start=StartKind.OTHER,
        article="Llei 7/1985, art. 46.2.a",
    )
    return last_day(term, calendars).not_before


def court_term(term: Term, calendars: Iterable[Calendar]) -> Sum:
    """A term in months before the courts, where August does not run: to inform in the footer of an act (R-DEA-15).

    What is notified in August counts as on the last day of it.
    """
    if term.unit is not Unit.MONTHS:
        raise TermFault("courts_in_months", COURTS)
    count = Count(Watcher(tuple(calendars)), term.start_on)
    count.tell(SumStep(StepKind.START, on=term.start_on, code=term.start, article=COURTS))
    if term.start_on.month == AUGUST:
        count.on = date(term.start_on.year, AUGUST, 31)
        count.tell(SumStep(StepKind.AUGUST, on=count.on, article=COURTS))
    count.tell(SumStep(StepKind.LENGTH, days=term.amount, code=term.unit, article=term.article or COURTS))
    wanted, months, left = count.on, 0, term.amount
    while left:
        months += 1
        left -= same_day_later(wanted.replace(day=1), months)[0].month != AUGUST
    if months > term.amount:
        count.tell(SumStep(StepKind.AUGUST, days=31 * (months - term.amount), article=COURTS))
    count.add_months(months)
    nominal = count.on
    count.roll(True)
    return finished(term, count, nominal)
