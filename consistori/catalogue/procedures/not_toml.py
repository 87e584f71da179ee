"""What the reader of TOML refuses, said to people."""

from __future__ import annotations

import re
import tomllib

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import SheetFault

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def not_toml(error: tomllib.TOMLDecodeError, text: str) -> SheetFault:
    """The refusal with the line where the reader stopped, and what to do there."""
    said = str(error)
    place = _AT_LINE.search(said)
    line = int(place[1]) if place and place[1] else len(text.splitlines()) or 1
    reasons = (
        ("Invalid statement", _("This line says nothing: write «name = value», or «#» before a comment.")),
        ("Expected '='", _("An equals sign is missing: write «name = value».")),
        ("Cannot overwrite", _("It is written twice: leave one.")),
        ("Cannot declare", _("It is written twice: leave one.")),
        ("Cannot mutate", _("It is written twice: leave one.")),
        ("Unclosed array", _("A list is not closed: a «]» is missing.")),
        ("Unterminated string", _('Quotes are not closed: a «"» is missing.')),
        (
            "Illegal character",
            _('Quotes are not closed on this line: a «"» is missing.'),
        ),
        ("Invalid value", _('The value is not well written: texts go between quotes («"text"»).')),
        (
            "Expected newline",
            _("There is something more after the value: put it on another line."),
        ),
    )
    sentence = next((sentence for begin, sentence in reasons if said.startswith(begin)), None)
    return SheetFault(line, sentence or _("This line is not well written: look at its quotes and brackets."))
