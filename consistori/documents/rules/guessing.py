"""Sensible guesses of the metadata of what comes in, so that nobody types what can be seen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from consistori.documents.rules.dates import date_in_name, date_of_property
from consistori.formats import kinds
from consistori.formats.content import Content, Remark
from consistori.kernel.filenames import stem
from consistori.kernel.text import fold, terms

LONGEST_TITLE = 200
_MACHINE_NAMES = (
    "img|dsc|dscn|dscf|image|imagen|imatge|foto|scan|scn|escaneig|escaneo|doc|document|documento|pxl|adjunt"
    "|adjunto|attachment|untitled|sense títol|sin título|file|fitxer|sr|sharp|whatsapp.*"
)
_MACHINE_NAME = re.compile(rf"^(?:{_MACHINE_NAMES})?[\s_\-.]*[\d\s_\-.()]*$", re.I)
_COPY_MARK = re.compile(r"\s*(?:\(\d{1,3}\)|- ?(?:còpia|copia|copy))$", re.I)
_SIGNED_MARK = re.compile(r"[\s_\-]*(?:signed|signat|firmado|firmat)$", re.I)
_UNHELPFUL_TITLE = re.compile(
    r"^(microsoft word|untitled|sense títol|sin título|document\d*|powerpoint)", re.I
)
_CATALAN_WORDS = "amb els les per dels aquesta aquest això és així també ajuntament als una pel i"
_SPANISH_WORDS = "con los las por del esta este esto es así también ayuntamiento al una y para"
_CATALAN = frozenset(_CATALAN_WORDS.split())
_SPANISH = frozenset(_SPANISH_WORDS.split())


class TypeWords(Protocol):
    """What a type of document is called, in both languages, and the words that give it away."""

    name_ca: str
    name_es: str
    words_ca: str
    words_es: str
    default_origin: str


@dataclass(frozen=True)
class Guess:
    """The metadata proposed, each with the name of its field."""

    title: str
    date_on: date | None
    origin: str
    elaboration: str
    language: str


def title_of(name: str, properties: dict[str, str]) -> str:
    """A title from the name of the file, or from the title inside when the name says nothing (`IMG_12`)."""
    plain = re.sub(r"[_\s]+", " ", stem(name)).strip(" -.")
    plain = _SIGNED_MARK.sub("", _COPY_MARK.sub("", plain)).strip(" -.")
    inside = properties.get("title", "").strip()
    if _MACHINE_NAME.fullmatch(plain) and inside and not _UNHELPFUL_TITLE.match(inside):
        plain = inside
    if not plain:
        plain = name
    if " " not in plain and plain.count("-") > 1 and not re.search(r"\d", plain):
        plain = plain.replace("-", " ")
    return (plain[0].upper() + plain[1:])[:LONGEST_TITLE]


def guess(content: Content, *, title: str, today: date, origin_of_type: str = "") -> Guess:
    """Date, origin, elaboration and language from the name and from what the file says of itself."""
    return Guess(
        title=title,
        date_on=_date(content, today),
        origin=origin_of_type or _origin(content),
        elaboration=_elaboration(content),
        language=language_code(content.properties.get("language", "")),
    )


def likely_types(text: str, types: Sequence[TypeWords], *, most: int = 3) -> list[tuple[TypeWords, int]]:
    """The types that a title or a text speaks of, the likeliest first, with their marks."""
    opening = fold(text.strip())
    said = set(terms(text))
    marked = ((kind, _mark(opening, said, kind)) for kind in types)
    found = sorted((pair for pair in marked if pair[1]), key=lambda pair: -pair[1])
    return found[:most]


def certain_type(text: str, types: Sequence[TypeWords]) -> TypeWords | None:
    """The type that the title begins with, if only one: «Informe de la policia local»."""
    found = likely_types(text, types, most=2)
    if not found or found[0][1] < _CERTAIN:
        return None
    if len(found) > 1 and found[1][1] == found[0][1]:
        return None
    return found[0][0]


def language_of(text: str) -> str:
    """`ca` or `es` by the little words of a text; empty if it does not say."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    catalan = sum(word in _CATALAN for word in words)
    spanish = sum(word in _SPANISH for word in words)
    if max(catalan, spanish) < 3 or catalan == spanish:
        return ""
    return "ca" if catalan > spanish else "es"


def language_code(declared: str) -> str:
    """`ca`, `es` or `oc` from what a file declares (`ca-ES`); English is what programs say by default."""
    code = declared.strip().lower()[:2]
    return code if code in {"ca", "es", "oc"} else ""


_CERTAIN = 60


def _mark(opening: str, said: set[str], kind: TypeWords) -> int:
    names, sayings = _asked_of(kind.name_ca, kind.name_es, kind.words_ca, kind.words_es)
    if any(opening == name or opening.startswith(f"{name} ") for name in names):
        return 100 + max(len(name) for name in names if opening.startswith(name))
    best = 0
    for wanted in sayings:
        if all(word & said for word in wanted):
            best = max(best, 20 + 10 * len(wanted))
    first = opening.split(" ", 1)[0]
    if best and any(first == name.split(" ", 1)[0] for name in names):
        best += 40
    return best


Sayings = tuple[tuple[frozenset[str], ...], ...]


@lru_cache(maxsize=2000)
def _asked_of(name_ca: str, name_es: str, words_ca: str, words_es: str) -> tuple[tuple[str, ...], Sayings]:
    """The names of a type, folded, and the terms of each of its sayings."""
    names = tuple(fold(name) for name in (name_ca, name_es) if name)
    sayings = _sayings((*names, words_ca, words_es))
    return names, tuple(tuple(frozenset(terms(word)) for word in words) for words in sayings)


def _sayings(texts: Iterable[str]) -> Iterable[list[str]]:
    for text in texts:
        for saying in re.split(r"[,;\n|]+", text):
            words = [word for word in saying.split() if len(word) > 2]
            if words:
                yield words


def _date(content: Content, today: date) -> date | None:
    named = date_in_name(content.name, today=today)
    if named is not None:
        return named
    sent = content.properties.get("sent")
    if sent:
        return datetime.fromisoformat(sent).date()
    return date_of_property(content.properties.get("created", ""), today=today)


def _origin(content: Content) -> str:
    by_us = content.kind.family in {kinds.Family.WRITER, kinds.Family.SHEET, kinds.Family.SLIDES}
    return "administration" if by_us else "citizen"


def _elaboration(content: Content) -> str:
    """Born electronic or signed: original. A picture of a paper: other, until somebody attests the copy."""
    if Remark.SIGNED in content.remarks:
        return "EE01"
    return "EE99" if content.kind.family is kinds.Family.IMAGE else "EE01"
