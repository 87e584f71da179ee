"""What is written in the middle of a meeting, weeks in a row, the day that is proposed: tables, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from consistori.desk.meeting.rules import INDICATORS, WEEK, indicator_of, monday_of, proposed_day, streak
from consistori.desk.meeting.saying import CannotRead, Fault, Named, read

TUESDAY = date(2026, 11, 24)
PEOPLE = [
    Named("nc", "Núria", "Camps Pi"), Named("pf", "Pol", "Ferrer"), Named("ms", "Mercè", "Soldevila"),
    Named("ns", "Núria", "Soler"), Named("jm", "Joan Maria", "Vall"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what", "who", "day"),
    [
        ("Parlar amb la companyia del gas @Pol dijous 26", "Parlar amb la companyia del gas", "pf", "11-26"),
        ("@Pol dimecres: respondre l’ofici del cens", "Respondre l’ofici del cens", "pf", "11-25"),
        ("Trucar al Serrat @merce avui a la tarda", "Trucar al Serrat", "ms", "11-24"),
        ("llamar al seguro @Pol Ferrer mañana", "Llamar al seguro", "pf", "11-25"),
        ("Respondre abans del 7 de gener @Núria Camps", "Respondre", "nc", "2027-01-07"),
        ("Preparar el ple @soler per al dia 3", "Preparar el ple", "ns", "12-03"),
        ("Revisar-ho @Joan Maria 3/12", "Revisar-ho", "jm", "12-03"),
        ("Demà passat tanquem @Pol", "Demà passat tanquem", "pf", None),
        ("Ho mirem demà passat @Pol", "Ho mirem", "pf", "11-26"),
        ("Moure la Junta al dilluns 30", "Moure la Junta", None, "11-30"),
        ("Tancar la caixa dimarts", "Tancar la caixa", None, "12-01"),
        ("El forn ens ha felicitat", "El forn ens ha felicitat", None, None),
        ("Anar al carrer de l’11 de setembre @Pol", "Anar al carrer de l’11 de setembre", "pf", None),
        ("Send it by Friday @Pol", "Send it", "pf", "11-27"),
    ],
)
def test_what_is_written_is_read(text, what, who, day):
    said = read(text, PEOPLE, on=TUESDAY)

    wanted = date.fromisoformat(day if len(day) > 5 else f"2026-{day}") if day else None
    assert (said.what, said.who, said.due_on) == (what, who, wanted)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Trucar @Ramon dijous", Fault.WHO), ("Trucar @Núria dijous", Fault.WHICH), ("@Pol demà", Fault.NOTHING),
        ("Anar-hi @Pol 31/11", Fault.DAY), ("Anar-hi @Pol dijous 27", Fault.DAY), ("Anar-hi dia 45", Fault.DAY),
        ("Trucar @", Fault.WHO),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what(text, fault):
    with pytest.raises(CannotRead) as told:
        read(text, PEOPLE, on=TUESDAY)

    assert told.value.fault is fault


@pytest.mark.parametrize(
    ("on", "day"),
    [("2027-11-24", "2028-02-29"), ("2028-01-10", "2028-02-29"), ("2028-11-24", None), ("2027-01-10", None)],
)
def test_the_29th_of_february_is_of_its_year_or_there_is_no_such_day(on, day):
    if day is None:
        with pytest.raises(CannotRead) as told:
            read("Tancar-ho 29 de febrer", PEOPLE, on=date.fromisoformat(on))
        assert told.value.fault is Fault.DAY
    else:
        said = read("Tancar-ho 29 de febrer", PEOPLE, on=date.fromisoformat(on))
        assert said.due_on == date.fromisoformat(day)


def weeks(*back):
    return {monday_of(TUESDAY) - n * WEEK for n in back}


@pytest.mark.parametrize(
    ("held", "count"),
    [
        (weeks(1, 2, 3), 3), (weeks(0, 1, 2), 3), (weeks(2, 3), 0), (weeks(1, 3), 1), (set(), 0),
        (weeks(*range(1, 31)), 30),
    ],
)  # fmt: skip
def test_weeks_in_a_row(held, count):
    found = streak(monday_of(TUESDAY), held, first=min(held, default=None))

    assert found.held == count
    assert len(found.leaves) <= 12
    assert found.leaves[-1].week == monday_of(TUESDAY)


def test_a_week_of_holidays_neither_counts_nor_breaks():
    closed = monday_of(TUESDAY) - 2 * WEEK
    is_working = lambda day: day.weekday() < 5 and not closed <= day < closed + timedelta(days=4)  # noqa: E731

    found = streak(monday_of(TUESDAY), weeks(1, 3), first=min(weeks(3)), is_working=is_working)

    assert found.held == 2
    assert [leaf.standing for leaf in found.leaves] == ["held", "free", "held", "coming"]


@pytest.mark.parametrize(
    ("on", "limit", "day"),
    [
        ("2026-11-23", None, "2026-11-26"), ("2026-11-26", None, "2026-12-01"),
        ("2026-11-23", "2026-11-24", "2026-11-24"),
        ("2026-11-23", "2026-11-20", "2026-11-23"), ("2026-12-04", None, "2026-12-11"),
        ("2026-11-27", "2026-11-29", "2026-11-27"),
    ],
)  # fmt: skip
def test_the_day_that_is_proposed(on, limit, day):
    holidays = {date(2026, 12, 7), date(2026, 12, 8)}
    is_working = lambda one: one.weekday() < 5 and one not in holidays  # noqa: E731

    found = proposed_day(date.fromisoformat(on), date.fromisoformat(limit) if limit else None, is_working)

    assert found.isoformat() == day


def test_each_of_the_five_indicators_comes_back_every_five_weeks():
    first = monday_of(TUESDAY)

    assert {indicator_of(first + n * WEEK) for n in range(5)} == set(INDICATORS)
    assert indicator_of(first) == indicator_of(first + 5 * WEEK)
