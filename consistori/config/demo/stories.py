"""The stories of the demo cases as they are written in `data/cases-*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Step:
    """One thing that happens in a case: its name is the first key of the table that is known in `KINDS`."""

    kind: str
    value: Any
    by: str
    ago: int
    said: dict[str, Any]
    is_late: bool = False

    def get(self, key: str, default: Any = None) -> Any:
        return self.said.get(key, default)


KINDS = ("step", "file", "close", "to", "reserve", "relate", "folder", "state", "note")


@dataclass(frozen=True)
class Story:
    """A case: how it is opened, and what happens in it afterwards."""

    town: str
    title: str
    by: str
    ago: int
    series: str = ""
    unit: str = ""
    parties: list[dict[str, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    followers: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def told(self) -> list[Step]:
        """The steps in order, each with its day and whoever does it.

        A case that closes with a signature done by the seed closes after it: late.
        """
        signs = any(step.get("signed") for step in self.steps)
        told, ago = [], self.ago
        for said in self.steps:
            ago = said.get("ago", ago)
            kind = next(kind for kind in KINDS if kind in said)
            late = signs and kind == "close"
            told.append(Step(kind, said[kind], said.get("by", self.by), ago, said, late))
        return told

    def days(self) -> list[tuple[int, list[Step]]]:
        """What happens on each day, from the opening on, without what is late."""
        prompt = [step for step in self.told if not step.is_late]
        days = [(ago, list(steps)) for ago, steps in groupby(prompt, key=lambda step: step.ago)]
        return days if days and days[0][0] == self.ago else [(self.ago, []), *days]


def stories_of(town: str) -> list[Story]:
    """The stories of a town, in all its files."""
    found = []
    for path in sorted(DATA.glob(f"cases-{town}*.toml")):
        stem = path.stem.removeprefix("cases-")
        if stem == town or stem.removeprefix(f"{town}-").isdigit():
            found += [Story(town=town, **said) for said in read(path.name)["case"]]
    return found


@cache
def read(name: str) -> dict[str, Any]:
    """One of the data files; whoever changes what it gives makes a copy first."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
