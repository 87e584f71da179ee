"""A list of holidays as people write it, and what it changes in the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consistori.deadlines.rules.days import SATURDAY

LOCAL_DAYS = 2
"""Local holidays of a municipality in a year (RD 2001/1983, art. 46)."""

MOST_DAYS = 40
LONGEST_NAME = 80
_LINE = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{2,4}))?[\s:,;·–-]+(\S.*)$")


class ListFault(ValueError):
    """A line that cannot be a holiday: `code` says why; `line` counts from 1."""

    def __init__(self, code: str, line: int, text: str = "") -> None:
        super().__init__(f"{line}: {code}")
        self.code, self.line, self.text = code, line, text


@dataclass(frozen=True, order=True)
class Holiday:
    """A holiday [festiu / festivo] with its names; Spanish may be empty where the name is one."""

    on: date
    ca: str
    es: str = ""

    @property
    def is_on_weekend(self) -> bool:
        """Whether it changes no term, because nobody counts that day anyway."""
        return self.on.weekday() >= SATURDAY

    def name(self, language: str) -> str:
        """In that language, or in the one there is."""
        return (self.es or self.ca) if language.startswith("es") else (self.ca or self.es)


def read_list(text: str, year: int) -> tuple[Holiday, ...]:
    """`20-01 Sant Sebastià`, a holiday a line, with or without its year; in order. Raises `ListFault`.

    A second name after `|` is the Spanish one.
    """
    found: dict[date, Holiday] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        holiday = _read(line.strip(), number, year)
        if holiday.on in found:
            raise ListFault("twice", number, line.strip())
        found[holiday.on] = holiday
        if len(found) > MOST_DAYS:
            raise ListFault("too_many", number)
    return tuple(sorted(found.values()))


def _read(line: str, number: int, year: int) -> Holiday:
    matched = _LINE.match(line)
    if matched is None:
        raise ListFault("not_a_day", number, line)
    day, month, said, names = matched.groups()
    if said and int(said) % 100 != year % 100:
        raise ListFault("another_year", number, line)
    ca, _, es = (part.strip() for part in names.partition("|"))
    if not ca or max(len(ca), len(es)) > LONGEST_NAME:
        raise ListFault("name", number, line)
    try:
        return Holiday(date(year, int(month), int(day)), ca, es)
    except ValueError:
        raise ListFault("no_such_day", number, line) from None


def written(holidays: Iterable[Holiday]) -> str:
    """The same list as text, to be changed."""
    return "\n".join(f"{h.on:%d-%m-%Y} {h.ca}{f' | {h.es}' if h.es else ''}" for h in holidays)


@dataclass(frozen=True)
class Difference:
    """What a list changes in the one before."""

    added: tuple[Holiday, ...]
    removed: tuple[Holiday, ...]
    renamed: tuple[Holiday, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed)


def difference(before: Iterable[Holiday], after: Iterable[Holiday]) -> Difference:
    """Days that begin to be holidays, that are no longer, and that only change their name."""
    old, new = {h.on: h for h in before}, {h.on: h for h in after}
    return Difference(
        added=tuple(new[on] for on in sorted(new.keys() - old.keys())),
        removed=tuple(old[on] for on in sorted(old.keys() - new.keys())),
        renamed=tuple(new[on] for on in sorted(new.keys() & old.keys()) if new[on] != old[on]),
    )
