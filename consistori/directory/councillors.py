"""The right of councillors to information: when it must be answered, and when silence gives it (R-CLR-01)."""

from __future__ import annotations

from datetime import date, timedelta

SILENCE_DAYS = 4
"""Natural days that the mayor has in Catalonia; the basic law gives five (TRLMRLC, art. 164.3; LBRL, art. 77)."""


def decide_by(asked_on: date) -> date:
    """The last day to decide: natural days, counted from the day after it was asked."""
    return asked_on + timedelta(days=SILENCE_DAYS)


def silence_on(asked_on: date) -> date:
    """The first day on which it is given because nobody answered (ROF, art. 14.2)."""
    return decide_by(asked_on) + timedelta(days=1)
