"""The pages of calendars and of a term, as a clerk, a secretary and a phone without script see them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.deadlines.models import CalendarVersion
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/"
YEAR = {"year": "2026"}


@pytest.fixture
def catalan(sign_in: Any, clerk: Any) -> Any:
    return sign_in(clerk)


def test_the_year_is_twelve_months_with_each_day_by_its_name(
    local_days: CalendarVersion, catalan: Any
) -> None:
    page = catalan.get(f"{DESK}calendars/", YEAR)
    text = page.content.decode()

    assert len(page.context["months"]) == 12
    assert page.context["is_whole"]
    for name in ("Sant Sebastià", "Festa major", "Sant Joan", "Divendres Sant", "DOGC 9999"):
        assert name in text
    assert "style=" not in text


def test_a_year_without_local_days_says_so_and_who_adds_them(
    local_days: CalendarVersion, catalan: Any, secretary: Any, sign_in: Any
) -> None:
    clerk_sees = catalan.get(f"{DESK}calendars/", {"year": "2027"})
    layers = {layer["name"]: layer for layer in clerk_sees.context["layers"]}
    secretary_sees = sign_in(secretary).get(f"{DESK}calendars/", {"year": "2027"})

    assert not clerk_sees.context["is_whole"]
    assert layers["Vall-llobera"]["version"] is None
    assert layers["Vall-llobera"]["add_url"] == ""
    assert "add/?place=99101&amp;year=2027" in secretary_sees.content.decode()


def test_the_secretary_sees_what_changes_and_then_publishes(
    local_days: CalendarVersion, town: Entity, secretary: Any, sign_in: Any
) -> None:
    browser = sign_in(secretary)
    said = {"place": "Vall-llobera", "year": "2026", "days": "20-01 Sant Sebastià | San Sebastián\n1-9 Sant Gil",
            "source": "DOGC 10001", "published_on": "2026-02-01", "note": ""}  # fmt: skip

    looked = browser.post(f"{DESK}calendars/add/", said | {"act": "preview"})
    with working_for(town):
        before = CalendarVersion.objects.count()
    done = browser.post(f"{DESK}calendars/add/", said | {"act": "publish"})

    assert [holiday.on for holiday in looked.context["change"].added] == [date(2026, 9, 1)]
    assert [holiday.on for holiday in looked.context["change"].removed] == [date(2026, 8, 31)]
    assert done.status_code == 302
    with working_for(town):
        assert CalendarVersion.objects.count() == before + 1
        mine = CalendarVersion.objects.get(entity=town)
    version = browser.get(f"{DESK}calendars/versions/{mine.pk}/")
    assert version.context["is_current"]
    assert "Sant Gil" in version.content.decode()


@pytest.mark.parametrize(
    "days,said",
    [("Sant Gil", "1"), ("20-01 A\n31-02 B", "2"), ("20-01 A\n20-01 B", "2"), ("20-01-2025 A", "1")],
)
def test_a_wrong_line_is_told_by_its_number_and_nothing_is_lost(
    days: str, said: str, local_days: CalendarVersion, secretary: Any, sign_in: Any
) -> None:
    page = sign_in(secretary).post(
        f"{DESK}calendars/add/",
        {"place": "Vall-llobera", "year": "2026", "days": days, "source": "X", "published_on": "2026-02-01"},
    )

    assert page.status_code == 422
    assert said in page.context["form"].errors["days"][0]
    assert days.splitlines()[0] in page.content.decode()


def test_a_clerk_is_told_who_changes_calendars(local_days: CalendarVersion, catalan: Any) -> None:
    assert catalan.get(f"{DESK}calendars/add/").status_code == 403
    assert catalan.post(f"{DESK}calendars/adopt/").status_code == 403


def test_the_province_brings_the_general_ones(province: Entity, hire: Any, sign_in: Any) -> None:
    browser = sign_in(hire(province, "administrator", "Anna", "Serra"))

    assert browser.get("/e/diputacio/desk/calendars/").context["may_adopt"]
    browser.post("/e/diputacio/desk/calendars/adopt/")

    with working_for(province):
        assert CalendarVersion.objects.count() == 4


def test_a_term_is_counted_with_its_sum_unfolded(local_days: CalendarVersion, catalan: Any) -> None:
    page = catalan.get(
        f"{DESK}deadlines/compute/",
        {"kind": "correction", "start_on": "2026-06-12", "seat": "Vall-llobera"},
    )
    text = page.content.decode()

    assert page.context["found"].last_day == date(2026, 6, 29)
    for said in ("Sant Joan", "Llei 39/2015, art. 68.1", "Llei 39/2015, art. 30.3", "29 de juny de 2026"):
        assert said in text
    assert "style=" not in text


def test_a_residence_without_calendar_gives_not_before(local_days: CalendarVersion, catalan: Any) -> None:
    page = catalan.get(
        f"{DESK}deadlines/compute/",
        {"kind": "correction", "start_on": "2026-06-12", "seat": "Vall-llobera", "residence": "Girona"},
    )

    assert page.context["found"].last_day is None
    assert [lack.place for lack in page.context["found"].missing] == ["Girona"]
    assert "No abans de" in page.content.decode()


@pytest.mark.parametrize(
    "asked,field",
    [
        ({"start_on": ""}, "start_on"),
        ({"start_on": "0026-01-01"}, "start_on"),
        ({"seat": "Xauxa"}, "seat"),
        ({"kind": ""}, "amount"),
        ({"kind": "", "amount": "25", "unit": "hours", "start_time": "10:00"}, "amount"),
        ({"kind": "", "amount": "5", "unit": "hours"}, "start_time"),
        ({"kind": "appeal_above", "urgent": "on"}, "urgent"),
        ({"cause": "22.1.a"}, "suspended_on"),
        (
            {"cause": "22.1.a", "suspended_on": "2026-06-16", "suspended_until": "2026-06-15"},
            "suspended_until",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    asked: dict[str, str], field: str, local_days: CalendarVersion, catalan: Any
) -> None:
    said = {"kind": "correction", "start_on": "2026-06-12", "seat": "Vall-llobera"} | asked
    page = catalan.get(f"{DESK}deadlines/compute/", said)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_a_stop_and_an_extension_are_in_the_sum(local_days: CalendarVersion, catalan: Any) -> None:
    page = catalan.get(
        f"{DESK}deadlines/compute/",
        {"kind": "resolve", "start_on": "2026-03-02", "seat": "Vall-llobera", "cause": "22.1.a",
         "suspended_on": "2026-03-16", "suspended_until": "2026-03-25", "communicated_on": "2026-03-16"},
    )  # fmt: skip

    assert page.context["found"].last_day == date(2026, 6, 11)
    assert "Llei 39/2015, art. 22.1.a" in page.content.decode()


def test_the_finder_takes_there(local_days: CalendarVersion, catalan: Any) -> None:
    text = catalan.get(f"{DESK}find/", {"q": "termini"}).content.decode()

    assert "deadlines/compute/" in text
