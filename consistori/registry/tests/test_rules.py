"""When what is filed takes effect, which term it meets, and what may be corrected (R-REG-02, 05, 12 to 15)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistori.deadlines.rules import is_in_time
from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.tests.examples import ALTRA, SEAT
from consistori.registry.rules.books import Book, correction_fault, reference
from consistori.registry.rules.closing import digest_of, line_of
from consistori.registry.rules.effect import NoWorkingDay, WhyNotWorking, effect_of, start_of_term

MADRID = ZoneInfo("Europe/Madrid")
HOLIDAYS = {date(2026, 5, 14): "Festa local", date(2026, 5, 15): "Festa de proves"}


def why(day: date) -> str:
    return HOLIDAYS.get(day) or {5: "dissabte", 6: "diumenge"}.get(day.weekday(), "")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=MADRID)


@pytest.mark.parametrize(
    ("filed", "effective", "skipped"),
    [
        ("11-05-2026 00:01", "11-05-2026 00:01", []),  # the Monday of R-REG-12
        ("09-05-2026 11:00", "11-05-2026 00:00", ["dissabte", "diumenge"]),
        ("10-05-2026 20:00", "11-05-2026 00:00", ["diumenge"]),
        ("13-05-2026 23:59", "13-05-2026 23:59", []),
        ("14-05-2026 00:00", "18-05-2026 00:00", ["Festa local", "Festa de proves", "dissabte", "diumenge"]),
        ("28-03-2026 12:00", "30-03-2026 00:00", ["dissabte", "diumenge"]),  # the hour changes that night
    ],
)
def test_what_is_filed_on_a_holiday_takes_effect_the_next_working_day(
    filed: str, effective: str, skipped: list[str]
) -> None:
    effect = effect_of(at(filed), why)

    assert effect.at == at(effective)
    assert [reason for _, reason in effect.skipped] == skipped


def test_the_three_of_the_example_keep_their_order() -> None:
    filed = [at("09-05-2026 11:00"), at("10-05-2026 20:00"), at("11-05-2026 00:01")]

    in_order = sorted(reversed(filed), key=lambda moment: (effect_of(moment, why).at, moment))

    assert in_order == filed
    assert {effect_of(moment, why).at.date() for moment in filed} == {date(2026, 5, 11)}


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 12, 31)))
def test_it_never_takes_effect_before_it_was_filed_nor_on_a_holiday(moment: datetime) -> None:
    filed = moment.replace(tzinfo=MADRID)

    effect = effect_of(filed, why)

    assert effect.at >= filed or effect.at.date() > filed.date()
    assert not why(effect.at.date())


def of(calendar: Calendar) -> WhyNotWorking:
    """The days on which a calendar of the examples of the law rests, weekends too."""
    return lambda day: (
        calendar.days[day].name
        if day in calendar.days
        else {5: "dissabte", 6: "diumenge"}.get(day.weekday(), "")
    )


@pytest.mark.parametrize(
    ("example", "filed", "effective"),
    [
        ("E33", "09-05-2026 11:00", "11-05-2026 00:00"),
        ("E34", "11-09-2026 23:00", "14-09-2026 00:00"),
        ("E35", "25-05-2026 12:00", "25-05-2026 12:00"),  # a holiday only where the citizen lives
        ("E36", "20-01-2026 12:00", "21-01-2026 00:00"),  # a holiday only at the seat
    ],
)
def test_the_examples_of_the_law_look_at_the_calendar_of_the_seat_alone(
    example: str, filed: str, effective: str
) -> None:
    assert effect_of(at(filed), of(SEAT)).at == at(effective), example
    assert ALTRA.days.keys() != SEAT.days.keys()


@pytest.mark.parametrize(
    ("example", "filed", "last", "in_time"),
    [
        ("E37", "15-06-2026 23:59", "15-06-2026", True),
        ("E37", "16-06-2026 00:00", "15-06-2026", False),
        ("E38", "14-06-2026 23:00", "15-06-2026", True),
        ("E39", "27-06-2026 12:00", "26-06-2026", False),
    ],
)
def test_the_hour_at_which_it_came_says_whether_it_is_in_time(
    example: str, filed: str, last: str, in_time: bool
) -> None:
    effect = effect_of(at(filed), of(SEAT))

    assert is_in_time(at(filed), datetime.strptime(last, "%d-%m-%Y").date()) is in_time, example
    assert (effect.at.date() <= datetime.strptime(last, "%d-%m-%Y").date()) is in_time, example


def test_a_day_is_tied_to_the_day_before() -> None:
    lines = [line_of({"b": "l·l", "a": [1]}), line_of({"a": 2})]

    first = digest_of("", lines)

    assert lines[0] == '{"a":[1],"b":"l·l"}'
    assert digest_of("", lines) == first
    assert len({first, digest_of(first, lines), digest_of("", lines[::-1]), digest_of("", lines[:1])}) == 4


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(NoWorkingDay):
        effect_of(at("11-05-2026 10:00"), lambda _day: "tancat")


def test_what_came_through_another_registry_has_two_dates() -> None:
    received = effect_of(at("18-06-2026 09:30"), why)

    start = start_of_term(received, first_filed_at=at("15-06-2026 12:00"))

    assert start.met_on == date(2026, 6, 15)
    assert start.counts_from == at("18-06-2026 09:30")
    assert "21.3.b" in start.article


def test_what_is_filed_here_on_a_saturday_counts_from_monday() -> None:
    start = start_of_term(effect_of(at("09-05-2026 11:00"), why))

    assert start.met_on == date(2026, 5, 11)
    assert start.counts_from == at("11-05-2026 00:00")


def test_numbers_read_as_people_say_them() -> None:
    assert reference(Book.ENTRY, 2026, 123) == "E2026000123"
    assert reference(Book.EXIT, 2026, 4) == "S2026000004"


@pytest.mark.parametrize(
    ("field", "old", "new", "reason", "fault"),
    [
        ("subject", "Gual", "Gual permanent", "es va escriure curt", ""),
        ("number", "1", "2", "vull", "field"),
        ("registered_at", "x", "y", "vull", "field"),
        ("subject", "Gual", "  ", "buit", "empty"),
        ("subject", "Gual", " Gual ", "igual", "same"),
        ("subject", "Gual", "Terrassa", " ", "reason"),
        ("observations", "res", "", "era d’un altre", ""),
    ],
)
def test_only_some_fields_are_corrected_and_always_with_a_reason(
    field: str, old: str, new: str, reason: str, fault: str
) -> None:
    assert correction_fault(field, old, new, reason) == fault
