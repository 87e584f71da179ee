"""Saved views: mine, my unit's and everybody's; and how each person likes her lists."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.lists import saved
from consistori.cases.lists.queries import ListQuery
from consistori.cases.models import SavedView
from consistori.cases.services import open_case
from consistori.directory.models import Unit
from consistori.kernel.errors import BadInput, NotHere, NotPermitted
from consistori.tenancy.scope import working_for

LIST = "/e/vall-llobera/desk/cases/"
MINE = ListQuery(carried="me", state="initiation")


@pytest.fixture(autouse=True)
def series_may_wait(town: Any) -> None:
    town.switches = {"series_compulsory": False}
    town.save()


def test_a_view_is_saved_shown_and_forgotten(town: Any, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)

    browser.post(
        f"{LIST}views/save/",
        {"name": "Revisió de divendres", "carried": "me", "column": ["number", "labels"], "whose": "me"},
    )
    with working_for(town):
        view = SavedView.objects.get(name="Revisió de divendres")
    page = browser.get(LIST, {"view": f"v-{view.pk.hex}"})

    assert page.context["title"] == "Revisió de divendres"
    assert page.context["query"] == ListQuery(carried="me")
    assert [column.name for column, _, _ in page.context["columns"]] == ["number", "title", "labels"]
    browser.post(f"{LIST}views/{view.pk}/forget/")
    assert browser.get(LIST, {"view": f"v-{view.pk.hex}"}).status_code == 404


def test_the_same_name_replaces_the_view(at_work: Any, clerk: Any) -> None:
    saved.save_view(by=clerk, name="Meva", query=MINE)
    saved.save_view(by=clerk, name="meva ", query=MINE.but(state=""))

    assert [view.filters for view in SavedView.objects.all()] == [{"carried": "me"}]


def test_a_view_without_a_name_is_refused(at_work: Any, clerk: Any) -> None:
    with pytest.raises(BadInput):
        saved.save_view(by=clerk, name="  ", query=MINE)


def test_the_views_of_a_person_are_not_seen_by_another(at_work: Any, clerk: Any, secretary: Any) -> None:
    view = saved.save_view(by=clerk, name="Meva", query=MINE)

    assert [one.name for one in saved.views_of(clerk).mine] == ["Meva"]
    assert saved.views_of(secretary).mine == []
    with pytest.raises(NotHere):
        saved.forget_view(view.pk, by=secretary)


def test_a_view_of_the_unit_is_seen_by_the_unit(town: Any, hire: Any) -> None:
    with working_for(town):
        unit = Unit.objects.create(name="Urbanisme")
    ana, arnau = (
        hire(town, "processor", "Ana", "Roca", unit=unit),
        hire(town, "external", "Arnau", "Vidal", unit=unit),
    )
    pol = hire(town, "processor", "Pol", "Ferrer")

    with working_for(town):
        saved.save_view(by=ana, name="Llicències", query=ListQuery(unit="mine"), whose="unit")

        assert [one.name for one in saved.views_of(arnau).team] == ["Llicències"]
        assert saved.views_of(pol).team == []
        with pytest.raises(NotPermitted):
            saved.save_view(by=pol, name="Llicències", query=MINE, whose="unit")
        with pytest.raises(NotPermitted):
            saved.save_view(by=arnau, name="Meves", query=MINE, whose="unit")


def test_only_the_secretary_or_the_administrator_saves_for_everybody(
    at_work: Any, clerk: Any, secretary: Any
) -> None:
    with pytest.raises(NotPermitted):
        saved.save_view(by=clerk, name="De tothom", query=MINE, whose="house")
    view = saved.save_view(by=secretary, name="De tothom", query=MINE, whose="house")

    assert [one.name for one in saved.views_of(clerk).team] == ["De tothom"]
    with pytest.raises(NotPermitted):
        saved.forget_view(view.pk, by=clerk)


def test_columns_and_density_stay_as_i_left_them(town: Any, clerk: Any, secretary: Any, sign_in: Any) -> None:
    with working_for(town):
        open_case(by=clerk, title="Terrassa")
    browser = sign_in(clerk)

    browser.post(f"{LIST}views/like/", {"column": ["opened", "unit", "nonsense"], "density": "comfortable"})
    mine = browser.get(LIST).context
    hers = sign_in(secretary).get(LIST).context

    assert [column.name for column, _, _ in mine["columns"]] == ["number", "title", "unit", "opened"]
    assert mine["density"] == "comfortable"
    assert hers["density"] == "dense"


def test_the_outsider_saves_nothing_here(town: Any, outsider: Any, sign_in: Any) -> None:
    assert sign_in(outsider).post(f"{LIST}views/save/", {"name": "Meva"}).status_code == 404
    with working_for(town):
        assert not SavedView.objects.exists()
