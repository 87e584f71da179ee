"""The templates that come with the house, read from `data/`: an index, and a text in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class StandardTemplate:
    """A template, a clause or an appeal footer that comes with the house, clauses first."""

    code: str
    kind: str
    name_ca: str
    name_es: str
    ca: str
    es: str
    document_type: str = ""
    appeal: str = ""


def standard_templates() -> list[StandardTemplate]:
    """All of them, in the order in which they can be published: what is included before what includes it."""
    with (DATA / "index.toml").open("rb") as file:
        rows = tomllib.load(file)["template"]
    return [StandardTemplate(**row, ca=_text("ca", row["code"]), es=_text("es", row["code"])) for row in rows]


def _text(language: str, code: str) -> str:
    return (DATA / language / f"{code}.template").read_text(encoding="utf-8")
