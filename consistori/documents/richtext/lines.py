"""A line of runs as it is kept: the same looks in one run, spaces as HTML shows them."""

from __future__ import annotations

import re

from consistori.documents.richtext.tree import Break, Inline, Inlines, Marks, Run

SPACES = re.compile(r"[ \t\r\n\f\v\u200b\ufeff]+")

_NESTING = re.compile(r"<(/?)(\w+)")


def loose_letters(text: str | None, marks: Marks) -> list[Inline]:
    shown = SPACES.sub(" ", text or "")
    return [Run(shown, marks)] if shown else []


def tidy_line(pieces: list[Inline]) -> Inlines:
    """A line as it is kept: runs that look alike in one, no space twice, none at either end."""
    joined: list[Inline] = []
    at_space = True
    for piece in pieces:
        if isinstance(piece, Run):
            text = piece.text[1:] if at_space and piece.text.startswith(" ") else piece.text
            if not text:
                continue
            at_space = text.endswith(" ")
            last = joined[-1] if joined else None
            if isinstance(last, Run) and last.marks == piece.marks:
                joined[-1] = Run(last.text + text, last.marks)
            else:
                joined.append(Run(text, piece.marks))
        else:
            joined.append(piece)
            at_space = isinstance(piece, Break)
    return _trimmed(joined)


def _trimmed(pieces: list[Inline]) -> Inlines:
    """Without spaces before a new line or at the end; the new line that editors leave at the end goes too."""
    kept: list[Inline] = []
    for piece in reversed(pieces):
        at_end = not kept
        if at_end and isinstance(piece, Break):
            continue
        if isinstance(piece, Run) and (at_end or isinstance(kept[-1], Break)):
            text = piece.text.rstrip(" ")
            if not text:
                continue
            piece = Run(text, piece.marks)
        kept.append(piece)
    return tuple(reversed(kept))


def depth_of(safe: str) -> int:
    """How deep the elements of a well-formed HTML go."""
    deepest = depth = 0
    for match in _NESTING.finditer(safe):
        if match[2] in {"br", "hr", "img"}:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest
