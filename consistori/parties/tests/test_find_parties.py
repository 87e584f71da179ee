"""Finding parties by the beginning of any word, and seeing who is named in a title."""

from typing import Any

import pytest

from consistori.parties.models import Party
from consistori.parties.selectors import mentioned_in, page_of_parties, search_parties
from consistori.parties.services import add_party
from consistori.tenancy.scope import working_for

FOUND = [
    ("esgl", True),
    ("ESGLÉSIA forn", True),
    ("forn esg", True),
    ("b0000", True),
    ("B-00000000", True),
    ("glesia", False),
    ("forn mas", False),
    ("", False),
    ("' | 'x", False),
    ("&!():*", False),
]


@pytest.mark.parametrize(("typed", "found"), FOUND)
def test_the_beginning_of_any_word_or_of_the_nif_finds(bakery: Party, typed: str, found: bool) -> None:
    assert (bakery in search_parties(typed)) is found


@pytest.mark.parametrize("typed", ["12345", "12.345.6", "12345678-z", "riub", "pou laia"])
def test_a_person_is_found_half_typed(laia: Party, typed: str) -> None:
    assert search_parties(typed) == [laia]


def test_an_exact_number_comes_first(laia: Party, at_work: Any, clerk: Any) -> None:
    add_party(by=clerk, kind="legal", name="Associació 12345678Z amics")

    assert search_parties("12345678Z")[0] == laia


def test_searching_costs_at_most_two_statements(laia: Party, statements: Any) -> None:
    with statements() as s:
        [party.display_name for party in search_parties("riu")]
        [party.obliged_electronic.ok for party in search_parties("riu")]

    assert s.count <= 2, s.sql


def test_the_list_goes_on_from_its_mark_without_skipping_anybody(at_work: Any, clerk: Any) -> None:
    for number in range(5):
        add_party(by=clerk, name=f"Nom {number}", surname1="Igual")
        add_party(by=clerk, name="Mateix", surname1="Nom")

    seen: list[Any] = []
    cursor = ""
    while True:
        page = page_of_parties(after=cursor, size=3)
        seen += [party.pk for party in page.parties]
        cursor = page.next_cursor
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == 10


def test_a_forged_mark_is_a_first_page(laia: Party) -> None:
    assert page_of_parties(after="x~y").parties == [laia]
    assert page_of_parties(after="rubbish").parties == [laia]


TITLES = [
    ("Terrassa de Laia Riubrugent Pou", True),
    ("Terrassa de RIUBRUGENT POU, LAIA a la plaça", True),
    ("Llicència per a 12.345.678-Z", True),
    ("Terrassa a la plaça de l’Església", False),
    ("Camí de Laia", False),
    ("", False),
]


@pytest.mark.parametrize(("title", "warned"), TITLES)
def test_a_title_that_names_somebody_is_seen(laia: Party, title: str, warned: bool, statements: Any) -> None:
    with statements() as s:
        mentioned = mentioned_in(title)

    assert (laia in mentioned) is warned
    assert s.count <= 2, s.sql


def test_the_outsider_searches_her_own_town_only(
    town: Any, other_town: Any, clerk: Any, outsider: Any
) -> None:
    with working_for(town):
        add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z")

    with working_for(other_town):
        assert search_parties("riubrugent") == []
        assert search_parties("12345678Z") == []
        assert mentioned_in("Terrassa de Laia Riubrugent, 12345678Z") == []
        assert page_of_parties().parties == []
