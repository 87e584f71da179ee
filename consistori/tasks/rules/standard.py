"""The catalogue of what a town hall does every year [catàleg d'obligacions anuals], read from `data/duties.toml`.

Each line says by which article; where no rule fixes the day, the day is the usual one and the page says so. It is to be
reviewed by whoever answers for it in each town.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data" / "duties.toml"
SUBJECTS = ("budget", "taxes", "padro", "grants", "contracts", "people", "order")


@dataclass(frozen=True)
class StandardDuty:
    """A line of the catalogue, in both languages. `by_law`: the day itself is in the article."""

    code: str
    subject: str
    title_ca: str
    title_es: str
    about_ca: str
    about_es: str
    article: str
    by_law: bool
    every: str
    month: int
    day: int
    days_before: int
    points_ca: tuple[str, ...]
    points_es: tuple[str, ...]

    def title_in(self, language: str) -> str:
        return self.title_es if language.startswith("es") else self.title_ca

    def about_in(self, language: str) -> str:
        return self.about_es if language.startswith("es") else self.about_ca

    def points_in(self, language: str) -> tuple[str, ...]:
        return self.points_es if language.startswith("es") else self.points_ca


@functools.cache
def standard_duties() -> tuple[StandardDuty, ...]:
    """The whole catalogue, in the order of the file."""
    with DATA.open("rb") as file:
        rows = tomllib.load(file)["duty"]
    return tuple(_duty(row) for row in rows)


def standard_duty(code: str) -> StandardDuty | None:
    """One line by its code."""
    return next((one for one in standard_duties() if one.code == code), None)


def _duty(row: dict[str, object]) -> StandardDuty:
    points = {name: tuple(map(str, row.pop(name, ()))) for name in ("points_ca", "points_es")}  # type: ignore[call-overload]
    words = {"about_ca": "", "about_es": "", "month": 1, "day": 1, "days_before": 30, "by_law": False}
    return StandardDuty(**(words | row | points))  # type: ignore[arg-type]
