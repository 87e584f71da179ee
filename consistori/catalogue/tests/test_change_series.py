"""A series is closed and never deleted, takes its official code, and is adapted by a town."""

from datetime import timedelta
from typing import Any

import pytest

from consistori.catalogue.models import Scheme, Series
from consistori.catalogue.selectors import openable_series, search_series, series_in_force, series_with_code
from consistori.catalogue.services import adapt_series, add_official_code, close_series, reopen_series
from consistori.catalogue.services.series import SeriesHasOpenChildren
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.adapting import BelongsAbove
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@pytest.fixture
def keeper(province: Entity) -> Actor:
    return Actor.system("keeper", province.pk)


def test_a_closed_series_opens_no_more_cases_and_is_still_there(
    provincial_scheme: Scheme, province: Entity, town: Entity, keeper: Actor
) -> None:
    with working_for(province):
        close_series(series_with_code("N102"), by=keeper)
        with pytest.raises(AlreadyDone):
            close_series(series_with_code("N102"), by=keeper)

    with working_for(town):
        assert "N102" not in [series.code for series in openable_series()]
        assert not series_with_code("N102").can_open_case


def test_a_series_opens_again(provincial_scheme: Scheme, province: Entity, keeper: Actor) -> None:
    with working_for(province):
        series = series_with_code("N102")
        close_series(series, by=keeper)
        reopen_series(series, by=keeper)
        with pytest.raises(AlreadyDone):
            reopen_series(series, by=keeper)

        assert series_with_code("N102").can_open_case


def test_an_activity_with_open_series_does_not_close(
    provincial_scheme: Scheme, province: Entity, keeper: Actor
) -> None:
    with working_for(province):
        with pytest.raises(SeriesHasOpenChildren):
            close_series(series_with_code("N100"), by=keeper)
        with pytest.raises(BadInput):
            close_series(series_with_code("N102"), by=keeper, on=today() - timedelta(days=9))


def test_a_town_cannot_close_what_belongs_above(
    provincial_scheme: Scheme, town: Entity, archivist: Any
) -> None:
    with working_for(town), pytest.raises(BelongsAbove):
        close_series(series_with_code("N102"), by=archivist)


def test_a_town_writes_the_official_code_in_its_own_adaptation(
    provincial_scheme: Scheme, province: Entity, town: Entity, other_town: Entity, archivist: Any
) -> None:
    with working_for(town):
        mine = add_official_code(series_with_code("F601"), by=archivist, official_code="1734")

        assert mine.entity_id == town.pk
        assert series_with_code("F601") == mine
        assert [s.code for s in search_series("gual")].count("F601") == 1
        assert series_in_force().count() == 318
        with pytest.raises(BadInput):
            add_official_code(mine, by=archivist, official_code="=1+1")

    with working_for(other_town):
        assert series_with_code("F601").official_code == ""


def test_an_adaptation_says_when_the_one_above_has_changed(
    provincial_scheme: Scheme, province: Entity, town: Entity, archivist: Any, keeper: Actor
) -> None:
    with working_for(town):
        mine = adapt_series(series_with_code("F601"), by=archivist, words_ca="entrada de carro")
        assert search_series("entrada de carro")[0] == mine
        assert not mine.has_drifted

    with working_for(province):
        adapt_series(series_with_code("F601"), by=keeper, title_ca="Guals")

    with working_for(town):
        assert series_with_code("F601").has_drifted


def test_a_town_reserves_a_series_to_roles(provincial_scheme: Scheme, town: Entity, archivist: Any) -> None:
    with working_for(town):
        mine = adapt_series(series_with_code("C401"), by=archivist, reserved_roles=["secretary"])

        assert mine.is_reserved
        with pytest.raises(BadInput):
            adapt_series(mine, by=archivist, reserved_roles=["wizard"])
        with pytest.raises(BadInput):
            adapt_series(mine, by=archivist, title_ca="  ")
        with pytest.raises(TypeError):
            adapt_series(mine, by=archivist, level=1)


def test_clerks_and_outsiders_change_nothing(
    provincial_scheme: Scheme, town: Entity, clerk: Any, outsider: Any
) -> None:
    with working_for(town):
        series = series_with_code("F601")
        for actor in (clerk, outsider):
            with pytest.raises(NotPermitted):
                add_official_code(series, by=actor, official_code="1")
            with pytest.raises(NotPermitted):
                adapt_series(series, by=actor, title_ca="Meva")
            with pytest.raises(NotPermitted):
                close_series(series, by=actor)
        assert not Series.objects.exclude(adapts=None).exists()
