"""The place of a text that answers to what was asked, with its words marked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from consistori.kernel.text import Asked, fold, is_asked, words

WIDTH = 260
"""Letters of a snippet."""

_BEFORE = 70
_MOST_HITS = 300
_ROOT = 3
_LETTERS = {
    "a": "aàáâäã", "e": "eèéêë", "i": "iìíîï", "o": "oòóôöõ", "u": "uùúûü", "c": "cç", "n": "nñ", "l": "l"
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A piece of text, marked or not."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    asked: int


def snippet(text: str, looked_for: list[Asked]) -> list[Piece]:
    """The stretch with most of what was asked, about `WIDTH` letters; the beginning if none of it is there.

    >>> "".join(p.text for p in snippet("De la terrassa.", asked("terrassa")))
    'De la terrassa.'
    """
    if not text.strip():
        return []
    text = unicodedata.normalize("NFC", text)
    hits = _hits(text, looked_for)
    start, end = _stretch(text, hits)
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    pieces = _pieces(text, start, end, inside)
    lead, tail = ("… " if start else ""), (" …" if end < len(text.rstrip()) else "")
    return [piece for piece in (Piece(lead), *pieces, Piece(tail)) if piece.text]


def marked(text: str, looked_for: list[Asked]) -> list[Piece]:
    """All of a short text, with what was asked marked."""
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, 0, len(text), _hits(text, looked_for))


def _hits(text: str, looked_for: list[Asked]) -> list[_Hit]:
    """Where the words are, in order. Only words that begin alike are looked at one by one."""
    wanted = [one for one in looked_for if one.words]
    if not wanted:
        return []
    roots = {fold(word)[:_ROOT] for one in wanted for word in one.words}
    begins = "|".join(sorted(_root(root) for root in roots))
    pattern = re.compile(
        rf"(?<![^\W_])(?:{begins})(?:[^\W_]|(?<=l)[·.](?=l)|(?<=\d)[-.](?=\w))*", re.IGNORECASE
    )
    found: list[_Hit] = []
    for match in pattern.finditer(text):
        inside = words(match.group())
        for place, one in enumerate(wanted):
            if any(is_asked(word, one) for word in inside):
                found.append(_Hit(match.start(), match.end(), place))
                break
        if len(found) >= _MOST_HITS:
            break
    return found


def _root(root: str) -> str:
    """The beginning of a word however its accents are written."""
    letters = [
        f"[{_LETTERS.get(letter, letter)}]" if letter.isalpha() else re.escape(letter) for letter in root
    ]
    return r"[·.\-]?".join(letters)


def _stretch(text: str, hits: list[_Hit]) -> tuple[int, int]:
    """From where to where: the window with most different things asked, then with most of them, the first."""
    best, most = 0, (0, 0)
    for place, hit in enumerate(hits):
        inside = [h for h in hits[place : place + 40] if h.end <= hit.start + WIDTH - _BEFORE]
        rich = (len({h.asked for h in inside}), len(inside))
        if rich > most:
            best, most = max(0, hit.start - _BEFORE), rich
    start = _word_edge(text, best) if best else 0
    return start, _word_edge(text, min(len(text), start + WIDTH))


def _word_edge(text: str, at: int) -> int:
    """The next space, so that no word is cut, if there is one near."""
    if at >= len(text):
        return len(text)
    for place in range(at, min(len(text), at + 30)):
        if text[place].isspace():
            return place
    return at


def _pieces(text: str, start: int, end: int, hits: list[_Hit]) -> list[Piece]:
    pieces, at = [], start
    for hit in hits:
        pieces.append(Piece(_line(text[at : hit.start])))
        pieces.append(Piece(text[hit.start : hit.end], is_marked=True))
        at = hit.end
    pieces.append(Piece(_line(text[at:end])))
    return [piece for piece in pieces if piece.text]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
