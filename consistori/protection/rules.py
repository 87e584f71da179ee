"""Dates of the rights of people over their data, in plain Python."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def answer_by(asked_on: date) -> date:
    """The last day to answer: a month, from date to date, to the end of the month when the day does not exist
    (GDPR, art. 12.3; Regulation 1182/71, art. 3.2.c).
    """
    year, month = (asked_on.year + 1, 1) if asked_on.month == 12 else (asked_on.year, asked_on.month + 1)
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))
