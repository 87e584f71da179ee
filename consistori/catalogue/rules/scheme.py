"""The shape of a classification scheme: codes, a tree without cycles, series at its leaves."""

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from consistori.formats.spreadsheets import looks_like_formula

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,29}")
LEVELS = {1: "function", 2: "activity", 3: "series"}
SERIES_LEVEL = 3
CASE_KINDS = ("individual", "accumulating", "session")
ACCESS_REGIMES = ("public", "restricted")
LONGEST_TITLE = 200
TEXTS = ("title_ca", "title_es", "description", "words_ca", "words_es", "official_code", "hier_code")
MOST_ROWS = 5_000


@dataclass(frozen=True)
class SchemeRow:
    """A line of a scheme as it comes from a sheet; `row` is the line that a person sees in it."""

    row: int
    code: str
    title_ca: str
    title_es: str = ""
    parent: str = ""
    level: int = SERIES_LEVEL
    description: str = ""
    case_kind: str = "individual"
    access_regime: str = "public"
    access_reason: str = ""
    official_code: str = ""
    hier_code: str = ""
    words_ca: str = ""
    words_es: str = ""
    reserved_roles: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a line: `code` names it, `value` is what was written, `column` where."""

    row: int
    column: str
    code: str
    value: str = ""


def can_open_case(level: int) -> bool:
    """A case is opened only in a series [sèrie], never in a function nor an activity (e-SET, rule 5)."""
    return level == SERIES_LEVEL


def faults_in(rows: Iterable[SchemeRow], known_codes: Container[str] = ()) -> list[RowFault]:
    """Everything that is wrong in these rows, in their order. `known_codes` already stand in the scheme."""
    rows = list(rows)
    faults: list[RowFault] = []
    times = Counter(row.code for row in rows if row.code)
    by_code = {row.code: row for row in reversed(rows)}
    for row in rows:
        faults += _faults_of_cells(row)
        if times[row.code] > 1 and by_code[row.code] is not row:
            faults.append(RowFault(row.row, "code", "repeated", row.code))
        faults += _faults_of_place(row, by_code, known_codes)
    faults += [RowFault(row.row, "parent", "cycle", row.parent) for row in rows if _in_cycle(row, by_code)]
    return sorted(faults, key=lambda fault: fault.row)


def _faults_of_cells(row: SchemeRow) -> list[RowFault]:
    wrong = {
        ("code", "no_code"): not row.code,
        ("code", "bad_code"): bool(row.code) and not CODE.fullmatch(row.code),
        ("title_ca", "no_title"): not row.title_ca,
        ("title_ca", "long_title"): len(row.title_ca) > LONGEST_TITLE,
        ("title_es", "long_title"): len(row.title_es) > LONGEST_TITLE,
        ("level", "bad_level"): row.level not in LEVELS,
        ("case_kind", "bad_kind"): can_open_case(row.level) and row.case_kind not in CASE_KINDS,
        ("access_regime", "bad_access"): bool(row.access_regime) and row.access_regime not in ACCESS_REGIMES,
    }
    wrong |= {(column, "formula"): looks_like_formula(getattr(row, column)) for column in TEXTS}
    return [
        RowFault(row.row, column, code, str(getattr(row, column))[:40])
        for (column, code), is_wrong in wrong.items()
        if is_wrong
    ]


def _faults_of_place(
    row: SchemeRow, by_code: dict[str, SchemeRow], known_codes: Container[str]
) -> list[RowFault]:
    if row.level == 1 and not row.parent:
        return []
    if not row.parent:
        return [RowFault(row.row, "parent", "no_parent")]
    above = by_code.get(row.parent)
    if above is None:
        return (
            [] if row.parent in known_codes else [RowFault(row.row, "parent", "unknown_parent", row.parent)]
        )
    if above.level >= row.level and above is not row:
        return [RowFault(row.row, "level", "not_below", row.parent)]
    return []


def _in_cycle(row: SchemeRow, by_code: dict[str, SchemeRow]) -> bool:
    if not row.code:
        return False
    seen = {row.code}
    parent = row.parent
    while parent in by_code:
        if parent == row.code:
            return True
        if parent in seen:
            return False
        seen.add(parent)
        parent = by_code[parent].parent
    return False
