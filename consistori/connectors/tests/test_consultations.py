"""The invented source of the demo: always the same for the same person, and it says that it is invented."""

from __future__ import annotations

from consistori.connectors.consultations.fake import SILENT, InventedSource
from consistori.eoffice.asking.ports import Asked


def _asked(identifier: str) -> Asked:
    return Asked("PADRO", identifier, "E2026000001", "Llei 39/2015, art. 28.2", "Núria")


def test_it_answers_the_same_for_the_same_person_and_says_demo():
    source = InventedSource()

    first, again = source.ask(_asked("99000138L")), source.ask(_asked("99000138L"))

    assert first == again
    assert first.outcome in ("found", "nothing")
    assert first.number.startswith("DEMO-")
    assert source.name.startswith("DEMO")


def test_it_knows_how_to_be_silent():
    assert InventedSource().ask(_asked(f"X{SILENT}")).outcome == "away"
    assert not InventedSource().answers("")
