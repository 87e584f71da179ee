"""Articles of law are told in the language of the page."""

from __future__ import annotations

import pytest

from consistori.ui.laws import in_language


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
