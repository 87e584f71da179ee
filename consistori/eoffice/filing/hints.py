"""What is seen in a paper as soon as it comes [avisos sobre un paper]: plain Python. They advise; nothing here refuses.

A hint is a code and its values; whoever speaks with people has the sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from consistori.formats.kinds import PDF, Family, Kind

GOOD, DOUBT = "good", "doubt"
SMALLEST_SIDE = 1000
"""Pixels of the long side of a picture of a page under which small letters are lost: a sheet of paper at 85 ppi."""
LEAST_EDGE, LEAST_CONTRAST = 14.0, 8.0
"""A sheet in focus, a thousand pixels high, has edges of more than forty; out of focus, of less than ten."""
DARKEST = 60
"""Mean light, of 255, under which a camera gives a sheet whose letters are lost when it is printed."""
SOON = timedelta(days=60)
MOST_PAGES = 200

_MONTHS = {
    "gener": 1, "enero": 1, "febrer": 2, "febrero": 2, "març": 3, "marzo": 3, "abril": 4, "maig": 5, "mayo": 5,
    "juny": 6, "junio": 6, "juliol": 7, "julio": 7, "agost": 8, "agosto": 8, "setembre": 9, "septiembre": 9,
    "octubre": 10, "novembre": 11, "noviembre": 11, "desembre": 12, "diciembre": 12,
}  # fmt: skip
_ENDS = re.compile(
    r"(caduca|caducitat|caducidad|v[àáa]lid[ao]?\s+(?:fins|hasta)|venciment|vencimiento|vence|data\s+fi\b|fecha\s+fin\b)",
    re.I,
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-./ ](\d{1,2})[-./ ](20\d\d)(?!\d)")
_SPELT = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+(?:de\s+|d['’]\s*)({'|'.join(_MONTHS)})\s+(?:de\s+|del\s+)?(20\d\d)", re.I
)
_NEAR = 90
"""Letters after a word such as «caduca» among which its date is looked for."""


@dataclass(frozen=True)
class Hint:
    """Something seen in a paper. `tone` is good or doubt; `code` and `values` make its sentence."""

    code: str
    tone: str = DOUBT
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """How a picture looks when it is a thousand pixels long: how sharp its edges are, its contrast and its light."""

    edge: float
    contrast: float
    light: float

    @property
    def is_blurred(self) -> bool:
        return self.edge < LEAST_EDGE and self.contrast >= LEAST_CONTRAST

    @property
    def is_dark(self) -> bool:
        return self.light < DARKEST

    @property
    def is_blank(self) -> bool:
        return self.contrast < 1


@dataclass(frozen=True)
class Seen:
    """What is known of a file: kind, pages, width and height in pixels, how a picture looks, and the words of its
    first pages.
    """

    kind: Kind
    pages: int | None = None
    pixels: tuple[int, int] | None = None
    words: Sequence[str] | None = None
    look: Look | None = None


def hints_of(seen: Seen, wanted: Iterable[str], *, today: date) -> list[Hint]:
    """All that is seen in a file for a paper that takes the kinds `wanted`, what is good first."""
    found = [*_of_kind(seen, tuple(wanted)), *_of_letters(seen), *_of_pages(seen), *_of_date(seen, today)]
    return sorted(found, key=lambda hint: hint.tone != GOOD)


def is_of_kind(kind: Kind, wanted: Iterable[str]) -> bool:
    """Whether a file is of one of the kinds that the sheet of a procedure names."""
    wanted = tuple(wanted)
    return not wanted or "any" in wanted or any(_KINDS.get(name, _never)(kind) for name in wanted)


def _never(_kind: Kind) -> bool:
    return False


_KINDS = {
    "pdf": lambda kind: kind is PDF,
    "image": lambda kind: kind.family is Family.IMAGE,
    "word": lambda kind: kind.family is Family.WRITER,
    "sheet": lambda kind: kind.family is Family.SHEET,
    "drawing": lambda kind: kind.family is Family.DRAWING or kind is PDF,
    "video": lambda kind: kind.family in (Family.VIDEO, Family.SOUND),
}


def _of_kind(seen: Seen, wanted: tuple[str, ...]) -> Iterable[Hint]:
    if not is_of_kind(seen.kind, wanted):
        yield Hint("other_kind", values={"kinds": list(wanted)})


def _of_letters(seen: Seen) -> Iterable[Hint]:
    if seen.kind.family is Family.IMAGE:
        doubts = list(_of_picture(seen))
        yield from doubts
        if seen.pixels and not doubts:
            yield Hint("sharp_picture", GOOD)
    elif seen.words is not None:
        if any(page.strip() for page in seen.words):
            yield Hint("reads_well", GOOD)
        else:
            yield Hint("only_pictures")


def _of_picture(seen: Seen) -> Iterable[Hint]:
    if seen.pixels and max(seen.pixels) < SMALLEST_SIDE:
        yield Hint("small_picture", values={"width": seen.pixels[0], "height": seen.pixels[1]})
    if seen.look is not None:
        if seen.look.is_blank:
            yield Hint("blank_picture")
        elif seen.look.is_dark:
            yield Hint("dark_picture")
        elif seen.look.is_blurred:
            yield Hint("blurred_picture")


def _of_pages(seen: Seen) -> Iterable[Hint]:
    blank = [n for n, page in enumerate(seen.words or (), start=1) if not page.strip()]
    if blank and len(blank) < len(seen.words or ()):
        yield Hint("page_without_words", values={"page": blank[0]})
    if seen.pages and seen.pages > MOST_PAGES:
        yield Hint("many_pages", values={"pages": seen.pages})


def _of_date(seen: Seen, today: date) -> Iterable[Hint]:
    for number, page in enumerate(seen.words or (), start=1):
        if (ends := ends_on(page)) is None:
            continue
        values = {"day": ends.isoformat(), "page": number}
        if ends < today:
            yield Hint("lapsed", values=values)
        elif ends - today <= SOON:
            yield Hint("lapses_soon", values=values)
        else:
            yield Hint("holds_until", GOOD, values)
        return


def ends_on(words: str) -> date | None:
    """The date that follows a word such as «caduca» or «vàlid fins»; None where there is none."""
    for said in _ENDS.finditer(words):
        near = words[said.end() : said.end() + _NEAR]
        if match := _NUMBERS.search(near):
            return _day(int(match[3]), int(match[2]), int(match[1]))
        if match := _SPELT.search(near):
            return _day(int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
