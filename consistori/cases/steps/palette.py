"""The palette of steps: the generic ones and those of some series, as `data/steps.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from consistori.cases.rules import State
from consistori.cases.steps import rules

DATA = Path(__file__).resolve().parents[1] / "data" / "steps.toml"
OWN = "own"


@dataclass(frozen=True)
class Kind:
    """A line of the palette; `by` names what makes it when no hand does, `term` one that the law fixes.

    What it opens is data too: `term`, what it `stops` of the term to resolve, the kind of `task`. `papers` are the
    types of document of its text.
    """

    code: str
    ca: str
    es: str
    kind: rules.Kind
    state: State
    term: str = ""
    senses: bool = False
    by: str = ""
    article: str = ""
    reasons: str = ""
    series: tuple[str, ...] = ()
    stops: str = ""
    task: str = ""
    papers: tuple[str, ...] = ()
    simplified: str = ""
    regime: str = ""
    notifies: bool = False

    @property
    def name(self) -> str:
        """In the language of the reader."""
        return self.name_in(get_language() or "ca")

    def name_in(self, language: str) -> str:
        return self.es if language.startswith("es") else self.ca

    @property
    def number(self) -> str:
        """The two digits of the generic ones; nothing of the others."""
        return self.code if self.code.isdigit() else ""

    @property
    def says_sense(self) -> bool:
        """Whether its text says in which sense: a resolution, and the proposal of one."""
        return self.senses or "PROPOSAL" in self.papers

    @property
    def is_by_hand(self) -> bool:
        return not self.by


@cache
def everything() -> dict[str, Kind]:
    """Every line of the palette by its code, in order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["step"]
    return {row["code"]: _kind(row) for row in rows}


def _kind(row: dict[str, object]) -> Kind:
    said = dict(row) | {"kind": rules.Kind(str(row["kind"])), "state": State(str(row["state"]))}
    for name in ("series", "papers"):
        said[name] = tuple(row.get(name, []))  # type: ignore[arg-type]
    return Kind(**said)  # type: ignore[arg-type]


def kind_of(code: str) -> Kind | None:
    """The line of that code."""
    return everything().get(code)


def palette_of(series: str = "") -> list[Kind]:
    """Those of a case: first those of its series, then the generic ones in their order."""
    rows = everything().values()
    return [row for row in rows if series and series in row.series] + [row for row in rows if not row.series]
