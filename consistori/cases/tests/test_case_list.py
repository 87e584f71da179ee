"""The list of cases as a workplace: filters, pages, counters, and what it never tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.cases.lists import saved
from consistori.cases.lists.queries import ListQuery, cases_of, page_of
from consistori.cases.models import CaseFile
from consistori.cases.services import follow_case, label_case, look_at, open_case
from consistori.cases.tests.conftest import make_series
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for

LIST = "/e/vall-llobera/desk/cases/"


@pytest.fixture(autouse=True)
def series_may_wait(town: Any) -> None:
    town.switches = {"series_compulsory": False}
    town.save()


@pytest.fixture
def cases(town: Any, clerk: Any, secretary: Any) -> dict[str, CaseFile]:
    with working_for(town):
        road, aid = make_series(), make_series("J103", "Ajuts", reserved_roles=["secretary"])
        made = {
            "terrace": open_case(by=clerk, title="Terrassa a la plaça", series=road),
            "kerb": open_case(by=clerk, title="Gual al carrer Nou", series=road),
            "loose": open_case(by=secretary, title="Conveni amb l’escola"),
            "aid": open_case(by=secretary, title="Ajut d’urgència", series=aid),
        }
        label_case(made["kerb"], by=clerk, name="divendres")
        follow_case(made["loose"], by=clerk)
        CaseFile.objects.filter(pk=made["terrace"].pk).update(last_moved_at=now() - timedelta(days=40))
    return made


FILTERS = [
    ({}, {"terrace", "kerb", "loose", "aid"}),
    ({"carried": "me"}, {"terrace", "kerb"}),
    ({"series": "D402"}, {"terrace", "kerb"}),
    ({"series": "none"}, {"loose"}),
    ({"series": "J103"}, set()),
    ({"label": "Divendres"}, {"kerb"}),
    ({"followed": "yes"}, {"loose"}),
    ({"moved": "still"}, {"terrace"}),
    ({"q": "gua"}, {"kerb"}),
    ({"q": "urgència"}, set()),
    ({"situation": "closed"}, set()),
    ({"state": "initiation", "carried": "me"}, {"terrace", "kerb"}),
    (
        {"situation": "rubbish", "state": "x", "order": "--", "carried": "; drop"},
        {"terrace", "kerb", "loose", "aid"},
    ),
]


@pytest.mark.parametrize(("params", "found"), FILTERS)
def test_each_filter_finds_its_cases(
    cases: dict[str, CaseFile], town: Any, clerk: Any, params: dict[str, str], found: set[str]
) -> None:
    with working_for(town):
        rows = set(cases_of(ListQuery.read(params), clerk))

    assert rows == {cases[name] for name in found}


def test_a_reserved_case_is_its_number_and_no_more(
    cases: dict[str, CaseFile], clerk: Any, secretary: Any, sign_in: Any
) -> None:
    for_clerk = sign_in(clerk).get(LIST).content.decode()
    for_secretary = sign_in(secretary).get(LIST).content.decode()

    assert cases["aid"].number in for_clerk
    assert "Ajut d’urgència" not in for_clerk
    assert "J103" not in for_clerk
    assert "Ajut d’urgència" in for_secretary


@pytest.mark.parametrize("order", ["moved", "still", "number", "-number", "opened", "-opened"])
def test_pages_follow_one_another_without_skipping_nor_repeating(
    cases: dict[str, CaseFile], town: Any, clerk: Any, order: str
) -> None:
    with working_for(town):
        for number in range(7):
            open_case(by=clerk, title=f"Obres {number}")
        CaseFile.objects.filter(title__startswith="Obres").update(last_moved_at=now())
        query, seen, cursor = ListQuery(order=order), [], ""
        while True:
            page = page_of(query, clerk, cursor=cursor, size=3)
            seen += [case.pk for case in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break

    assert len(seen) == len(set(seen)) == 11


@pytest.mark.parametrize("cursor", ["x", "bm9wZQ", "W10", "eyJhIjoxfQ", "A" * 500])
def test_a_forged_mark_is_a_first_page(
    cases: dict[str, CaseFile], clerk: Any, sign_in: Any, cursor: str
) -> None:
    page = sign_in(clerk).get(LIST, {"after": cursor})

    assert page.status_code == 200
    assert len(page.context["cases"]) == 4


def test_what_moved_since_i_last_looked_is_marked(
    cases: dict[str, CaseFile], town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    with working_for(town):
        for name in ("terrace", "kerb", "loose"):
            look_at(cases[name], by=clerk)
        label_case(cases["kerb"], by=secretary, name="pressa")

    page = sign_in(clerk).get(LIST)

    assert {case.pk for case in page.context["cases"] if case.is_new} == {cases["kerb"].pk}


def test_the_list_costs_at_most_eight_statements(
    cases: dict[str, CaseFile], clerk: Any, sign_in: Any, statements: Any
) -> None:
    from django.core.cache import cache

    browser = sign_in(clerk)
    browser.get(LIST)
    cache.clear()

    with statements() as s:
        page = browser.get(LIST, {"series": "D402"})

    assert page.status_code == 200
    assert s.count <= 8, "\n".join(s.sql)


def test_counters_stop_at_a_thousand(
    cases: dict[str, CaseFile], town: Any, clerk: Any, monkeypatch: Any
) -> None:
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr(saved, "MOST_COUNTED", 2)
    with working_for(town):
        views = saved.views_of(clerk)
        saved.count_views(views.all(), clerk)

    assert views.of("open").count == 3  # type: ignore[union-attr]
    assert views.of("mine").count == 2  # type: ignore[union-attr]


def test_counters_come_in_one_statement_and_are_kept_a_minute(
    cases: dict[str, CaseFile], town: Any, clerk: Any, statements: Any
) -> None:
    from django.core.cache import cache

    cache.clear()
    with working_for(town):
        views = saved.views_of(clerk).all()
        with statements() as first:
            saved.count_views(views, clerk)
        with statements() as second:
            saved.count_views(views, clerk)

    assert (first.count, second.count) == (1, 0)


def test_filters_stand_as_words_and_come_off(cases: dict[str, CaseFile], clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk).get(LIST, {"carried": "me", "state": "initiation"})
    on = {word.name: word for word in page.context["filters"] if word.is_on}

    assert set(on) == {"carried", "state"}
    assert on["carried"].off_url == "?state=initiation"


def test_an_empty_town_teaches_what_a_case_is(town: Any, clerk: Any, sign_in: Any) -> None:
    text = sign_in(clerk).get(LIST).content.decode()

    assert 'class="empty"' in text


def test_a_filter_with_many_values_is_chosen_by_words(
    cases: dict[str, CaseFile], clerk: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)

    for what, typed, seen in (
        ("series", "ocupació", "D402"),
        ("carried", "sol", "Soldevila"),
        ("label", "div", "divendres"),
    ):
        text = browser.get(f"{LIST}choose/", {"what": what, "typed": typed}).content.decode()
        assert seen in text
    assert browser.get(f"{LIST}choose/", {"what": "secrets"}).status_code == 404


def test_a_closed_case_leaves_the_open_ones(
    cases: dict[str, CaseFile], town: Any, clerk: Any, sign_in: Any
) -> None:
    with working_for(town):
        closed = {"situation": "closed", "ending": "internal", "closed_at": now()}
        CaseFile.objects.filter(pk=cases["kerb"].pk).update(**closed)
    page = sign_in(clerk).get(LIST, {"view": "closed"})

    assert [row.pk for row in page.context["cases"]] == [cases["kerb"].pk]


PAGES = ["", "?q=terrassa", "choose/?what=series", "?view=mine"]


@pytest.mark.parametrize("path", PAGES)
def test_the_outsider_sees_no_list(
    cases: dict[str, CaseFile], outsider: Any, sign_in: Any, path: str
) -> None:
    answer = sign_in(outsider).get(LIST + path)

    assert answer.status_code == 404
    assert "Terrassa" not in answer.content.decode()


def test_the_list_of_another_town_has_none_of_ours(
    cases: dict[str, CaseFile], outsider: Any, sign_in: Any
) -> None:
    page = sign_in(outsider).get("/e/els-molinars/desk/cases/", {"q": "terrassa", "situation": "all"})

    assert page.context["cases"] == []


def test_an_opposition_councillor_has_an_empty_list(
    cases: dict[str, CaseFile], town: Any, hire: Any, sign_in: Any
) -> None:
    page = sign_in(hire(town, "opposition", "Ona", "Contra")).get(LIST)

    assert page.context["cases"] == []
