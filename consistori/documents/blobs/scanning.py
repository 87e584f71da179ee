"""The port of the scanner of programs that harm [antivirus]: what we ask of it, whoever makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ScannerSilent(Exception):
    """The scanner does not answer, or could not look at it: nothing is known. The text is technical."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says of a file: whether it is clean, and the name of what it found if it is not."""

    clean: bool
    said: str = ""


class Scanner(Protocol):
    """Looks at bytes and says whether they harm."""

    def look_at(self, stream: BinaryIO) -> Verdict:
        """Raises `ScannerSilent`."""

    def answers(self) -> bool:
        """Whether it is there now."""


def is_there_one() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.SCANNER_URL)


def scanner() -> Scanner:
    """The one that the settings name."""
    made: Scanner = import_string(settings.SCANNER)(settings.SCANNER_URL)
    return made
