"""What somebody writes in the middle of a meeting, «Trucar al Serrat @Pol dijous», read: what, who, until when.

Plain Python: the people and the day come as arguments. It understands Catalan, Spanish and English.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_WORDS_OF_A_NAME = 4
HALF_A_YEAR = 183
_WEEKDAYS = (
    ("dilluns", "dl", "lunes", "monday"), ("dimarts", "dt", "martes", "tuesday"),
    ("dimecres", "dc", "miercoles", "wednesday"), ("dijous", "dj", "jueves", "thursday"),
    ("divendres", "dv", "viernes", "friday"), ("dissabte", "ds", "sabado", "saturday"),
    ("diumenge", "dg", "domingo", "sunday"),
)  # fmt: skip
_MONTHS = (
    "gener enero january", "febrer febrero february", "marc marzo march", "abril april", "maig mayo may",
    "juny junio june", "juliol julio july", "agost agosto august", "setembre septiembre september",
    "octubre october", "novembre noviembre november", "desembre diciembre december",
)  # fmt: skip
_NEAR = {"avui": 0, "hoy": 0, "today": 0, "dema": 1, "manana": 1, "tomorrow": 1,
         "dema passat": 2, "dema-passat": 2, "pasado manana": 2}  # fmt: skip
_BEFORE = r"(?:(?:per al|per a|abans del|abans de|antes del|antes de|para el|para|before|by|on|el|al|a)\s+)*"
_AFTER = r"(?:\s+(?:vinent|que ve|proxim|proximo|next|al mati|a la tarda|por la tarde|por la manana))*"
_NAMES = "|".join(sorted((w for words in _WEEKDAYS for w in words), key=len, reverse=True))
_OF_MONTH = "|".join(sorted((w for words in _MONTHS for w in words.split()), key=len, reverse=True))
_DAY = (
    r"(?P<near>dema[ -]passat|pasado manana|avui|hoy|today|dema|manana|tomorrow)"
    rf"|(?P<weekday>{_NAMES})\.?(?:\s+(?P<same>\d{{1,2}}))?"
    r"|(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}))?"
    rf"|(?P<day2>\d{{1,2}})\s+(?:de\s+|d')?(?P<named>{_OF_MONTH})(?:\s+de\s+(?P<year2>\d{{4}}))?"
    r"|dia\s+(?P<only>\d{1,2})"
)
_AT_END = re.compile(rf"(?:^|(?<=[\s,;:(])){_BEFORE}(?:{_DAY}){_AFTER}\s*[).!]*$")
_AT_START = re.compile(rf"^\s*[,:]?\s*{_BEFORE}(?:{_DAY}){_AFTER}(?=[\s,;:.]|$)\s*[,:;.]?")
_OF = re.compile(r"(?:^|\s)(?:del?|d'|of)\s*$")
_MENTION = re.compile(r"(?:^|(?<=[\s(,;:]))@\s*(?P<rest>[^@]*)")


class Fault(StrEnum):
    """Why it cannot be read."""

    NOTHING = "nothing"
    WHO = "who"
    WHICH = "which"
    DAY = "day"


class CannotRead(Exception):
    """`fault`, and the words that were not understood; `names` are those that it could be."""

    def __init__(self, fault: Fault, words: str = "", names: Sequence[str] = ()) -> None:
        super().__init__(fault)
        self.fault, self.words, self.names = fault, words, tuple(names)


@dataclass(frozen=True)
class Named:
    """Somebody who may be named: her key and her name as it is written."""

    key: Hashable
    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Said:
    """What is to be done, whose it is (None: nobody was named), and its day, if any."""

    what: str
    who: Hashable | None = None
    due_on: date | None = None


def fold(text: str) -> str:
    """Lower case, without accents nor typographic apostrophes, of the same length as the text."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in text.lower())
    return "".join("'" if letter == "’" else letter for letter in plain)


def read(text: str, people: Sequence[Named], *, on: date) -> Said:
    """Read it on a day. Raises `CannotRead`."""
    words = unicodedata.normalize("NFC", " ".join(text.replace("\x00", " ").split()))
    who, due = None, None
    mention = _MENTION.search(words)
    if mention:
        rest = mention["rest"]
        person, length = _person(rest, people)
        who, after = person.key, rest[length:]
        before = words[: mention.start()]
        at_start = _AT_START.search(fold(after))
        if at_start:
            due, after = _date_of(at_start, on), after[at_start.end() :]
        words = " ".join(f"{before} {after}".split())
    at_end = _AT_END.search(fold(words)) if due is None else None
    # «el carrer de l’11 de setembre» is a place, not a day.
    if at_end and not _OF.search(fold(words[: at_end.start()])):
        due, words = _date_of(at_end, on), words[: at_end.start()]
    words = words.strip(" ,;:·-–")
    if not words:
        raise CannotRead(Fault.NOTHING)
    return Said(words[0].upper() + words[1:], who, due)


def _person(rest: str, people: Sequence[Named]) -> tuple[Named, int]:
    """Who is named at the beginning of these words, by as many of them as fit, and how long her name is."""
    pieces = list(re.finditer(r"[^\s,;:.!?()]+", rest))[:MOST_WORDS_OF_A_NAME]
    for n in range(len(pieces), 0, -1):
        said = fold(rest[pieces[0].start() : pieces[n - 1].end()])
        found = [one for one in people if _answers(one, said)]
        exact = [one for one in found if said in (fold(one.given), fold(one.full))]
        found = exact or found
        if len(found) == 1:
            return found[0], pieces[n - 1].end()
        if found:
            raise CannotRead(Fault.WHICH, rest[: pieces[n - 1].end()].strip(), [one.full for one in found])
    raise CannotRead(Fault.WHO, pieces[0].group() if pieces else "")


def _answers(one: Named, said: str) -> bool:
    return any(fold(name).startswith(said) for name in (one.full, one.family))


def _date_of(found: re.Match[str], on: date) -> date:
    if found["near"]:
        return on + timedelta(days=_NEAR[found["near"]])
    if found["weekday"]:
        return _weekday(found, on)
    try:
        if found["only"]:
            return _next_such(int(found["only"]), on)
        month = int(found["month"]) if found["month"] else _month(found["named"])
        year, number = found["year"] or found["year2"], int(found["day"] or found["day2"])
        return date(int(year), month, number) if year else _without_year(month, number, on)
    except ValueError as wrong:
        raise CannotRead(Fault.DAY, found.group().strip()) from wrong


def _without_year(month: int, number: int, on: date) -> date:
    """«7 de gener», said in December, is of the year to come; «20 de novembre», said on the 24th, is a slip."""
    if (month, number) != (2, 29) or isleap(on.year):
        day = date(on.year, month, number)
        if (on - day).days <= HALF_A_YEAR:
            return day
    day = date(on.year + 1, month, number)
    if (day - on).days > HALF_A_YEAR:
        raise ValueError(day)
    return day


def _weekday(found: re.Match[str], on: date) -> date:
    wanted = next(n for n, names in enumerate(_WEEKDAYS) if found["weekday"] in names)
    day = on + timedelta(days=(wanted - on.weekday() - 1) % 7 + 1)
    if not found["same"]:
        return day
    # «dijous 26»: the first one with that number; where there is none in three months, one of the two is wrong.
    for _week in range(14):
        if day.day == int(found["same"]):
            return day
        day += timedelta(days=7)
    raise CannotRead(Fault.DAY, found.group().strip())


def _next_such(number: int, on: date) -> date:
    """The next day with that number, today included."""
    if not 1 <= number <= 31:
        raise ValueError(number)
    day = on
    while day.day != number:
        day += timedelta(days=1)
    return day


def _month(named: str) -> int:
    return next(n for n, names in enumerate(_MONTHS, start=1) if named in names.split())
