"""What correction requests ask of higher rooms: the questions of a form with what somebody answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consistori.registry.models import RegistryEntry


@dataclass(frozen=True)
class Askable:
    """Something that may be asked to be corrected or brought. `group` is where it stands; `said`, what it says now.

    `lacks`: it is known to be missing, and `why` says it.
    """

    kind: str
    key: str
    label: str
    said: str = ""
    group: str = ""
    lacks: bool = False
    why: str = ""


askables: list[Callable[[RegistryEntry, str], list[Askable]]] = []
"""Each gives what of an entry may be asked for, in a language: the e-office hangs its forms here."""
