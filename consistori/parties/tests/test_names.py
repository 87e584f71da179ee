"""Names are kept as their owners write them and found as others type them."""

import pytest

from consistori.parties.rules.names import (
    are_similar,
    begins_any_word,
    identifiers_in,
    listed_name,
    names_in,
    telling_words,
    tidy_name,
)

TIDY = [
    ("  Forn   de l'Església,  SL ", "Forn de l’Església, SL"),
    ("MARIA DEL CARME PUIG I SOLER", "Maria del Carme Puig i Soler"),
    ("FORN DE L'ESGLÉSIA SL", "Forn de l’Església SL"),
    ("D'ABADAL I VINYALS", "D’Abadal i Vinyals"),
    ("JOAN-LLUÍS", "Joan-Lluís"),
    ("Col.legi d’Arquitectes", "Col·legi d’Arquitectes"),
    ("Coŀlegi", "Col·legi"),
    ("MacArthur", "MacArthur"),
    ("Ana\u200b Vidal\x00", "Ana Vidal"),
    ("Pere\u0301 Mas", "Peré Mas"),
]

SIMILAR = [
    ("Laia Riubrugent Pou", "Pou Riubrugent, Laia", True),
    ("Laia Riubrugent", "Laia Riubrugent Pou", True),
    ("Laia Riubrugent Pou", "Laia Riubregent Pou", True),
    ("Forn de l’Església, SL", "FORN DE L'ESGLESIA S.L.", True),
    ("Laia Riubrugent Pou", "Laia Ferrer Pou", False),
    ("Ana", "Anna", False),
    ("", "Laia", False),
]

BEGINNINGS = [
    ("esgl", True),
    ("ESGLÉ forn", True),
    ("glesia", False),
    ("b0000", True),
    ("forn mas", False),
    ("l'esg", True),
]


@pytest.mark.parametrize(("raw", "kept"), TIDY)
def test_a_name_is_tidied_without_changing_whose_it_is(raw: str, kept: str) -> None:
    assert tidy_name(raw) == kept


@pytest.mark.parametrize(("one", "other", "similar"), SIMILAR)
def test_similar_names_are_seen(one: str, other: str, similar: bool) -> None:
    assert are_similar(one, other) is similar
    assert are_similar(other, one) is similar


@pytest.mark.parametrize(("typed", "found"), BEGINNINGS)
def test_the_beginning_of_any_word_finds(typed: str, found: bool) -> None:
    assert begins_any_word(typed, "Forn de l’Església, SL", "B00000000") is found


def test_identifiers_written_in_a_title_are_seen_and_other_numbers_are_not() -> None:
    title = "Obres de 12.345.678-Z i B-00000000, expedient X2026000412, tel. 972123456"

    assert identifiers_in(title) == ["12345678Z", "B00000000"]


def test_a_name_in_a_title_is_seen_whole_and_not_by_one_word() -> None:
    names = ["Laia Riubrugent Pou", "Església", "Joan Serra"]

    assert names_in("Terrassa de POU RIUBRUGENT, Laia a la plaça de l’Església", names) == [
        "Laia Riubrugent Pou"
    ]


def test_lists_put_surnames_first() -> None:
    assert listed_name("Laia", "Riubrugent", "Pou") == "Riubrugent Pou, Laia"
    assert listed_name("Forn de l’Església, SL") == "Forn de l’Església, SL"


def test_the_initials_of_a_firm_skip_its_particles() -> None:
    assert telling_words("Forn de l’Església, SL") == ["Forn", "Església", "SL"]
