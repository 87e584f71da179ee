"""Articles of law are told in the language of the page."""

from __future__ import annotations

import pytest

from consistori.ui.laws import in_language, in_note


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ca", "Llei 39/2015, arts. 9.2 i 11.2; Reial decret 203/2021"),
        ("es", "Ley 39/2015, arts. 9.2 y 11.2; Real decreto 203/2021"),
        ("en", "Law 39/2015, arts. 9.2 and 11.2; Royal decree 203/2021"),
    ],
)
def test_an_article_is_told_in_the_language_of_the_page(language: str, told: str) -> None:
    assert in_language("Llei 39/2015, arts. 9.2 i 11.2; Reial decret 203/2021", language) == told


def test_what_is_in_that_language_already_stays() -> None:
    assert in_language("Ley 39/2015, artículo 5.6", "es") == "Ley 39/2015, artículo 5.6"


def test_in_a_note_only_the_law_changes_its_language() -> None:
    note = "Decret i plànols rebuts · E2026000041 · Llei 39/2015, arts. 21.3.b i 31.2"

    assert in_note("E2026000041 · Llei 39/2015, arts. 21.3.b i 31.2", "es") == (
        "E2026000041 · Ley 39/2015, arts. 21.3.b y 31.2"
    )
    assert in_note("Mitjans exhaurits i tard", "es") == "Mitjans exhaurits i tard"
    assert in_note(note, "ca") == note


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_letter_of_an_article_is_no_word(language: str) -> None:
    assert in_language("Llei 39/2015, art. 35.1.i", language).endswith(" 39/2015, art. 35.1.i")
