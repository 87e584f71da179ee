"""R-DEC-03: the extract of what is decided goes to the State and to the Generalitat within six days. Plain Python."""

from __future__ import annotations

from datetime import date

from consistori.directory.rules import common_holidays, working_day_after

DAYS = 6
ARTICLE = "LBRL, art. 56.1; ROF, art. 196.3"


def last_day_without_calendar(decided_on: date) -> date:
    """The last of six working days (Llei 39/2015, art. 30.2), counting out only the holidays of all of Catalonia."""
    holidays = common_holidays(decided_on.year) | common_holidays(decided_on.year + 1)
    return working_day_after(decided_on, DAYS, holidays)


def is_late(due_on: date, *, on: date, is_sent: bool) -> bool:
    """Whether it had to be sent already."""
    return not is_sent and on > due_on
