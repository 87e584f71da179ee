"""A second counter, that knows nothing of the code of the rules: a finger on the calendar of the wall, day by day.

It takes the closed days as a set and is as slow and plain as it can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def is_working(day: date, closed: set[date]) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun") and day not in closed


def working_days(start: date, amount: int, closed: set[date]) -> list[date]:
    """The working days counted, the last of them the last day."""
    counted: list[date] = []
    day = start
    while len(counted) < amount:
        day += DAY
        if is_working(day, closed):
            counted.append(day)
    return counted


def natural_days(start: date, amount: int) -> list[date]:
    days = []
    for _ in range(amount):
        start += DAY
        days.append(start)
    return days


def months(start: date, amount: int) -> date:
    """Turn so many leaves of the calendar, and put the finger on the same number, or on the last there is."""
    day, turned = start, 0
    while turned < amount:
        day += DAY
        turned += day.day == 1
    while day.day < start.day and (day + DAY).day != 1:
        day += DAY
    return day


def passed(day: date, closed: set[date]) -> list[date]:
    """That day and those after it until one is working, which is the last of the list."""
    days = [day]
    while not is_working(days[-1], closed):
        days.append(days[-1] + DAY)
    return days


def stopped(start: date, nominal: date, stretches: Iterable[tuple[date, date]], closed: set[date]) -> int:
    """How many days between the start and the end no clock ran: each day of each stretch, marked once."""
    marks: set[date] = set()
    end = nominal
    for since, until in sorted(stretches):
        day, begun_in_time = since, since <= passed(end, closed)[-1]
        while day < until:
            if day >= start and begun_in_time and day not in marks:
                marks.add(day)
                end += DAY
            day += DAY
    return len(marks)


def hours(start: datetime, amount: int, closed: set[date]) -> datetime:
    """Minute by minute, of the days that are working."""
    left, now = amount * 60, start
    while not is_working(now.date(), closed):
        now = datetime.combine(now.date() + DAY, time())
    while left:
        if is_working(now.date(), closed):
            left -= 1
        now += MINUTE
    return now


def before_session(session: date, working: int, closed: set[date]) -> date:
    """The last day to tell the call: so many working days stand whole between it and the session."""
    day = session - DAY
    while True:
        between = [day + DAY * n for n in range(1, (session - day).days)]
        if is_working(day, closed) and sum(is_working(one, closed) for one in between) >= working:
            return day
        day -= DAY


def court_months(start: date, amount: int) -> date:
    """Months of the courts: the leaf of August is torn out of the calendar of the wall."""
    day = date(start.year, 8, 31) if start.month == 8 else start
    wanted, turned = day.day, 0
    while turned < amount:
        day += DAY
        turned += day.day == 1 and day.month != 8
    while day.day < wanted and (day + DAY).day != 1:
        day += DAY
    return day
