"""Which papers of the tray are shown together: those of one text, by how their titles begin."""

from __future__ import annotations

import pytest

from consistori.signature.rules import group_by_template


@pytest.mark.parametrize(
    ("titles", "heads"),
    [
        (["Carta. Obrador del Forn", "Carta. Ajut de menjador"], ["Carta"]),
        (["Decret: gual", "Decret: terrassa"], ["Decret"]),
        (["Decret de bonificació 1842", "Decret de bonificació 0077"], ["Decret de bonificació"]),
        (["Informe favorable", "Informe desfavorable"], ["Informe favorable", "Informe desfavorable"]),
    ],
)
def test_one_word_names_a_text_only_when_it_is_closed(titles: list[str], heads: list[str]) -> None:
    groups = group_by_template([("kind", title, title) for title in titles])

    assert [group.title for group in groups] == heads
    assert [thing for group in groups for _own, thing in group.members] == titles
