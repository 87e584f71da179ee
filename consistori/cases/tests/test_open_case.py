"""Opening a case: its number, its series, its day, its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.services import OpeningParty, open_case
from consistori.cases.tests.conftest import make_series
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def test_the_first_case_of_the_year_has_number_one(series: Any, clerk: Any) -> None:
    case = open_case(by=clerk, title="  Terrassa a la   plaça ", series=series)

    assert case.number == f"X{today().year}000001"
    assert case.title == "Terrassa a la plaça"
    assert case.carried_by_id == clerk.person_id
    assert case.eni_identifier == f"ES_L01999999_{today().year}_EXP_{case.number.zfill(30)}"


def test_numbers_follow_one_another_whatever_the_series(series: Any, clerk: Any) -> None:
    other = make_series("F601", "Guals")

    numbers = [open_case(by=clerk, title="Un", series=s).number[-6:] for s in (series, other, series)]

    assert numbers == ["000001", "000002", "000003"]


def test_a_refused_opening_leaves_no_gap(series: Any, clerk: Any) -> None:
    with pytest.raises(BadInput):
        open_case(by=clerk, title=" ", series=series)

    assert open_case(by=clerk, title="Gual", series=series).number.endswith("000001")


def test_the_number_follows_the_pattern_of_the_town(series: Any, clerk: Any, town: Any) -> None:
    town.number_pattern = "{year}-{number:04d}"

    assert open_case(by=clerk, title="Gual", series=series).number == f"{today().year}-0001"


def test_where_the_series_is_compulsory_it_is_asked_for_at_its_field(at_work: Any, clerk: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        open_case(by=clerk, title="Gual")

    assert refusal.value.field == "series"


NO_PLACE = [{"level": 1}, {"level": 2}, {"valid_to": today()}, {"valid_from": today() + timedelta(days=1)}]


@pytest.mark.parametrize("fields", NO_PLACE)
def test_where_the_scheme_takes_no_cases_none_is_opened(series: Any, clerk: Any, fields: Any) -> None:
    with pytest.raises(BadInput, match="F600") as refusal:
        open_case(by=clerk, title="Gual", series=make_series("F600", "Via pública", **fields))

    assert refusal.value.field == "series"
    assert not CaseFile.objects.exists()


def test_a_series_that_closes_some_day_still_takes_cases_today(clerk: Any, at_work: Any) -> None:
    until = today() + timedelta(days=1)

    assert open_case(by=clerk, title="Gual", series=make_series(valid_to=until)).series_id


def test_in_basic_a_case_waits_to_be_classified(other_town: Any, outsider: Any) -> None:
    with working_for(other_town):
        case = open_case(by=outsider, title="Gual")

        assert case in CaseFile.objects.to_be_classified()


def test_a_case_of_long_ago_can_be_written_down_today(series: Any, clerk: Any) -> None:
    case = open_case(by=clerk, title="Gual", series=series, opened_on=today() - timedelta(days=900))

    assert case.number.startswith(f"X{today().year}")


def test_a_case_is_not_opened_tomorrow(series: Any, clerk: Any) -> None:
    with pytest.raises(BadInput, match=r"future|futur"):
        open_case(by=clerk, title="Gual", series=series, opened_on=today() + timedelta(days=1))


def test_a_case_may_have_its_people_from_the_start(series: Any, clerk: Any, bakery: Any) -> None:
    people = [bakery, OpeningParty(bakery, "bidder")]
    case = open_case(by=clerk, title="Terrassa", series=series, parties=people)

    roles = set(CaseParty.objects.filter(case=case).values_list("role", flat=True))
    assert roles == {"applicant", "bidder"}


def test_the_same_person_twice_in_one_role_is_refused(series: Any, clerk: Any, bakery: Any) -> None:
    with pytest.raises(BadInput):
        open_case(by=clerk, title="Terrassa", series=series, parties=[bakery, bakery])


def test_opening_costs_few_statements(
    series: Any, clerk: Any, bakery: Any, statements: Callable[[], Any], town: Any, outsider: Any
) -> None:
    open_case(by=clerk, title="The first makes the counter", series=series)

    with statements() as alone:
        open_case(by=clerk, title="Terrassa", series=series)
    with statements() as with_party:
        open_case(by=clerk, title="Terrassa", series=series, parties=[bakery])

    # The trail adds one at the commit, and the door of the API three.
    assert alone.count + 4 <= 10
    assert with_party.count + 4 + 3 <= 14


def test_opening_is_told(series: Any, clerk: Any, town: Any, client: Any) -> None:
    from consistori.tenancy.scope import current_scope

    open_case(by=clerk, title="Terrassa", series=series)

    assert [p.event.kind() for p in current_scope().pending] == ["cases.CaseOpened"]
    assert TrailEvent.objects.count() == 0


@pytest.mark.parametrize("role", ["auditor", "opposition", "operator", "external", "councillor"])
def test_whoever_does_not_process_opens_nothing(series: Any, town: Any, hire: Any, role: str) -> None:
    reader = hire(town, role, "Pere", "Vidal")

    with pytest.raises(NotPermitted):
        open_case(by=reader, title="Gual", series=series)


def test_the_outsider_sees_no_case_of_this_town(case: CaseFile, other_town: Any, outsider: Any) -> None:
    visible = CaseFile.objects.visible_to(outsider)

    assert case not in visible
    assert case not in CaseFile.objects.known_to(outsider)


def test_a_case_is_found_by_its_number_its_title_and_its_people(
    case: CaseFile, clerk: Any, bakery: Any
) -> None:
    from consistori.cases.selectors import search_cases
    from consistori.cases.services import add_party

    add_party(case, bakery, by=clerk)

    for words in (case.number, case.number[:8], "terrasses esglesia", "FORN", "B17999996"):
        assert search_cases(words, clerk) == [case], words
    assert search_cases("piscina", clerk) == []
