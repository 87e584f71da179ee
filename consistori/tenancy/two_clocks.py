"""The clock of this process beside that of the database: what the law does by the day is not done by a wrong one.

A worker whose clock is a day ahead would say that terms have ended, and open certificates of silence. Where the two
differ, what has legal effect waits for the next night, and the job is seen to have failed.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from consistori.kernel.clock import now
from consistori.kernel.errors import Unavailable

MOST_SECONDS = 600
"""Ten minutes: a term ends at midnight, and jobs of the night run some hours later."""


class WrongClock(Unavailable):
    """The clock of this machine and that of the database do not agree: nothing is done by the day until they do."""

    default_code = "wrong-clock"


def seconds_apart() -> float:
    """How far this clock is from that of the database; positive, ahead of it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return (now() - theirs).total_seconds()


def ensure_same_clock() -> None:
    """Raise `WrongClock` where they differ by more than ten minutes."""
    apart = seconds_apart()
    if abs(apart) > MOST_SECONDS:
        raise WrongClock(f"This clock is {apart:+.0f} seconds from that of the database")
