"""What stops, extends and spoils a term; years that nobody has loaded; the last instant of a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from consistori.deadlines.rules import (
    Calendar,
    Cause,
    Extension,
    ExtensionRule,
    Incident,
    Interruption,
    Missing,
    StartKind,
    StepKind,
    Suspension,
    Term,
    TermFault,
    Unit,
    VersionUsed,
    Whose,
    court_term,
    last_day,
    last_day_to_call,
    last_moment,
    union_for,
)
from consistori.deadlines.rules.pauses import TOLD
from consistori.deadlines.tests.examples import ALTRA, MAD, NONE, SEAT, day

TO_RESOLVE = ExtensionRule.TO_RESOLVE


def three_months(start: str = "02-03-2026") -> Term:
    return Term(amount=3, unit=Unit.MONTHS, start_on=day(start))


def stop(since: str, until: str | None, cause: Cause = Cause.TESTS, **more: object) -> Suspension:
    return Suspension(cause=cause, since=day(since), until=day(until) if until else None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("cause", sorted(TOLD))
def test_a_suspension_that_was_not_told_takes_no_day_off(cause: Cause) -> None:
    found = last_day(three_months(), [SEAT], suspensions=[stop("16-03-2026", "25-03-2026", cause)])

    assert found.last_day == day("02-06-2026")
    void = found.step(StepKind.SUSPENSION_VOID)
    assert void is not None and (void.code, void.article) == ("not_told", f"Llei 39/2015, art. {cause.value}")


@pytest.mark.parametrize(
    "stops,last,why",
    [
        ([("16-03-2026", "25-03-2026"), ("20-03-2026", "30-03-2026")], "16-06-2026", "merged: 14 days"),
        (
            [("16-03-2026", "25-03-2026"), ("25-03-2026", "27-03-2026")],
            "15-06-2026",
            "touching: 11, and a weekend",
        ),
        ([("01-02-2026", "20-02-2026")], "02-06-2026", "ended before the term began"),
        ([("20-02-2026", "06-03-2026")], "08-06-2026", "only what falls inside: 4, and a weekend"),
        ([("03-06-2026", "20-06-2026")], "02-06-2026", "began when it had ended"),
        ([("02-06-2026", "04-06-2026")], "04-06-2026", "began on the last day"),
        ([("16-03-2026", "16-03-2026")], "02-06-2026", "nothing"),
    ],
)
def test_days_stopped_are_merged_and_clipped(stops: list[tuple[str, str]], last: str, why: str) -> None:
    found = last_day(three_months(), [SEAT], suspensions=[stop(*one) for one in stops])

    assert found.last_day == day(last), why


def test_while_it_is_stopped_no_last_day_is_said() -> None:
    found = last_day(three_months(), [SEAT], suspensions=[stop("16-03-2026", None)])

    assert (found.last_day, found.not_before, found.is_stopped) == (None, day("02-06-2026"), True)
    assert found.effects_from is None


def test_an_open_report_goes_on_by_itself_after_three_months() -> None:
    report = stop("10-04-2026", None, Cause.MANDATORY_REPORT, communicated_on=day("10-04-2026"))

    assert last_day(three_months(), [SEAT], suspensions=[report]).last_day == day("01-09-2026")


@pytest.mark.parametrize("again,last", [(False, "12-06-2026"), (True, "12-06-2026")])
def test_an_interruption_goes_on_or_begins_again(again: bool, last: str) -> None:
    found = last_day(
        three_months(),
        [SEAT],
        interruptions=[Interruption(since=day("02-03-2026"), until=day("12-03-2026"), counts_again=again)],
    )

    assert found.last_day == day(last)
    later = last_day(
        three_months(),
        [SEAT],
        interruptions=[Interruption(since=day("10-05-2026"), until=day("20-05-2026"), counts_again=again)],
    )
    assert later.last_day == day("20-08-2026" if again else "12-06-2026")


@pytest.mark.parametrize(
    "length,extension,last,void",
    [
        ("10w", Extension(decided_on=day("10-06-2026"), amount=3), "18-06-2026", ""),
        ("10w", Extension(decided_on=day("10-06-2026"), amount=6), "15-06-2026", "too_long"),
        ("10w", Extension(decided_on=day("15-06-2026")), "22-06-2026", ""),
        ("10w", Extension(decided_on=day("16-06-2026")), "15-06-2026", "expired"),
        ("15w", Extension(decided_on=day("10-06-2026")), "02-07-2026", ""),
        ("1m", Extension(decided_on=day("10-06-2026")), "16-07-2026", ""),
        ("2m", Extension(decided_on=day("10-06-2026")), "01-09-2026", ""),
        ("3m", Extension(decided_on=day("10-06-2026"), rule=TO_RESOLVE), "01-12-2026", ""),
        ("3m", Extension(decided_on=day("10-06-2026"), rule=TO_RESOLVE, amount=4), "01-09-2026", "too_long"),
        ("10w", Extension(decided_on=day("01-06-2026"), rule=ExtensionRule.ABROAD), "22-06-2026", ""),
    ],
)  # fmt: skip
def test_an_extension_is_half_at_most_and_in_time(
    length: str, extension: Extension, last: str, void: str
) -> None:
    unit = Unit.WORKING_DAYS if length.endswith("w") else Unit.MONTHS
    found = last_day(
        Term(amount=int(length[:-1]), unit=unit, start_on=day("01-06-2026")), [SEAT], extensions=[extension]
    )

    assert found.last_day == day(last)
    said = found.step(StepKind.EXTENSION_VOID)
    assert (said.code if said else "") == void


def test_a_term_is_extended_once() -> None:
    found = last_day(
        Term(amount=10, unit=Unit.WORKING_DAYS, start_on=day("01-06-2026")),
        [SEAT],
        extensions=[
            Extension(decided_on=day("10-06-2026"), amount=2),
            Extension(decided_on=day("11-06-2026")),
        ],
    )

    assert found.last_day == day("17-06-2026")


@pytest.mark.parametrize(
    "amount,unit,last",
    [(15, Unit.WORKING_DAYS, "11-06-2026"), (3, Unit.MONTHS, "16-07-2026"), (2, Unit.MONTHS, "01-07-2026")],
)
def test_urgency_is_half_rounded_up(amount: int, unit: Unit, last: str) -> None:
    assert last_day(
        Term(amount=amount, unit=unit, start_on=day("01-06-2026"), urgent=True), [SEAT]
    ).last_day == day(last)


@pytest.mark.parametrize(
    "said,code",
    [
        ({"amount": 0}, "no_length"),
        ({"amount": 25, "unit": Unit.HOURS}, "too_many_hours"),
        ({"amount": 99999}, "too_long"),
        ({"amount": 10, "urgent": True, "is_application_or_appeal": True}, "urgency_spares_appeals"),
    ],
)
def test_a_term_that_cannot_be_is_refused(said: dict[str, object], code: str) -> None:
    with pytest.raises(TermFault) as refused:
        Term(**({"unit": Unit.WORKING_DAYS, "start_on": day("01-06-2026")} | said))  # type: ignore[arg-type]

    assert refused.value.code == code


@pytest.mark.parametrize("backwards", [Suspension, Interruption])
def test_a_stop_that_ends_before_it_begins_is_refused(backwards: type) -> None:
    said = {"cause": Cause.TESTS} if backwards is Suspension else {}
    with pytest.raises(TermFault):
        backwards(since=day("16-03-2026"), until=day("15-03-2026"), **said)


def test_a_year_that_nobody_loaded_gives_not_before_and_names_it() -> None:
    known = Calendar("Vall-llobera", SEAT.days, frozenset({2026}))
    found = last_day(three_months("30-10-2026"), [known])

    assert (found.last_day, found.not_before) == (None, day("01-02-2027"))
    assert found.missing == (Missing("Vall-llobera", 2027),)
    assert last_day(three_months("02-03-2026"), [known]).is_sure


def test_a_sum_names_the_versions_of_the_years_it_looked_at() -> None:
    versions = [VersionUsed("Seu", year, 1, f"v{year}") for year in (2026, 2027, 2028)]
    calendar = Calendar("Seu", SEAT.days, frozenset({2026, 2027, 2028}), tuple(versions))

    assert last_day(three_months("30-10-2026"), [calendar]).versions == (versions[1],)
    assert last_day(
        Term(amount=20, unit=Unit.WORKING_DAYS, start_on=day("20-12-2026")), [calendar]
    ).versions == tuple(versions[:2])


def test_each_skipped_day_is_named_with_its_article() -> None:
    found = last_day(Term(amount=10, unit=Unit.WORKING_DAYS, start_on=day("15-05-2026")), [SEAT, ALTRA])
    named = [(s.holiday.name, s.article) for s in found.steps if s.holiday]

    assert named == [("festa local 25-05-2026", "Llei 39/2015, art. 30.6")]
    weekends = found.step(StepKind.WEEKENDS)
    assert weekends is not None and weekends.days == len(weekends.skipped) == 6


def test_an_entry_on_a_holiday_of_the_e_office_starts_the_next_working_day() -> None:
    asked = Term(amount=3, unit=Unit.MONTHS, start_on=day("09-05-2026"), start=StartKind.ENTRY)
    found = last_day(asked, [SEAT], registry=SEAT)

    assert found.last_day == day("11-08-2026")
    assert last_day(asked, [SEAT]).last_day == day("10-08-2026")


def test_each_one_has_its_calendars() -> None:
    assert union_for(Whose.PARTY, seat=SEAT, residences=[MAD, SEAT]) == (SEAT, MAD)
    assert union_for(Whose.ADMINISTRATION, seat=SEAT, residences=[MAD]) == (SEAT,)
    assert union_for(Whose.REGISTRY, seat=SEAT, residences=[MAD], office=ALTRA) == (ALTRA,)


def test_twenty_four_hours_from_midnight_end_with_the_day() -> None:
    term = Term(amount=24, unit=Unit.HOURS, start_on=day("12-06-2026"))
    found = last_moment(term, datetime(2026, 6, 12), [SEAT])

    assert (found.not_before, found.last_at) == (day("12-06-2026"), datetime(2026, 6, 13))


def test_the_change_of_the_clocks_takes_no_hour_off() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    term = Term(amount=10, unit=Unit.HOURS, start_on=date(2026, 3, 27))
    found = last_moment(term, datetime(2026, 3, 27, 20, 0, tzinfo=madrid), [SEAT])

    assert found.last_at == datetime(2026, 3, 30, 6, 0, tzinfo=madrid)


def test_an_incident_moves_the_term_and_says_where_it_was_published() -> None:
    incident = Incident(
        since=day("15-06-2026"),
        until=day("16-06-2026"),
        extended_to=day("17-06-2026"),
        published="Seu, 15-06",
    )
    found = last_day(
        Term(amount=10, unit=Unit.WORKING_DAYS, start_on=day("01-06-2026")), [SEAT], incidents=[incident]
    )

    assert found.last_day == day("17-06-2026")
    step = found.step(StepKind.INCIDENT)
    assert step is not None and step.note == "Seu, 15-06"


def test_what_is_notified_in_august_counts_for_the_courts_from_its_end() -> None:
    assert court_term(Term(amount=2, unit=Unit.MONTHS, start_on=day("10-08-2026")), [NONE]).nominal == day(
        "31-10-2026"
    )


def test_a_call_is_never_told_on_a_sunday() -> None:
    assert last_day_to_call(day("17-06-2026"), 2, [SEAT]) == day("12-06-2026")
