"""What is published, as `data/kinds.toml` has it: how long at least, by which article, and how people are named."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from consistori.deadlines.rules import Unit
from consistori.parties.rules.masking import Purpose

DATA = Path(__file__).resolve().parent / "data" / "kinds.toml"


@dataclass(frozen=True)
class Kind:
    """A kind of edict. `amount` of `unit` is the least that `article` orders; 0 where nothing orders it.

    `journal`: the official journal counts too (R-PUB-03); `boe`: here it is only in addition to the BOE (R-NOT-24);
    `others`: it is of another administration; `step` is the one of the palette that waits for it.
    """

    code: str
    ca: str
    es: str
    amount: int = 0
    unit: Unit = Unit.WORKING_DAYS
    article: str = ""
    identity: Purpose = Purpose.PUBLICATION
    journal: bool = False
    boe: bool = False
    others: bool = False
    step: str = ""

    @property
    def name(self) -> str:
        """In the language of the reader."""
        return self.name_in(get_language() or "ca")

    def name_in(self, language: str) -> str:
        return self.es if language.startswith("es") else self.ca


@cache
def everything() -> dict[str, Kind]:
    """Every kind by its code, in order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["kind"]
    return {row["code"]: _kind(row) for row in rows}


def _kind(row: dict[str, object]) -> Kind:
    said = dict(row)
    if "unit" in row:
        said["unit"] = Unit(str(row["unit"]))
    if "identity" in row:
        said["identity"] = Purpose(str(row["identity"]))
    return Kind(**said)  # type: ignore[arg-type]


def kind_of(code: str) -> Kind:
    """The one of that code; the last, «others», for one that is not."""
    return everything().get(code) or everything()["other"]


def choices() -> list[tuple[str, str]]:
    """Code and name of each, for a form."""
    return [(one.code, one.name) for one in everything().values()]
