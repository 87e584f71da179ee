"""The sixty-five examples, each with its number."""

from datetime import datetime

import pytest

from consistori.deadlines.rules import (
    Cause,
    Ending,
    Extension,
    Incident,
    StartKind,
    StepKind,
    Sum,
    Suspension,
    Term,
    Unit,
    automatic_session_on,
    court_term,
    is_in_time,
    last_day,
    last_day_to_call,
    last_moment,
    moved_by_incident,
    rejection_of_electronic_notification,
)
from consistori.deadlines.tests.examples import ELSEWHERE, NONE, PLACES, SEAT, TERMS, day

UNITS = {"w": Unit.WORKING_DAYS, "n": Unit.NATURAL_DAYS, "m": Unit.MONTHS, "y": Unit.YEARS}
ROWS = [line.split(maxsplit=6) for line in TERMS.strip().splitlines()]


def term(length: str, since: str, **more: object) -> Term:
    """`10w` since `01-06-2026`."""
    return Term(amount=int(length[:-1]), unit=UNITS[length[-1]], start_on=day(since), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "number,start,length,places,nominal,last,shows", ROWS, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in ROWS]
)
def test_a_term_ends_on_its_day(
    number: str, start: str, length: str, places: str, nominal: str, last: str, shows: str
) -> None:
    found = last_day(term(length, start), PLACES[places])

    assert (found.nominal, found.last_day) == (day(nominal), day(last)), f"{number}: {shows}"
    assert found.is_sure


def test_e26_silence_is_from_the_day_after() -> None:
    found = last_day(term("3m", "02-03-2026", ending=Ending.POSITIVE_SILENCE), [SEAT])

    assert found.effects_from == day("03-06-2026")


def _stopped(**stop: object) -> Sum:
    return last_day(term("3m", "02-03-2026"), [SEAT], suspensions=[Suspension(**stop)])  # type: ignore[arg-type]


def test_e27_a_correction_complied_with_stops_nine_days() -> None:
    found = _stopped(
        cause=Cause.CORRECTION,
        since=day("16-03-2026"),
        until=day("25-03-2026"),
        granted_until=day("30-03-2026"),
        communicated_on=day("16-03-2026"),
    )

    assert found.last_day == day("11-06-2026")
    assert found.step(StepKind.SUSPENSION).days == 9  # type: ignore[union-attr]


def test_e28_a_correction_never_complied_with_stops_the_term_granted() -> None:
    found = _stopped(
        cause=Cause.CORRECTION,
        since=day("16-03-2026"),
        granted_until=last_day(term("10w", "16-03-2026"), [SEAT]).not_before,
        communicated_on=day("16-03-2026"),
    )

    assert found.last_day == day("16-06-2026")
    assert found.step(StepKind.SUSPENSION).days == 14  # type: ignore[union-attr]


def test_e29_a_mandatory_report_stops_three_months_at_most() -> None:
    found = _stopped(
        cause=Cause.MANDATORY_REPORT,
        since=day("10-04-2026"),
        until=day("30-07-2026"),
        communicated_on=day("10-04-2026"),
    )

    assert found.last_day == day("01-09-2026")
    assert found.step(StepKind.SUSPENSION).days == 91  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "number,start,hours,end",
    [
        ("E30", datetime(2026, 6, 12, 13, 20), 24, datetime(2026, 6, 15, 13, 20)),
        ("E31", datetime(2026, 6, 23, 20, 0), 12, datetime(2026, 6, 25, 8, 0)),
        ("E32", datetime(2026, 6, 13, 10, 0), 10, datetime(2026, 6, 15, 10, 0)),
    ],
)
def test_hours_run_only_on_working_days(number: str, start: datetime, hours: int, end: datetime) -> None:
    found = last_moment(Term(amount=hours, unit=Unit.HOURS, start_on=start.date()), start, [SEAT])

    assert found.last_at == end, number


@pytest.mark.parametrize(
    "number,filed_at,last,in_time",
    [
        ("E37", datetime(2026, 6, 15, 23, 59, 59), "15-06-2026", True),
        ("E37", datetime(2026, 6, 16, 0, 0, 0), "15-06-2026", False),
        ("E38", datetime(2026, 6, 14, 23, 0), "15-06-2026", True),
        ("E39", datetime(2026, 6, 27, 12, 0), "26-06-2026", False),
    ],
)
def test_what_is_filed_is_in_time_or_not(number: str, filed_at: datetime, last: str, in_time: bool) -> None:
    assert is_in_time(filed_at, day(last)) is in_time, number


@pytest.mark.parametrize(
    "number,available,last,rejected",
    [
        ("E40", "01-06-2026", "11-06-2026", "12-06-2026"),
        ("E42", "18-12-2026", "28-12-2026", "29-12-2026"),
    ],
)
def test_ten_natural_days_to_open_a_notification_neither_stop_nor_roll(
    number: str, available: str, last: str, rejected: str
) -> None:
    found = rejection_of_electronic_notification(day(available), [SEAT])

    assert (found.last_day, found.effects_from) == (day(last), day(rejected)), number


def test_e51_and_e52_a_term_is_extended_by_half_before_it_ends_or_never() -> None:
    ten = term("10w", "01-06-2026")
    on_friday = last_day(ten, [SEAT], extensions=[Extension(decided_on=day("12-06-2026"))])
    too_late = last_day(ten, [SEAT], extensions=[Extension(decided_on=day("16-06-2026"))])

    assert on_friday.last_day == day("22-06-2026")
    assert too_late.last_day == day("15-06-2026")
    void = too_late.step(StepKind.EXTENSION_VOID)
    assert void is not None
    assert (void.code, void.article) == ("expired", "Llei 39/2015, art. 32.3")


def test_e53_urgency_halves_a_step() -> None:
    assert last_day(term("10w", "01-06-2026", urgent=True), [SEAT]).last_day == day("08-06-2026")


def test_e57_who_does_not_appear_is_notified_the_day_after() -> None:
    found = last_day(
        term("15n", "05-10-2026", start=StartKind.PUBLICATION, ending=Ending.DEEMED_NOTIFIED), [SEAT]
    )

    assert found.effects_from == day("21-10-2026")


@pytest.mark.parametrize(
    "number,session,last",
    [
        ("E58", "16-04-2026", "13-04-2026"),
        ("E59", "07-04-2026", "31-03-2026"),
        ("E60", "15-06-2026", "10-06-2026"),
    ],
)
def test_two_working_days_stand_between_the_call_and_the_session(
    number: str, session: str, last: str
) -> None:
    assert last_day_to_call(day(session), 2, [SEAT]) == day(last), number


def test_e61_the_plenary_not_called_is_called_by_itself() -> None:
    assert automatic_session_on(day("23-02-2026"), [SEAT]) == day("09-03-2026")


@pytest.mark.parametrize(
    "number,start,last", [("E63", "15-07-2026", "15-10-2026"), ("E64", "10-03-2026", "11-05-2026")]
)
def test_august_does_not_run_before_the_courts(number: str, start: str, last: str) -> None:
    assert court_term(term("2m", start), [NONE]).last_day == day(last), number


@pytest.mark.parametrize(
    "ends,moved",
    [
        ("15-06-2026", "17-06-2026"),
        ("16-06-2026", "17-06-2026"),
        ("12-06-2026", "12-06-2026"),
        ("18-06-2026", "18-06-2026"),
    ],
)
def test_e65_an_incident_moves_what_had_not_ended_and_revives_nothing(ends: str, moved: str) -> None:
    incident = Incident(
        since=day("15-06-2026"),
        until=day("16-06-2026"),
        extended_to=day("17-06-2026"),
        published="Incident 3",
    )

    assert moved_by_incident(day(ends), incident) == day(moved)


def test_every_example_has_its_place() -> None:
    import re
    from pathlib import Path

    told = {row[0] for row in ROWS} | set(ELSEWHERE)
    told |= {f"E{n}" for n in re.findall(r"\b[eE](\d\d)\b", re.sub(r"_", " ", Path(__file__).read_text()))}

    assert {f"E{n:02d}" for n in range(1, 66)} <= told
