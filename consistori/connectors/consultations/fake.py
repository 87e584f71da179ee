"""Invented answers, for the demo and the tests: they identify nobody and prove nothing."""

from __future__ import annotations

import zlib

from consistori.eoffice.asking.ports import Answered, Asked

SILENT = "AWAY"
"""A number that ends so gets no answer, to try that too."""


class InventedSource:
    """Answers every datum with words made from the number of the person."""

    name = "DEMO: dades inventades"

    def answers(self, key: str) -> bool:
        return bool(key)

    def ask(self, asked: Asked) -> Answered:
        if asked.identifier.endswith(SILENT):
            return Answered("away")
        lot = zlib.crc32(f"{asked.key} {asked.identifier}".encode())
        number = f"DEMO-{lot:08x}"
        if lot % 7 == 0:
            return Answered("nothing", number=number)
        return Answered("found", (("DEMO", "sí"), ("NIF", asked.identifier)), number)
