"""The province adopts the starter scheme and its towns find their series by people's words."""

from typing import Any

import pytest

from consistori.catalogue.models import DocumentType, Scheme, Series, SeriesEquivalence, SeriesNeverDeleted
from consistori.catalogue.selectors import (
    document_types,
    openable_series,
    scheme_in_force,
    scheme_tree,
    search_series,
    series_with_code,
)
from consistori.catalogue.services import (
    adopt_standard_scheme,
    favour_series,
    note_series_used,
    unfavour_series,
)
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import ScopeRefused, working_for


def test_a_town_inherits_the_scheme_of_its_province(provincial_scheme: Scheme, town: Entity) -> None:
    with working_for(town):
        assert scheme_in_force() == provincial_scheme
        assert len(openable_series()) == 245
        assert len(document_types()) == 40
        assert SeriesEquivalence.objects.filter(other_scheme="AMPOSTA").exists()


def test_a_stranger_to_the_province_inherits_nothing(provincial_scheme: Scheme, db: None) -> None:
    apart = Entity.objects.create(slug="lluny", name="Lluny", short_name="Lluny", code_prefix="LLU")

    with working_for(apart):
        assert scheme_in_force() is None
        assert search_series("gual") == []
        assert document_types() == []
        with pytest.raises(NotHere):
            series_with_code("F601")


def test_the_starter_scheme_is_adopted_once(provincial_scheme: Scheme, province: Entity) -> None:
    with pytest.raises(AlreadyDone):
        adopt_standard_scheme(province, Actor.system("install", province.pk))


def test_a_clerk_does_not_adopt_schemes(town: Entity, clerk: Any) -> None:
    with pytest.raises(NotPermitted):
        adopt_standard_scheme(town, clerk)


@pytest.mark.parametrize(("typed", "code"), [("gual", "F601"), ("padró", "J101"), ("obra menor", "F302")])
def test_series_are_found_by_the_words_people_use(
    provincial_scheme: Scheme, town: Entity, typed: str, code: str, statements: Any
) -> None:
    with working_for(town):
        with statements() as s:
            series = search_series(typed)

        assert series[0].code == code
        assert s.count <= 2, s.sql


def test_favourites_come_first_and_are_each_persons_own(
    provincial_scheme: Scheme, town: Entity, clerk: Any, secretary: Any
) -> None:
    with working_for(town):
        favourite = series_with_code("F302")
        favour_series(favourite, by=clerk)
        favour_series(favourite, by=clerk)

        assert search_series("obra major", person_id=clerk.person_id)[0] == favourite
        assert search_series("obra major", person_id=secretary.person_id)[0].code == "F301"
        assert search_series("", person_id=clerk.person_id)[0] == favourite

        unfavour_series(favourite, by=clerk)
        assert search_series("obra major", person_id=clerk.person_id)[0].code == "F301"


def test_without_words_the_most_used_of_the_town_come_first(
    provincial_scheme: Scheme, town: Entity, other_town: Entity
) -> None:
    with working_for(town):
        for code in ("J104", "F601", "J104"):
            note_series_used(series_with_code(code).pk)

        assert [series.code for series in search_series("")[:2]] == ["J104", "F601"]
    with working_for(other_town):
        assert search_series("")[0].code == "A101"


def test_the_tree_has_thirteen_functions_and_every_series(provincial_scheme: Scheme, town: Entity) -> None:
    with working_for(town):
        tree = scheme_tree()

        assert len(tree) == 13
        assert sum(branch.count for branch in tree) == 245


def test_a_town_never_writes_in_the_scheme_of_the_province(provincial_scheme: Scheme, town: Entity) -> None:
    with working_for(town):
        series = series_with_code("F601")
        series.title_ca = "Robada"
        with pytest.raises(ScopeRefused):
            series.save()
        assert Series.objects.filter(code="F601").update(title_ca="Robada") == 0


def test_a_series_is_never_deleted(provincial_scheme: Scheme, town: Entity) -> None:
    with working_for(town), pytest.raises(SeriesNeverDeleted):
        series_with_code("F601").delete()


def test_every_type_has_its_eni_type_and_both_names(provincial_scheme: Scheme, town: Entity) -> None:
    with working_for(town):
        by_code = {kind.code: kind for kind in DocumentType.objects.all()}

    assert by_code["REPORT"].eni_type == "TD13"
    assert by_code["APPLICATION"].default_origin == "citizen"
    assert all(kind.name_ca and kind.name_es for kind in by_code.values())
