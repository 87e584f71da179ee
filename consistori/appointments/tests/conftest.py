"""A town hall that attends by appointment: a counter every morning, an architect two days; it is Monday at 8.30."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

HERE = ZoneInfo("Europe/Madrid")
MORNINGS = ["9.00-11.00"] * 5 + ["", ""]


class Clock:
    """The hour that the house believes; `clock.is_at(day, hour, minute)` moves it (November 2026)."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 16, 8, 30, tzinfo=HERE)

    def __call__(self) -> datetime:
        return self.moment

    def is_at(self, day: int, hour: int, minute: int = 0) -> None:
        self.moment = datetime(2026, 11, day, hour, minute, tzinfo=HERE)

    def goes_on(self, **more: int) -> None:
        self.moment += timedelta(**more)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Monday, 16 November 2026, 8.30."""
    hands = Clock()
    with mock.patch("django.utils.timezone.now", side_effect=hands):
        yield hands


def hour(day: int, at: int, minute: int = 0) -> datetime:
    """An hour of November 2026 at the town hall."""
    return datetime(2026, 11, day, at, minute, tzinfo=HERE)


@pytest.fixture
def counter(at_work: Any, secretary: Any, clock: Clock) -> Any:
    from consistori.appointments.services import save_desk

    return save_desk(by=secretary, name_ca="el taulell 1", place_ca="planta baixa", hours=MORNINGS)


@pytest.fixture
def census(counter: Any, secretary: Any) -> Any:
    """«El padró», of half an hour, at the counter and by phone: four hours each morning."""
    from consistori.appointments.services import save_service

    return save_service(
        by=secretary, key="padro", name_ca="el padró", name_es="el padrón", minutes=30,
        ways=["counter", "phone"], desks=[counter], notice_hours=0, bring_ca="El DNI",
    )  # fmt: skip


@pytest.fixture
def give(census: Any, town: Any) -> Callable[..., Any]:
    """`give(hour(17, 9))` gives that hour to Laia, as the program does when she asks at the e-office."""
    from consistori.appointments.services import Asker, give_appointment
    from consistori.kernel.actor import Actor

    def once(at: datetime, **said: Any) -> Any:
        asker = {"name": "Laia Riubrugent", "email": "laia@correu.example", **said.pop("asker", {})}
        known = {"by": Actor.program(town.pk), "service": census, "way": "counter", **said}
        return give_appointment(starts_at=at, asker=Asker(**asker), **known)

    return once
