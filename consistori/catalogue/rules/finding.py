"""Finding a series by the words people use: «gual», «vull fer obres al bany», «poner terraza en el bar».

Few rows (some 250 a town) and short texts: the order is computed here, so that it can be tested as a table.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from consistori.kernel.text import STOP_WORDS, fold, terms, words

CODE_BEGUN = re.compile(r"[a-z]{1,2}\d{1,3}|\d+([._/-]\d+)*")
SAID_BY_HABIT = frozenset(
    fold(word)
    for line in (
        "vull voldria fer demanar demano necessito he haver tenir tinc meu meva meus meves seu seva com",
        "puc una un que qui quin quina cal posar davant molt mes ja hem volem nostre nostra quiero",
        "quisiera hacer pedir pido necesito tengo tener mi mis como puedo debo poner delante muy mas",
        "queremos nuestra nuestro este esta expedient expediente tramit tramite ajuntament ayuntamiento",
        "any año",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Findable:
    """A series as it is looked for: key, code, terms of its title, of each of its sayings, of its
    description.
    """

    key: Any
    code: str
    title: frozenset[str]
    sayings: tuple[frozenset[str], ...] = ()
    description: frozenset[str] = frozenset()
    every: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "every", self.title.union(self.description, *self.sayings))


def terms_of_sayings(*lists: str) -> list[list[str]]:
    """Terms of each saying of lists parted by `;` (kept beside the series)."""
    return [terms(saying) for text in lists for saying in text.split(";") if saying.strip()]


def found(query: str, series: Iterable[Findable], limit: int = 12) -> list[Any]:
    """Keys of the series that answer what a person typed, the best first."""
    rows = list(series)
    typed = query.strip().casefold()
    by_code = [row.key for row in rows if typed and row.code.casefold() == typed]
    by_code += [
        row.key for row in rows if CODE_BEGUN.fullmatch(typed) and row.code.casefold().startswith(typed)
    ]
    asked = _asked(query)
    weights = [_rarity(word, rows) for word in asked]
    scored = [(_score(row, asked, weights), row.code, row.key) for row in rows]
    best = [key for points, _code, key in sorted(scored, key=lambda s: (-s[0], s[1])) if points > 0]
    return list(dict.fromkeys([*by_code, *best]))[:limit]


@dataclass(frozen=True)
class _Word:
    whole: str
    stems: frozenset[str]


def _asked(query: str) -> list[_Word]:
    written = [word for word in words(query) if fold(word) not in STOP_WORDS]
    telling = [word for word in written if fold(word) not in SAID_BY_HABIT] or written
    return [
        _Word(fold(word), frozenset(t for t in terms(word) if t.startswith("s_")))
        for word in dict.fromkeys(telling)
    ]


def _rarity(word: _Word, rows: Sequence[Findable]) -> float:
    times = sum(1 for row in rows if _touch(word, row.every) > 0)
    return math.log((len(rows) + 1) / (times + 0.5)) + 0.3


def _touch(word: _Word, there: frozenset[str]) -> float:
    if word.whole in there:
        return 1.0
    if word.stems & there:
        return 0.85
    if len(word.whole) >= 3 and any(term.startswith(word.whole) for term in there):
        return 0.55
    return 0.0


def _score(row: Findable, asked: Sequence[_Word], weights: Sequence[float]) -> float:
    total = 0.0
    for word, weight in zip(asked, weights, strict=True):
        in_title = 1.2 * _touch(word, row.title)
        in_sayings = max((_touch(word, saying) for saying in row.sayings), default=0.0)
        total += weight * max(in_title, in_sayings, 0.3 * _touch(word, row.description))
    return total + _bonus(row, asked) if total else 0.0


def _bonus(row: Findable, asked: Sequence[_Word]) -> float:
    """A saying that has every word is better, and best when it has nothing else."""
    best = 0.0
    for saying in row.sayings:
        if all(_touch(word, saying) > 0.5 for word in asked):
            whole_words = sum(1 for term in saying if not term.startswith("s_"))
            best = max(best, 4.0 if whole_words == len(asked) else 2.0)
    return best
