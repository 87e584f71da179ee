"""What is wrong in the text of a sheet, in words: which line, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from consistori.kernel.errors import BadInput

_filled_in: Any = lazy(lambda text, values: str(text) % values, str)


def lazily(text: Any, **values: Any) -> Any:
    """A lazy sentence with its values, said in the language of whoever reads it."""
    return _filled_in(text, values)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its line from 1, and a sentence that says what to do."""

    line: int
    sentence: Any

    def __str__(self) -> str:
        return _told(self.line, self.sentence)


class SheetFault(BadInput):
    """A text is not a sheet: `.line` and `.sentence` of its first fault, and all of them in `.faults`."""

    default_code = "sheet-fault"

    def __init__(self, line: int, sentence: Any, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(_lazily_told(line, sentence), field="text")
        self.line = line
        self.sentence = sentence
        self.faults = tuple(faults) or (Fault(line, sentence),)

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> SheetFault:
        """The refusal that tells these faults, the first one of the text first; there is at least one."""
        ordered = sorted(faults, key=lambda fault: fault.line)
        return cls(ordered[0].line, ordered[0].sentence, faults=ordered)


def _told(line: int, sentence: Any) -> str:
    return _("Line %(line)d: %(sentence)s") % {"line": line, "sentence": sentence}


_lazily_told: Any = lazy(_told, str)
