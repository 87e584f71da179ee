"""When things happened in the demo: working mornings of the last weeks, seen from today."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Madrid")
SATURDAY = 5


def working_day(ago: int, *, today: date) -> date:
    """The working day `ago` days before `today`; a weekend is brought back to its Friday."""
    day = today - timedelta(days=ago)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def moment_of(ago: int, story: str, *, now: datetime) -> datetime:
    """An hour of that morning, always the same one for the same story, never later than `now`."""
    day = working_day(ago, today=now.astimezone(HERE).date())
    minutes = zlib.crc32(f"{story} {ago}".encode()) % 320
    morning = datetime.combine(day, time(8, 15), tzinfo=HERE) + timedelta(minutes=minutes)
    return min(morning, now - timedelta(minutes=1))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make the house believe that it is `moment`: only the demo tells stories of days gone by."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
