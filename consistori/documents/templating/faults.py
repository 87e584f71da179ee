"""What is wrong in a template, in words: which line, and what to do."""

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
    """One thing that is wrong. `line` counts blocks from 1; 0 is of the whole text. `sentence` says what to do."""

    line: int
    sentence: Any
    clause: str = ""

    def __str__(self) -> str:
        return told(self)


class TemplateFault(BadInput):
    """A template cannot be filled: `.line` and `.sentence` of its first fault, and all of them in `.faults`."""

    default_code = "template-fault"

    def __init__(self, line: int, sentence: Any, *, clause: str = "", faults: Sequence[Fault] = ()) -> None:
        first = Fault(line, sentence, clause)
        super().__init__(_lazily_told(first), field="body")
        self.line = line
        self.sentence = sentence
        self.faults = tuple(faults) or (first,)

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> TemplateFault:
        """The refusal that tells these faults; there is at least one."""
        first = faults[0]
        return cls(first.line, first.sentence, clause=first.clause, faults=faults)


def told(fault: Fault) -> str:
    """«Line 3: …», and of which clause when it is not of the text itself."""
    said = {"line": fault.line, "sentence": fault.sentence, "clause": fault.clause}
    if fault.clause and fault.line:
        return _("Paragraph «%(clause)s», line %(line)d: %(sentence)s") % said
    if fault.clause:
        return _("Paragraph «%(clause)s»: %(sentence)s") % said
    return _("Line %(line)d: %(sentence)s") % said if fault.line else str(fault.sentence)


_lazily_told: Any = lazy(told, str)
