"""The text of a template as it is kept, a paragraph a line, and as the engine reads it."""

from __future__ import annotations

import html
import re

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_END = re.compile(r"(</(?:p|h[1-6])>(?!\s*</(?:li|td|th)>)|</(?:li|tr|div)>|<hr ?/?>)\s*")
_ONLY_MARKS = r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+"
_PARAGRAPH = re.compile(rf"<p(?: [^<>]*)?>({_ONLY_MARKS})</p>", re.DOTALL)
_POINT = re.compile(rf"<li(?: [^<>]*)?>({_ONLY_MARKS})</li>", re.DOTALL)
_CELL = r"\s*<t[dh](?: [^<>]*)?>(?:<p(?: [^<>]*)?>)?[^<>]*(?:</p>)?</t[dh]>\s*"
_ROW = re.compile(rf"<tr(?: [^<>]*)?>((?:{_CELL})+)</tr>")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " "}
)


def tidy(body: str) -> str:
    """The text with a paragraph, a point or a row in each line, so that a line is what a person sees as one."""
    joined = re.sub(r"(?<=>)\s*\n\s*(?=<)", "", body.replace("\r\n", "\n").strip())
    return _BLOCK_END.sub(r"\1\n", re.sub(r"\s*\n\s*", " ", joined)).strip()


def readable(body: str) -> str:
    """What the engine reads: marks without the tags, entities and typographic quotes that an editor put in them, and
    without the paragraph, the point or the row that only held marks. Lines stay where they were.
    """
    plain = _MARK.sub(lambda mark: _undressed(mark[0]), body)
    plain = _PARAGRAPH.sub(r"\1", plain)
    return _POINT.sub(r"\1", _ROW.sub(_row_of_marks, plain))


def _undressed(mark: str) -> str:
    return html.unescape(_TAG.sub("", mark)).translate(_QUOTES)


def _row_of_marks(row: re.Match[str]) -> str:
    words = _TAG.sub("", row[1])
    return words if re.fullmatch(_ONLY_MARKS, words, re.DOTALL) else row[0]


def text_of(line: str) -> str:
    """A line as people read it, without its tags."""
    return html.unescape(_TAG.sub("", line)).strip()


def lines_of(body: str) -> list[str]:
    """The blocks of a text as people read them, without the empty ones; to compare two versions."""
    return [words for line in tidy(body).splitlines() if (words := text_of(line))]
