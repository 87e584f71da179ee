"""When a term warns and whom: a table for each rule, with the days written out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from consistori.deadlines.rules.alarming import Stage, Watched, stage_of, stuck_of
from consistori.deadlines.rules.escalation import HEARS, Hands, Held, Here, Whom, whom_to_tell
from consistori.deadlines.rules.nearness import Thresholds

CARRIER, COVER, HEAD, SECRETARY, SUBSTITUTE, OFFICE, MAYOR, WORKS = (UUID(int=n) for n in range(1, 9))
HOLIDAYS = {date(2026, 12, 8)}
POSTS = (
    Held(CARRIER, "processor", WORKS), Held(COVER, "processor"), Held(HEAD, "processor", WORKS, heads=True),
    Held(SECRETARY, "secretary"), Held(SUBSTITUTE, "processor"), Held(OFFICE, "administrator"), Held(MAYOR, "mayor"),
)  # fmt: skip


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        # E47: six months since Monday 8 June; Tuesday 8 December is a holiday, so it ends on Wednesday 9.
        ("2026-11-02", None),  # 147 of 184 days: 79 %
        ("2026-11-03", Stage.SOON),  # 80 %
        ("2026-11-20", Stage.SOON),  # 89 %
        ("2026-11-21", Stage.RISK),  # 90 %
        ("2026-12-04", Stage.RISK),  # Friday: Monday 7 and Wednesday 9 are left
        ("2026-12-07", Stage.LAST),  # the alarm of E47: only Wednesday is left
        ("2026-12-09", Stage.LAST),
        ("2026-12-10", Stage.ENDED),
    ],
)
def test_of_ours(on: str, stage: Stage | None) -> None:
    term = Watched(date(2026, 6, 8), date(2026, 12, 9))
    assert stage_of(term, date.fromisoformat(on), is_working=is_working, limits=Thresholds()) == stage


@pytest.mark.parametrize(
    ("term", "on", "stage"),
    [
        (Watched(date(2026, 3, 2), date(2026, 3, 6)), "2026-03-02", Stage.SOON),  # four working days: at once
        (
            Watched(date(2026, 3, 2), date(2026, 3, 8)),
            "2026-03-05",
            Stage.LAST,
        ),  # it ends on Sunday: Friday is left
        (Watched(date(2026, 3, 2), date(2026, 3, 8)), "2026-03-07", Stage.LAST),
        (Watched(date(2026, 3, 2), date(2026, 6, 2), is_stopped=True), "2026-06-02", None),
        (Watched(date(2026, 3, 2), date(2026, 6, 2), is_sure=False), "2026-06-20", Stage.LAST),
        (Watched(date(2026, 3, 2), date(2026, 3, 16), is_ours=False), "2026-03-10", None),
        (Watched(date(2026, 3, 2), date(2026, 3, 16), is_ours=False), "2026-03-11", Stage.RISK),
        (Watched(date(2026, 3, 2), date(2026, 3, 16), is_ours=False), "2026-03-17", Stage.ENDED),
    ],
)
def test_of_short_ones_of_those_that_are_not_sure_and_of_those_of_the_parties(
    term: Watched, on: str, stage: Stage | None
) -> None:
    assert stage_of(term, date.fromisoformat(on), is_working=is_working, limits=Thresholds()) == stage


def test_a_town_that_warns_thirty_working_days_before_does_not_warn_of_what_ends_in_half_a_year() -> None:
    limits = Thresholds(soon_days=60, risk_working_days=30, last_working_days=25)
    term = Watched(date(2026, 1, 7), date(2026, 7, 7))
    assert not limits.fault
    for on, stage in (
        ("2026-01-07", None),
        ("2026-05-11", Stage.SOON),
        ("2026-05-26", Stage.RISK),
        ("2026-06-02", Stage.LAST),
    ):
        assert stage_of(term, date.fromisoformat(on), is_working=is_working, limits=limits) == stage


HERS = Hands(CARRIER, WORKS)


@pytest.mark.parametrize(
    ("here", "hands", "stage", "told"),
    [
        (Here(POSTS), HERS, Stage.SOON, "CARRIER:carrier"),
        (Here(POSTS), HERS, Stage.RISK, "CARRIER:carrier HEAD:head"),
        (Here(POSTS), HERS, Stage.LAST, "CARRIER:carrier HEAD:head SECRETARY:secretary"),
        (Here(POSTS, {CARRIER: COVER}), HERS, Stage.SOON, "COVER:cover:away"),
        # Who covers is away too, and somebody covers her; in a ring, the head.
        (Here(POSTS, {CARRIER: COVER, COVER: OFFICE}), HERS, Stage.SOON, "OFFICE:cover:away"),
        (Here(POSTS, {CARRIER: COVER, COVER: CARRIER}), HERS, Stage.SOON, "HEAD:head:away"),
        (Here(POSTS[1:]), HERS, Stage.SOON, "HEAD:head:left"),
        (Here(POSTS), Hands(None, WORKS), Stage.SOON, "HEAD:head:no_carrier"),
        (Here(POSTS), Hands(None, None), Stage.SOON, "SECRETARY:secretary:no_carrier"),
        # The head is told once, though she is reached twice.
        (Here(POSTS, {CARRIER: None}), HERS, Stage.LAST, "HEAD:head:away SECRETARY:secretary"),
        (Here(POSTS, {SECRETARY: None}, {"secretary": (SUBSTITUTE,)}), HERS, Stage.LAST,
         "CARRIER:carrier HEAD:head SUBSTITUTE:secretary"),
        (Here(POSTS, {SECRETARY: None}), HERS, Stage.LAST, "CARRIER:carrier HEAD:head OFFICE:administrator"),
        (Here(POSTS[-1:]), HERS, Stage.LAST, "MAYOR:mayor:left"),
        (Here(()), HERS, Stage.LAST, "None:nobody:left"),
        (Here(POSTS[-1:], {MAYOR: None}), Hands(), Stage.ENDED, "None:nobody:no_carrier"),
    ],
)  # fmt: skip
def test_the_first_who_can_act_is_told_and_nothing_is_lost(
    here: Here, hands: Hands, stage: Stage, told: str
) -> None:
    assert " ".join(_said(one) for one in whom_to_tell(hands, here, HEARS[stage])) == told


def _said(one: Whom) -> str:
    name = next(
        (name for name, key in globals().items() if isinstance(key, UUID) and key == one.person), None
    )
    return ":".join(part for part in (str(name), one.rung, one.because) if part)


def test_a_stuck_case_is_told_three_times() -> None:
    moved = date(2026, 3, 2)
    days = {n: stuck_of(moved, moved + timedelta(days=n), Thresholds()) for n in (29, 30, 59, 60, 90, 400)}
    assert [(n, one.times) if one else (n, 0) for n, one in days.items()] == [
        (29, 0), (30, 1), (59, 1), (60, 2), (90, 3), (400, 3),
    ]  # fmt: skip
    assert days[59] == days[30] and days[400] == days[90]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"soon_days": 0}, "reach"), ({"stuck_days": 2}, "reach"), ({"soon_part": 30}, "reach"),
        ({"soon_days": 3}, "order_of_days"), ({"last_working_days": 4}, "order_of_days"),
        ({"last_working_days": 0}, "order_of_days"), ({"risk_part": 70}, "order_of_parts"),
        ({"risk_part": 101}, "order_of_parts"), ({}, ""), ({"soon_days": 30, "risk_working_days": 6}, ""),
    ],
)  # fmt: skip
def test_thresholds_that_cannot_be(wrong: dict[str, int], fault: str) -> None:
    assert Thresholds(**wrong).fault == fault


def test_what_a_town_says_that_is_no_threshold_is_not_looked_at() -> None:
    assert Thresholds().adapted({"soon_days": 20, "colour": 3, "risk_part": "90"}) == Thresholds(soon_days=20)
