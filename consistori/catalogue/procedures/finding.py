"""Finding a procedure by the words people use: an index in memory, so that two thousand are found at once.

Pure: no database and no clock. What is looked for is what `kernel.text` makes of words, in both languages at once.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from consistori.catalogue.procedures.sheet import LANGUAGES, Sheet
from consistori.catalogue.rules.finding import SAID_BY_HABIT
from consistori.kernel.text import fold, telling, terms

_WHOLE, _STEM, _BEGUN, _LIKE = 1.0, 0.85, 0.55, 0.45
_NAME, _SAYING, _REST = 1.1, 1.0, 0.35
_MOST_BEGUN = 60
_WORTH = 0.34
"""Share of the best score under which an answer is only noise."""


@dataclass(frozen=True)
class Hit:
    """An answer: the place of the sheet, how good it is, and what was found in it.

    `saying` is what people say, as the sheet writes it, if that is where it was found; `in_name` if it was the name.
    """

    place: int
    score: float
    saying: str = ""
    in_name: bool = False


@dataclass(frozen=True)
class _Spot:
    """Where a term stands: of which sheet, in which piece of its text, and what that is worth."""

    place: int
    piece: int
    worth: float


@dataclass(frozen=True)
class _Piece:
    """A text of a sheet (its name, what people say, the rest), with how many telling words it has."""

    place: int
    kind: str
    text: str
    count: int


class Index:
    """The words of many sheets, with where each stands."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._sheets = list(sheets)
        self._spots: dict[str, list[_Spot]] = defaultdict(list)
        self._pieces: list[_Piece] = []
        for place, sheet in enumerate(self._sheets):
            self._read(place, sheet)
        self._whole = sorted(term for term in self._spots if not term.startswith("s_"))

    def find(self, said: str, *, limit: int = 12) -> list[Hit]:
        """The sheets that answer what a person wrote, the best first."""
        by_code = fold(said.strip())
        asked = _asked(said)
        scores: dict[int, float] = defaultdict(float)
        told: dict[int, tuple[float, int]] = {}
        together: dict[int, float] = defaultdict(float)
        for word in asked:
            weighed, pieces = self._weigh(word)
            for place, (points, piece) in weighed.items():
                scores[place] += points
                if points > told.get(place, (0.0, 0))[0]:
                    told[place] = (points, piece)
            for piece, points in pieces.items():
                together[piece] += points
        for place, points, piece in self._whole_sayings(together, len(asked)):
            scores[place] += points
            told[place] = (points, piece)
        for place, sheet in enumerate(self._sheets):
            if by_code and fold(sheet.code) == by_code:
                scores[place] += 100.0
        return self._best(scores, told, limit)

    def _best(self, scores: dict[int, float], told: dict[int, tuple[float, int]], limit: int) -> list[Hit]:
        ordered = sorted(scores.items(), key=lambda one: (-one[1], self._sheets[one[0]].code))
        worth = ordered[0][1] * _WORTH if ordered else 0.0
        hits = []
        for place, score in ordered[:limit]:
            if score < worth:
                break
            piece = self._pieces[told[place][1]] if place in told else None
            kind = piece.kind if piece else ""
            saying = piece.text if piece and kind == "saying" else ""
            hits.append(Hit(place, score, saying=saying, in_name=kind == "name"))
        return hits

    def _weigh(self, word: str) -> tuple[dict[int, tuple[float, int]], dict[int, float]]:
        """What a word is worth in each sheet (with the piece where it is best), and in which pieces it stands."""
        best: dict[int, tuple[float, int]] = {}
        pieces: dict[int, float] = {}
        for term, touch in self._touched(word).items():
            for spot in self._spots[term]:
                points = touch * spot.worth
                if points > best.get(spot.place, (0.0, 0))[0]:
                    best[spot.place] = (points, spot.piece)
                if touch >= _BEGUN:
                    pieces[spot.piece] = max(touch, pieces.get(spot.piece, 0.0))
        rarity = math.log((len(self._sheets) + 1) / (len(best) + 0.5)) + 0.3
        return {place: (points * rarity, piece) for place, (points, piece) in best.items()}, pieces

    def _touched(self, word: str) -> dict[str, float]:
        """The terms that answer to a word: itself, its forms, what it begins, or what is written like it."""
        plain = fold(word)
        found = {term: _STEM for term in terms(word) if term.startswith("s_") and term in self._spots}
        if len(plain) >= 3:
            start = bisect_left(self._whole, plain)
            for term in self._whole[start : start + _MOST_BEGUN]:
                if not term.startswith(plain):
                    break
                found[term] = max(_BEGUN, found.get(term, 0.0))
        if plain in self._spots:
            found[plain] = _WHOLE
        if not found and len(plain) >= 4:
            found = dict.fromkeys(self._written_like(plain), _LIKE)
        return found

    def _written_like(self, plain: str) -> list[str]:
        """Words of the same beginning that differ in a letter or two: a slip of the finger."""
        start, end = bisect_left(self._whole, plain[0]), bisect_left(self._whole, plain[0] + "\uffff")
        near = [term for term in self._whole[start:end] if abs(len(term) - len(plain)) <= 2]
        return get_close_matches(plain, near, n=3, cutoff=0.75 if len(plain) < 6 else 0.8)

    def _whole_sayings(self, together: dict[int, float], asked: int) -> Iterable[tuple[int, float, int]]:
        """Sayings that have every word that was asked: better, and best when they have nothing else."""
        best: dict[int, tuple[float, int]] = {}
        for piece, found in together.items():
            said = self._pieces[piece]
            if said.kind == "rest" or found < asked * _BEGUN:
                continue
            points = (4.0 if said.count == asked else 2.0) * found / asked
            if points > best.get(said.place, (0.0, 0))[0]:
                best[said.place] = (points, piece)
        return [(place, points, piece) for place, (points, piece) in best.items()]

    def _read(self, place: int, sheet: Sheet) -> None:
        for kind, text in _pieces_of(sheet):
            found = terms(text)
            piece = len(self._pieces)
            self._pieces.append(_Piece(place, kind, text, 0 if kind == "rest" else len(_asked(text))))
            worth = {"name": _NAME, "saying": _SAYING}.get(kind, _REST)
            for term in found:
                self._spots[term].append(_Spot(place, piece, worth))


def _pieces_of(sheet: Sheet) -> Iterable[tuple[str, str]]:
    for code in LANGUAGES:
        yield "name", sheet.name.get(code, "")
        yield "saying", sheet.plain.get(code, "")
    for saying in sheet.words:
        yield "saying", saying
    yield "rest", " ".join((*sheet.summary.values(), *sheet.who.values()))


def _asked(said: str) -> Sequence[str]:
    """The words that tell something; those of habit («vull», «demanar») only if there is nothing else."""
    written = telling(said[:300])
    return [word for word, plain in written.items() if plain not in SAID_BY_HABIT] or list(written)
