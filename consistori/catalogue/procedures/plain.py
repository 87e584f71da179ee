"""Plain language [llenguatge planer / lenguaje claro]: how well a sheet speaks to people, from 0 to 100, and why.

Pure. It counts what can be counted (long sentences, passives, words of offices, law in the middle of the text, whether
it says what to do): it helps whoever writes, it refuses nothing, and a person reads better than it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import lazily
from consistori.catalogue.procedures.jargon import pattern, said_plainly
from consistori.catalogue.procedures.sheet import LANGUAGES, Sheet
from consistori.kernel.text import fold

LONG, VERY_LONG = 20, 30
"""Words of a sentence that is hard to follow, and of one that must be parted."""

_SENTENCE = re.compile(r"[^.!?\n…:;]+(?:[.!?…:;]+|\n|$)")
_WORD = re.compile(r"[^\W\d_]+(?:[·'’-][^\W\d_]+)*")
_STEM = "[a-zçñïüll·]{2,}?"
_PASSIVE = {
    "ca": re.compile(
        r"\b(?:és|són|era|eren|serà|seran|sigui|siguin|fou|foren|ser|(?:ha|han|hagi|hagin|haver) estat)\s+"
        rf"(?:\w+ment\s+)?({_STEM}(?:at|ada|ats|ades|it|ida|ïda|its|ides|ut|uda|uts|udes))\b"
    ),
    "es": re.compile(
        r"\b(?:es|son|era|eran|será|serán|sea|sean|fue|fueron|ser|(?:ha|han|haya|hayan|haber) sido)\s+"
        rf"(?:\w+mente\s+)?({_STEM}(?:ado|ada|ados|adas|ido|ida|idos|idas))\b"
    ),
}
_NOT_PASSIVE = frozenset(("gratuit", "gratuita", "gratuits", "gratuites", "publicitat", "veritat"))
_LAW = re.compile(
    r"\b(?:llei|ley|decret|decreto|reial decret|real decreto|art\.|article|artículo|rd|dl)\s+\d",
    re.IGNORECASE,
)
_WHAT_TO_DO = {
    "ca": re.compile(
        r"\b(?:heu de|haureu de|cal|podeu|(?:demane|digue|porte|envie|escrivi|explique|trie|pague|fe|presente"
        r"|comunique|avise|busque|afegi|inscrivi|reserve|pose|marque|indique|ompli|declare|comprove|apunte)u)\b"
    ),
    "es": re.compile(
        r"\b(?:tiene que|tienen que|tendrá que|debe|hay que|puede|pida|pídalo|rellene|diga|díganos|traiga|adjunte|envíe"
        r"|escriba|explique|elija|pague|haga|use|presente|preséntese|comunique|comuníquenos|avise|avísenos|busque|añada"
        r"|inscriba|reserve|ponga|marque|indique|declare|compruebe|apunte)\b"
    ),
}
"""What a sheet says to whoever reads it: imperatives of «vós» and «usted», and what must or can be done."""


@dataclass(frozen=True)
class Remark:
    """One thing that can be said more plainly: where it is, the words, and a sentence that says what to do.

    `cost` is what it takes from the score.
    """

    where: str
    kind: str
    excerpt: str
    sentence: Any
    cost: int


@dataclass(frozen=True)
class Plain:
    """How plainly a text speaks in one language."""

    language: str
    score: int
    words: int
    sentences: int
    remarks: tuple[Remark, ...]

    @property
    def tone(self) -> str:
        """Of a stamp: good, so so, or hard."""
        return "olive" if self.score >= 80 else "ochre" if self.score >= 60 else "rubric"


def check_sheet(sheet: Sheet) -> dict[str, Plain]:
    """How plainly a sheet speaks, by language, in what a citizen reads."""
    return {code: _checked(code, list(_pieces(sheet, code))) for code in LANGUAGES}


def check_text(text: str, language: str) -> Plain:
    """The same of a single text; whether it says what to do is not asked of it."""
    return _checked(language, [("text", text)])


def score_of(sheet: Sheet) -> int:
    """The worse of both languages: what is plain in one only is not plain."""
    return min(plain.score for plain in check_sheet(sheet).values())


def _pieces(sheet: Sheet, language: str) -> Iterator[tuple[str, str]]:
    """What a citizen reads of a sheet, with the name of each piece."""
    named = {
        "plain": sheet.plain,
        "summary": sheet.summary,
        "who": sheet.who,
        "fee": sheet.fee.note,
        "silence_note": sheet.silence_note,
        "appeal": sheet.appeal,
    }
    for name, words in named.items():
        if words.get(language):
            yield name, words[language]
    for paper in sheet.papers:
        for words in (paper.title, paper.hint):
            if words.get(language):
                yield "papers", words[language]
    for page in sheet.form.get("pages", ()) if sheet.has_own_form else ():
        yield from _said_in_form(page, language)


def _said_in_form(thing: Any, language: str) -> Iterator[tuple[str, str]]:
    for name in ("title", "label", "hint"):
        words = thing.get(name) if isinstance(thing, dict) else None
        if isinstance(words, dict) and isinstance(words.get(language), str):
            yield "form", words[language]
    for field in thing.get("fields", ()) if isinstance(thing, dict) else ():
        yield from _said_in_form(field, language)


def _checked(language: str, pieces: list[tuple[str, str]]) -> Plain:
    remarks: list[Remark] = []
    lengths: list[int] = []
    for where, text in pieces:
        for sentence in _SENTENCE.findall(text):
            if count := len(_WORD.findall(sentence)):
                lengths.append(count)
                remarks += _of_sentence(where, sentence.strip(), count, language)
    remarks += _of_whole(pieces, language)
    return Plain(
        language=language,
        score=_score(remarks, lengths),
        words=sum(lengths),
        sentences=len(lengths),
        remarks=tuple(sorted(remarks, key=lambda one: -one.cost)),
    )


def _score(remarks: Iterable[Remark], lengths: list[int]) -> int:
    if not lengths:
        return 0
    average = sum(lengths) / len(lengths)
    cost = sum(remark.cost for remark in remarks) + max(0.0, average - 14) * 2
    return max(0, min(100, round(100 - cost)))


def _of_sentence(where: str, sentence: str, count: int, language: str) -> Iterator[Remark]:
    short = sentence if len(sentence) <= 140 else f"{sentence[:137]}…"
    if count > LONG:
        said = lazily(_("This sentence has %(count)d words: part it in two."), count=count)
        yield Remark(where, "long", short, said, 8 if count > VERY_LONG else 5)
    for match in _PASSIVE[language].finditer(sentence.lower()):
        if fold(match[1]) not in _NOT_PASSIVE:
            yield Remark(
                where, "passive", match[0], _("Say who does it: «we answer», not «it is answered»."), 3
            )
    for match in pattern(language).finditer(fold(sentence)):
        plain = said_plainly(match[0], language)
        said = lazily(_("It is a word of offices. People say: %(plain)s."), plain=plain)
        yield Remark(where, "jargon", match[0], said, 4)
    if where in ("plain", "summary", "who") and _LAW.search(sentence):
        yield Remark(
            where, "law", short, _("Leave the law for the end of the page: «basis» is its place."), 3
        )
    for shout in re.findall(r"\b[A-ZÀ-Ý]{6,}\b", sentence):
        yield Remark(where, "capitals", shout, _("Whole words in capitals are hard to read."), 2)


def _of_whole(pieces: list[tuple[str, str]], language: str) -> Iterator[Remark]:
    named = dict(pieces)
    if "summary" in named and not _WHAT_TO_DO[language].search(named["summary"].lower()):
        said = _("It does not say what you must do: begin a sentence with «ask», «fill in», «bring»…")
        yield Remark("summary", "what", "", said, 15)
