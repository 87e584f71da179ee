"""Who tells what other administrations know of a person [plataforma d'interoperabilitat]: Via Oberta, the SCSP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

Outcome = Literal["found", "nothing", "away"]


@dataclass(frozen=True)
class Asked:
    """What is asked: which datum, of whom, for which entry, on what basis, and who asks; the other end keeps it all."""

    key: str
    identifier: str
    reference: str
    basis: str
    asked_by: str


@dataclass(frozen=True)
class Answered:
    """What was answered: lines of label and words; `number` is how the other end knows this look."""

    outcome: Outcome
    lines: tuple[tuple[str, str], ...] = ()
    number: str = ""


class DataSource(Protocol):
    """A source of data. It never raises because the other end is silent: then the outcome is "away"."""

    name: str

    def answers(self, key: str) -> bool:
        """Whether it knows that datum."""
        ...

    def ask(self, asked: Asked) -> Answered:
        """Ask it. It takes ten seconds at most."""
        ...


def sources() -> list[DataSource]:
    """The sources of this house, by the classes that `DATA_SOURCES` names."""
    return [import_string(path)() for path in settings.DATA_SOURCES]
