"""Other registers of powers: who may act for whom, as they answer. Which ones there are is said by the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from consistori.kernel.errors import Unavailable


class RegisterSilent(Unavailable):
    """The other register does not answer now; nothing was lost."""


@dataclass(frozen=True)
class OutsidePower:
    """A power in force in another register; `said` are the bytes of its answer, which prove it."""

    reference: str
    grantor: str
    grantor_name: str
    proxy: str
    proxy_name: str
    kind: str
    since: date
    until: date | None = None
    body: str = ""
    procedures: tuple[str, ...] = ()
    said: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Asker:
    """The town hall that asks: its code in the registers of Catalonia (INE10) and its name."""

    ine10: str
    name: str


class PowerRegister(Protocol):
    """Another register of powers [registre d'apoderaments]. Asked outside any transaction."""

    @property
    def key(self) -> str:
        """Its short name: `representa`."""
        ...

    @property
    def name(self) -> Any:
        """How people call it."""
        ...

    def powers_of(self, proxy: str, *, asker: Asker) -> list[OutsidePower]:
        """Those in force by which that person may act before this body. Raises `RegisterSilent`."""
        ...


def registers() -> list[PowerRegister]:
    """Those of this installation."""
    made = [import_string(path)() for path in settings.POWER_REGISTERS]
    return [one for one in made if one is not None]
