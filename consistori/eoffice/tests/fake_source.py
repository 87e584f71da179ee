"""A source of data that tests ask."""

from __future__ import annotations

from consistori.eoffice.asking.ports import Answered, Asked

SILENT = "AWAY"


class FakeSource:
    """Answers everything, but of whoever has a number that ends in AWAY."""

    name = "A source of tests"

    def answers(self, key: str) -> bool:
        return bool(key)

    def ask(self, asked: Asked) -> Answered:
        if asked.identifier.endswith(SILENT):
            return Answered("away")
        return Answered("found", (("Viu aquí", "sí"),), "N-1")
