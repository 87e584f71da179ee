"""The register of powers: what it admits, until when, and from when what changes counts (R-REP-02, 06 to 09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consistori.eoffice.identity.powers import (
    Action,
    Change,
    ChangeKind,
    Power,
    PowerKind,
    faults_of,
    last_day,
    may_act,
)

REGISTERED = date(2026, 3, 10)
POWER = Power(
    "99000138L", "Joan Puigdollers", "99001234B", "Xènia Torrentó", REGISTERED, PowerKind.EVERYWHERE
)
REVOKED = ChangeKind.REVOCATION
EXTENDED = ChangeKind.EXTENSION

LAST_DAYS = {
    "without end: five years": (None, [], date(2031, 3, 10)),
    "with its own end": (date(2027, 1, 1), [], date(2027, 1, 1)),
    "beyond five years: cut": (date(2035, 1, 1), [], date(2031, 3, 10)),
    "revoked, filed on Monday and registered on Wednesday": (
        None, [Change(REVOKED, date(2026, 6, 1), date(2026, 6, 3))], date(2026, 6, 2),
    ),
    "revocation filed and not registered yet": (None, [Change(REVOKED, date(2026, 6, 1))], date(2031, 3, 10)),
    "renounced": (
        None, [Change(ChangeKind.RENUNCIATION, date(2026, 6, 1), date(2026, 6, 1))], date(2026, 5, 31),
    ),
    "extended in time": (
        date(2027, 1, 1), [Change(EXTENDED, date(2026, 12, 1), date(2026, 12, 2))], date(2031, 12, 2),
    ),
    "extended until a day": (
        date(2027, 1, 1), [Change(EXTENDED, date(2026, 12, 1), date(2026, 12, 2), date(2028, 1, 1))],
        date(2028, 1, 1),
    ),
    "extended when it had ended": (
        date(2027, 1, 1), [Change(EXTENDED, date(2027, 1, 4), date(2027, 1, 4))], date(2027, 1, 1),
    ),
    "extended and then revoked": (
        date(2027, 1, 1),
        [Change(REVOKED, date(2029, 5, 2), date(2029, 5, 2)), Change(EXTENDED, date(2026, 12, 1), date(2026, 12, 1))],
        date(2029, 5, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LAST_DAYS)
def test_the_last_day_of_a_power(case):
    until, changes, expected = LAST_DAYS[case]

    assert last_day(replace(POWER, until=until), changes) == expected


def test_five_years_from_the_29th_of_february():
    assert last_day(replace(POWER, registered_on=date(2028, 2, 29))) == date(2033, 2, 28)


ONE = replace(POWER, kind=PowerKind.ONE_BODY, body="L01991018")
SOME = replace(POWER, kind=PowerKind.PROCEDURES, procedures=frozenset({"URB-02"}))
ACTS = {
    "the day of its registration": (POWER, date(2026, 3, 10), Action.APPLY, "good"),
    "the day before": (POWER, date(2026, 3, 9), Action.APPLY, "early"),
    "the last day": (POWER, date(2031, 3, 10), Action.APPEAL, "good"),
    "the day after the last one": (POWER, date(2031, 3, 11), Action.APPEAL, "ended"),
    "a mere step is presumed": (POWER, date(2040, 1, 1), Action.STEP, "presumed"),
    "before its body": (ONE, date(2026, 4, 1), Action.WITHDRAW, "good"),
    "before another body": (replace(ONE, body="L01991023"), date(2026, 4, 1), Action.WITHDRAW, "scope"),
    "its procedure": (SOME, date(2026, 4, 1), Action.DECLARE, "good"),
    "another procedure": (
        replace(SOME, procedures=frozenset({"VIA-01"})),
        date(2026, 4, 1),
        Action.DECLARE,
        "scope",
    ),
    "a type that does not exist": (replace(POWER, kind="d"), date(2026, 4, 1), Action.WAIVE, "wrong"),
}


@pytest.mark.parametrize("case", ACTS)
def test_what_a_proxy_may_do(case):
    power, on, action, expected = ACTS[case]

    found = may_act(power, on=on, action=action, procedure="URB-02", body="L01991018")

    assert found.reason == expected
    assert bool(found) == (expected in ("good", "presumed"))
    assert found.article


def test_revoked_on_wednesday_what_was_done_on_tuesday_holds():
    revoked = [Change(REVOKED, date(2026, 6, 1), date(2026, 6, 3))]

    assert may_act(POWER, revoked, on=date(2026, 6, 2), action=Action.APPLY)
    assert not may_act(POWER, revoked, on=date(2026, 6, 3), action=Action.APPLY)


def test_what_the_register_does_not_admit():
    assert faults_of(POWER) == []
    assert faults_of(replace(POWER, kind="d")) == ["kind"]
    assert faults_of(replace(POWER, proxy=POWER.grantor)) == ["same"]
    assert faults_of(replace(POWER, grantor_name="", proxy="")) == ["grantor", "proxy"]
    assert faults_of(replace(POWER, kind=PowerKind.ONE_BODY)) == ["body"]
    assert faults_of(replace(POWER, kind=PowerKind.PROCEDURES)) == ["procedures"]
    assert faults_of(replace(POWER, until=date(2026, 1, 1))) == ["until"]
