"""To which series a case seems to belong, and why. Sums of words that anybody can check; nothing learns by itself.

Each word of the title, of the names, types and texts of its papers is looked for in the scheme: what few series say
counts more. The titles of the cases that the town has already classed say how it works here.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from consistori.catalogue.rules.finding import SAID_BY_HABIT, Findable
from consistori.kernel.text import fold, telling, terms

RAREST = 5.0
"""What a word that a single series says is worth; the more of them say it, the less."""
CLEAR_FROM = 3.7
"""Points from which a series is clear, unless another comes near."""
CLEAR_BY = 1.35
"""How many times the points of the second."""
LEAST = 1.5
"""Fewer points are chance."""
HEAD = 1.25
"""The first word of a title usually says what it is («terrassa del bar»)."""
WHOLE_SAYING = 2.0
"""More, when a saying of two words or more is there whole («contracte menor»)."""
MOST_GUESSES = 3
MOST_WORDS_OF_TEXT = 100
RARE_IN_SCHEME = 4
"""A word of the text of a paper counts only when no more series than these say it."""
SAID_ALWAYS = SAID_BY_HABIT | frozenset(
    fold(word)
    for line in (
        "carrer calle plaça plaza avinguda avenida camí camino número numero núm carretera barri barrio casa",
        "sol·licitud solicitud instància instancia document documento informe certificat certificado escrit escrito",
        "baix dalt nou nova vell vella gran petit bajo nuevo nueva viejo vieja grande pequeño",
        "fotografia fotografía foto imatge imagen",
        "model modelo full hoja còpia copia pdf odt ods docx xlsx zip jpg scan escanejat escaneado definitiu final",
        "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre enero febrero marzo",
        "mayo junio julio agosto septiembre noviembre diciembre ajuntaments municipal municipals municipio municipi",
    )
    for word in line.split()
)
PLACE = re.compile(
    r"\b(?:[Cc]arrer|[Cc]alle|[Cc]/|[Pp]la[çz]a|[Aa]vinguda|[Aa]venida|[Pp]asseig|[Pp]aseo|[Cc]am[íi](?:no)?|[Cc]arretera|"
    r"[Bb]arrio?|[Uu]rbanitzaci[óo]|[Uu]rbanizaci[óo]n)\s+(?:(?:de|del|dels|la|les|el|els|los|las)\s+|d[’'])*"
    r"[A-ZÀ-Ý][\w·’'-]*(?:\s+[A-ZÀ-Ý][\w·’'-]*)*"
)
"""The name of a street says where, not what: «carrer de la Séquia» is no matter of water."""


class Where(StrEnum):
    """Where a word was read."""

    TITLE = "title"
    PAPER = "paper"
    TYPE = "type"
    TEXT = "text"
    ALIKE = "alike"


WEIGHTS = {Where.TITLE: 1.0, Where.PAPER: 0.6, Where.TYPE: 0.5, Where.TEXT: 0.25}


@dataclass(frozen=True)
class Piece:
    """Something that a case says; `about` names the paper."""

    where: Where
    text: str
    about: str = ""


@dataclass(frozen=True)
class Reason:
    """What made a series come up: these words, there; of alike cases, how many and the number of one."""

    where: Where
    words: tuple[str, ...]
    about: str = ""
    times: int = 0


@dataclass(frozen=True)
class Guess:
    """A series with its points, the heaviest reason first.

    `clear`: no other comes near, and it is said by the first word of the title or by two words.
    """

    key: Any
    points: float
    clear: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _Slot:
    """A title, a saying or a description of a series: how much each of its words is worth, and how many it has."""

    line: int
    weight: float
    words: int


@dataclass
class _Sum:
    points: float = 0.0
    words: dict[str, float] = field(default_factory=dict)
    leads: bool = False


class Scheme:
    """The series of a scheme, turned round: from each term to who says it."""

    def __init__(self, lines: Iterable[Findable]) -> None:
        self.keys: list[Any] = []
        self._slots: list[_Slot] = []
        self._where: dict[str, list[int]] = defaultdict(list)
        self._seen: dict[str, tuple[dict[int, float], frozenset[int]]] = {}
        for number, line in enumerate(lines):
            self.keys.append(line.key)
            self._put(number, line.title, 1.2, covered=False)
            for saying in line.sayings:
                self._put(number, saying, 1.0, covered=True)
            self._put(number, line.description, 0.3, covered=False)

    def _put(self, number: int, said: frozenset[str], weight: float, *, covered: bool) -> None:
        place = len(self._slots)
        words = sum(not term.startswith("s_") for term in said) if covered else 1
        self._slots.append(_Slot(number, weight, max(words, 1)))
        for term in said:
            self._where[term].append(place)

    def touched(self, word: str) -> tuple[dict[int, float], frozenset[int]]:
        """The slots that say this word, whole (1) or in another form (0.85), and their lines; reckoned once a word."""
        if word not in self._seen:
            found: dict[int, float] = {}
            for term in terms(word):
                for place in self._where.get(term, ()):
                    found[place] = max(found.get(place, 0.0), 0.85 if term.startswith("s_") else 1.0)
            self._seen[word] = found, frozenset(self._slots[place].line for place in found)
        return self._seen[word]

    def sums(self, piece: Piece) -> dict[int, _Sum]:
        """The points of each line for a piece: per word, that of the best slot; a saying half said counts less."""
        touches: dict[str, dict[int, float]] = {}
        said_of: Counter[int] = Counter()
        rarity: dict[str, float] = {}
        head = ""
        for word in _words(piece):
            head = head or word
            touched, lines = self.touched(word)
            if not lines or (piece.where is Where.TEXT and len(lines) > RARE_IN_SCHEME):
                continue
            rarity[word] = _rarity(len(lines), len(self.keys))
            touches[word] = touched
            said_of.update(touched.keys())
        found: dict[int, _Sum] = defaultdict(_Sum)
        for word, touched in touches.items():
            best: dict[int, float] = {}
            for place, strength in touched.items():
                slot = self._slots[place]
                share = 0.4 + 0.6 * min(1.0, said_of[place] / slot.words)
                best[slot.line] = max(best.get(slot.line, 0.0), strength * slot.weight * share)
            leads = HEAD if word == head and piece.where is not Where.TEXT else 1.0
            for line, worth in best.items():
                points = worth * leads * rarity[word] * WEIGHTS[piece.where]
                found[line].points += points
                found[line].words[word] = points
                found[line].leads |= word == head and piece.where is Where.TITLE
        for line in {
            self._slots[place].line for place, n in said_of.items() if 1 < self._slots[place].words <= n
        }:
            found[line].points += WHOLE_SAYING * WEIGHTS[piece.where]
        return found


class Habits:
    """In which series this town has put the cases whose titles say each word."""

    def __init__(self, classed: Iterable[tuple[str, Any, str]]) -> None:
        """`classed`: title, key of its series, number."""
        self._of: dict[str, dict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.count = 0
        for title, key, number in classed:
            self.count += 1
            for word in _words(Piece(Where.TITLE, title)):
                for term in terms(word):
                    self._of[term][key].append(number)

    def sums(self, title: str) -> dict[Any, tuple[_Sum, list[str]]]:
        """The points of each series by the words of this title, and the numbers of those cases."""
        found: dict[Any, tuple[_Sum, list[str]]] = {}
        for word in _words(Piece(Where.TITLE, title)):
            by_key = max((self._of[t] for t in terms(word) if t in self._of), key=len, default=None)
            if not by_key:
                continue
            every = sum(len(numbers) for numbers in by_key.values())
            rarity = _rarity(every, self.count)
            for key, numbers in by_key.items():
                points = 0.5 * rarity * len(numbers) / every * min(len(numbers), 3) / 3
                if points <= 0:
                    continue
                told, alike = found.setdefault(key, (_Sum(), []))
                told.points += points
                told.words[word] = points
                alike.extend(n for n in numbers if n not in alike)
        return found


def guesses(pieces: Sequence[Piece], scheme: Scheme, habits: Habits | None = None) -> list[Guess]:
    """The series to which what is said seems to belong, the likeliest first; at most three."""
    total: dict[Any, float] = defaultdict(float)
    why: dict[Any, list[tuple[float, Reason]]] = defaultdict(list)
    firm: dict[Any, set[str]] = defaultdict(set)
    for piece, key, told in _heaviest(pieces, scheme):
        total[key] += told.points
        why[key].append((told.points, Reason(piece.where, _top(told.words), piece.about)))
        firm[key] |= {*told.words, *([""] if told.leads else [])}
    title = next((piece.text for piece in pieces if piece.where is Where.TITLE), "")
    for key, (told, numbers) in (habits.sums(title) if habits else {}).items():
        total[key] += told.points
        reason = Reason(Where.ALIKE, _top(told.words), numbers[-1], len(numbers))
        why[key].append((told.points, reason))
    known = set(scheme.keys)
    likely = sorted(total.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ranked = [(key, points) for key, points in likely if points >= LEAST and key in known]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    needed = max(CLEAR_FROM, second * CLEAR_BY)
    return [
        Guess(
            key, round(points, 2), place == 0 and points >= needed and len(firm[key]) > 1, _sorted(why[key])
        )
        for place, (key, points) in enumerate(ranked[:MOST_GUESSES])
    ]


def _heaviest(pieces: Sequence[Piece], scheme: Scheme) -> Iterable[tuple[Piece, Any, _Sum]]:
    """For each line and each kind of piece, the piece that says most: ten alike papers are not ten reasons."""
    best: dict[tuple[Where, int], tuple[Piece, _Sum]] = {}
    for piece in pieces:
        for line, told in scheme.sums(piece).items():
            held = best.get((piece.where, line))
            if held is None or told.points > held[1].points:
                best[piece.where, line] = (piece, told)
    return [(piece, scheme.keys[line], told) for (_where, line), (piece, told) in best.items()]


def _rarity(times: int, of: int) -> float:
    return RAREST * (math.log((of + 1) / (times + 0.5)) + 0.3) / (math.log((of + 1) / 1.5) + 0.3)


def _sorted(reasons: list[tuple[float, Reason]]) -> tuple[Reason, ...]:
    heaviest = sorted(reasons, key=lambda pair: -pair[0])
    return tuple(reason for points, reason in heaviest if points >= heaviest[0][0] / 5)


def _top(words: Mapping[str, float], most: int = 3) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: -words[word])[:most])


def _words(piece: Piece) -> list[str]:
    """Its words that may say what it is about, as they are written."""
    found = [
        word
        for word, plain in telling(PLACE.sub(" ", piece.text)).items()
        if plain not in SAID_ALWAYS and len(plain) > 2 and not plain.isdigit()
    ]
    return found[:MOST_WORDS_OF_TEXT] if piece.where is Where.TEXT else found
