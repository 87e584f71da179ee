"""Marks that open and close: found before the engine reads the text, so that each fault says its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from consistori.documents.templating.faults import Fault, lazily

_OPENING = re.compile(r"\{\{|\{%|\}\}|%\}")
_WORD = re.compile(r"\{%[-+]?\s*(\w+)?")
_ENDS = {"endfor": "for", "endif": "if"}
_MIDDLES = {"else": ("for", "if"), "elif": ("if",)}
KNOWN = frozenset({"for", "if", "else", "elif", "endfor", "endif", "include"})
DEEPEST = 6


def faults_of_marks(source: str) -> list[Fault]:
    """Braces without their pair, repetitions and conditions without end, ends without beginning."""
    return list(_unpaired_braces(source)) or list(_unpaired_words(source))


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def _unpaired_braces(source: str) -> Iterator[Fault]:
    opened: re.Match[str] | None = None
    for mark in _OPENING.finditer(source):
        opens = mark[0] in ("{{", "{%")
        if opens and opened is not None:
            yield _not_closed(source, opened)
        elif not opens and (opened is None or opened[0] != {"}}": "{{", "%}": "{%"}[mark[0]]):
            yield Fault(
                _line(source, mark.start()),
                lazily(_("«%(mark)s» closes nothing: take it out, or write what it closes."), mark=mark[0]),
            )
        opened = mark if opens else None
    if opened is not None:
        yield _not_closed(source, opened)


def _not_closed(source: str, mark: re.Match[str]) -> Fault:
    close = {"{{": "}}", "{%": "%}"}[mark[0]]
    said = lazily(_("«%(open)s» is not closed: write «%(close)s» where it ends."), open=mark[0], close=close)
    return Fault(_line(source, mark.start()), said)


def _unpaired_words(source: str) -> Iterator[Fault]:
    opened: list[tuple[str, int]] = []
    for mark in _WORD.finditer(source):
        word, line = mark[1] or "", _line(source, mark.start())
        if word in ("for", "if"):
            opened.append((word, line))
            if len(opened) == DEEPEST + 1:
                yield Fault(line, _("There are too many conditions and repetitions one inside another."))
        elif word in _ENDS:
            if not opened or opened[-1][0] != _ENDS[word]:
                yield _end_without_beginning(word, line, opened)
                return
            opened.pop()
        elif word in _MIDDLES and (not opened or opened[-1][0] not in _MIDDLES[word]):
            yield Fault(line, lazily(_("«%(word)s» is outside any condition."), word=word))
        elif word not in KNOWN:
            yield Fault(
                line,
                lazily(
                    _("«%(word)s» is not used in templates: only for, if, elif, else and include."),
                    word=word or "{%",
                ),
            )
    for word, line in opened:
        yield _without_end(word, line)


def _end_without_beginning(word: str, line: int, opened: list[tuple[str, int]]) -> Fault:
    if opened:
        said = _("Here ends «%(word)s», but «%(open)s» of line %(line)d is still open: close that one first.")
        return Fault(line, lazily(said, word=_ENDS[word], open=opened[-1][0], line=opened[-1][1]))
    return Fault(line, lazily(_("«%(word)s» ends nothing: take it out."), word=word))


def _without_end(word: str, line: int) -> Fault:
    if word == "for":
        said = _("This repetition has no end: write «%(mark)s» after what is repeated.")
        return Fault(line, lazily(said, mark="{% endfor %}"))
    said = _("This condition has no end: write «%(mark)s» after what depends on it.")
    return Fault(line, lazily(said, mark="{% endif %}"))
