"""The sheet [full] by which a town brings its register of residents: its columns, and what is wrong in a row.

Only what a slip says and what tells whom it may be given to (RGPD, art. 5.1.c): neither sex, nor
nationality, nor studies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consistori.parties.rules.identifiers import IdentifierFault, IdentifierKind, check_identifier, compact
from consistori.parties.rules.names import fold

MOST_ROWS = 20_000
OLDEST = 130


class Column(StrEnum):
    """What a column may be."""

    SHEET = "sheet"
    IDENTIFIER = "identifier"
    IDENTIFIER_KIND = "identifier_kind"
    NAME = "name"
    SURNAME1 = "surname1"
    SURNAME2 = "surname2"
    BIRTH = "birth_date"
    STREET = "street"
    NUMBER = "number"
    FLOOR = "floor"
    POSTCODE = "postcode"
    PLACE = "place"
    SINCE = "since"
    GUARDIANS = "guardians"
    PROTECTED = "protected"


REQUIRED = (Column.SHEET, Column.NAME, Column.BIRTH, Column.STREET, Column.SINCE)

HEADINGS: dict[Column, str] = {
    Column.SHEET: "full|full padronal|hoja|hoja padronal|sheet|household",
    Column.IDENTIFIER: "document|nif|dni|dni nif|documento|identificador|identifier",
    Column.IDENTIFIER_KIND: "tipus document|tipus de document|tipo documento|tipo de documento|document kind",
    Column.NAME: "nom|nombre|name",
    Column.SURNAME1: "cognom1|cognom 1|primer cognom|apellido1|apellido 1|primer apellido|surname1",
    Column.SURNAME2: "cognom2|cognom 2|segon cognom|apellido2|apellido 2|segundo apellido|surname2",
    Column.BIRTH: "data naixement|data de naixement|fecha nacimiento|fecha de nacimiento|birth date",
    Column.STREET: "via|carrer|adreca|calle|direccion|street",
    Column.NUMBER: "numero|num|number",
    Column.FLOOR: "pis|planta porta|pis i porta|piso|floor",
    Column.POSTCODE: "codi postal|cp|codigo postal|postcode",
    Column.PLACE: "poblacio|nucli|municipi|poblacion|nucleo|municipio|place",
    Column.SINCE: "data alta|alta|data d alta|fecha alta|fecha de alta|since",
    Column.GUARDIANS: "tutors|representants|qui en respon|tutores|representantes|guardians",
    Column.PROTECTED: "protegida|protegit|proteccio|protegido|proteccion|protected",
}
_MEANINGS = {heading: column for column, said in HEADINGS.items() for heading in said.split("|")}
_YES = frozenset({"si", "s", "yes", "x", "1"})
_NO = frozenset({"", "no", "n", "0"})


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row: its column, a code, and the line of another row where there is one."""

    column: Column
    code: str
    line: int = 0


@dataclass
class Row:
    """A row of the sheet as it was understood; with faults it is not loaded."""

    line: int
    sheet: str = ""
    identifier: str = ""
    identifier_kind: str = ""
    name: str = ""
    surname1: str = ""
    surname2: str = ""
    birth_date: date | None = None
    street: str = ""
    number: str = ""
    floor: str = ""
    postcode: str = ""
    place: str = ""
    since: date | None = None
    guardians: list[str] = field(default_factory=list)
    is_protected: bool = False
    faults: list[Fault] = field(default_factory=list)


def columns_of(header: Sequence[str]) -> list[Column | None]:
    """What each column of the header is; None where it is none of ours, and it is not read."""
    found: list[Column | None] = []
    for heading in header:
        column = _MEANINGS.get(fold(heading.replace("_", " ")))
        found.append(column if column not in found else None)
    return found


def missing_columns(columns: Sequence[Column | None]) -> list[Column]:
    """Those without which nothing can be loaded."""
    return [column for column in REQUIRED if column not in columns]


def read_rows(
    columns: Sequence[Column | None], rows: Sequence[tuple[int, Sequence[str]]], *, on: date
) -> list[Row]:
    """Every row, looked at; the same document twice is a fault of the second."""
    seen: dict[str, int] = {}
    made = []
    for line, cells in rows:
        row = read_row(columns, cells, line=line, on=on)
        if row.identifier:
            before = seen.setdefault(row.identifier, line)
            if before != line:
                row.faults.append(Fault(Column.IDENTIFIER, "repeated", before))
        made.append(row)
    return made


def read_row(columns: Sequence[Column | None], cells: Sequence[str], *, line: int, on: date) -> Row:
    """One row, with its faults at their column."""
    said = dict.fromkeys(Column, "")
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            said[column] = " ".join(cell.split())
    row = Row(
        line=line, sheet=said[Column.SHEET][:40], name=said[Column.NAME][:120], surname1=said[Column.SURNAME1][:120],
        surname2=said[Column.SURNAME2][:120], street=said[Column.STREET][:160], number=said[Column.NUMBER][:20],
        floor=said[Column.FLOOR][:40], place=said[Column.PLACE][:80],
    )  # fmt: skip
    for column in (Column.SHEET, Column.NAME, Column.STREET):
        if not said[column]:
            row.faults.append(Fault(column, "missing"))
    _put_identifier(row, said)
    _put_dates(row, said, on)
    _put_rest(row, said)
    return row


def _put_identifier(row: Row, said: dict[Column, str]) -> None:
    if not said[Column.IDENTIFIER]:
        return
    try:
        checked = check_identifier(said[Column.IDENTIFIER], _kind_said(said[Column.IDENTIFIER_KIND]))
    except IdentifierFault as fault:
        row.faults.append(Fault(Column.IDENTIFIER, fault.code))
        return
    if checked.kind == IdentifierKind.NIF:
        row.faults.append(Fault(Column.IDENTIFIER, "firm"))
        return
    row.identifier, row.identifier_kind = checked.value, str(checked.kind)


def _kind_said(text: str) -> str:
    words = fold(text)
    known = {"passaport": "passport", "pasaporte": "passport", "altre": "other", "otro": "other"}
    words = known.get(words, words)
    return words if words in set(IdentifierKind) and words != IdentifierKind.NIF else ""


def _put_dates(row: Row, said: dict[Column, str], on: date) -> None:
    row.birth_date = _day(row, said, Column.BIRTH)
    row.since = _day(row, said, Column.SINCE)
    if row.birth_date and (row.birth_date > on or on.year - row.birth_date.year > OLDEST):
        row.faults.append(Fault(Column.BIRTH, "impossible"))
    elif row.since and row.since > on:
        row.faults.append(Fault(Column.SINCE, "to_come"))
    elif row.since and row.birth_date and row.since < row.birth_date:
        row.faults.append(Fault(Column.SINCE, "before_birth"))


def _day(row: Row, said: dict[Column, str], column: Column) -> date | None:
    text = said[column]
    if not text:
        row.faults.append(Fault(column, "missing"))
        return None
    found = day_said(text)
    if found is None:
        row.faults.append(Fault(column, "not_a_day"))
    return found


def day_said(text: str) -> date | None:
    """A day as sheets write it: 2026-11-27, 27/11/2026 or 27-11-2026; None when it is none."""
    iso = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})\b", text)
    ours = re.match(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(ours[3]), int(ours[2]), int(ours[1])) if ours else None
    except ValueError:
        return None


def _put_rest(row: Row, said: dict[Column, str]) -> None:
    postcode = said[Column.POSTCODE]
    row.postcode = postcode.zfill(5) if re.fullmatch(r"\d{4}", postcode) else postcode
    if row.postcode and not re.fullmatch(r"\d{5}", row.postcode):
        row.faults.append(Fault(Column.POSTCODE, "not_a_postcode"))
        row.postcode = ""
    for one in re.split(r"[\s,;|]+", said[Column.GUARDIANS]):
        if one and len(value := compact(one)) <= 20:
            row.guardians.append(value)
    words = fold(said[Column.PROTECTED])
    if words not in _YES | _NO:
        row.faults.append(Fault(Column.PROTECTED, "yes_or_no"))
    row.is_protected = words in _YES
