"""The cells of a row of a sheet of people, each checked as its field is checked at the counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from consistori.kernel.errors import BadInput
from consistori.parties.models import Channel, Party
from consistori.parties.rules.channels import kind_of_firm
from consistori.parties.rules.identifiers import (
    CheckedIdentifier,
    IdentifierFault,
    IdentifierKind,
    check_identifier,
)
from consistori.parties.rules.names import fold, tidy_name
from consistori.parties.rules.sheets import (
    Column,
    identifier_kind_said,
    kind_said,
    language_said,
    postcode_said,
    split_full_name,
    split_surnames,
    values_of,
)
from consistori.parties.services.checks import checked_channel

LONGEST = {"name": 200, "surname1": 100, "surname2": 100, "address": 200, "postcode": 12, "place": 120}


@dataclass
class CleanRow:
    """A row as `add_party` takes it, and what is wrong: column, code, and what the sentence says of it."""

    said: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    channels: list[tuple[str, str]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        return str(self.values.get("identifier", ""))

    @property
    def contacts(self) -> list[str]:
        """The e-mail, the telephones, the address."""
        found = [value for _kind, value in self.channels]
        return [*found, self.values["address"]] if self.values.get("address") else found

    def wrong(self, column: str, code: str, **more: Any) -> None:
        """Write down what is wrong in a cell."""
        self.faults.append({"column": column, "code": code, **more})


def clean_row(cells: Sequence[str], columns: Sequence[str]) -> CleanRow:
    """The row checked whole: every fault is told, not only the first."""
    row = CleanRow(values_of(cells, columns))
    checked = _identifier(row)
    kind = _kind(row, checked)
    name, surname1, surname2 = _name(row, columns, kind)
    email = _channel(row, Column.EMAIL, Channel.Kind.EMAIL)
    phone = _channel(row, Column.PHONE, Channel.Kind.PHONE)
    mobile = _channel(row, Column.MOBILE, Channel.Kind.PHONE)
    row.values = {
        "kind": kind,
        "name": name,
        "surname1": surname1,
        "surname2": surname2,
        "identifier": checked.value if checked else "",
        "identifier_kind": checked.kind.value if checked else "",
        "language": _meant(row, Column.LANGUAGE, language_said, "bad_language") or "ca",
        "email": email,
        "phone": phone or mobile,
        "address": row.said[Column.ADDRESS],
        "postcode": postcode_said(row.said[Column.POSTCODE]),
        "place": row.said[Column.PLACE],
    }
    row.channels = [
        (kind, value) for kind, value in (("email", email), ("phone", phone), ("phone", mobile)) if value
    ]
    for column, most in LONGEST.items():
        if len(row.values[column]) > most:
            row.wrong(column, "too_long", most=most)
    return row


def _identifier(row: CleanRow) -> CheckedIdentifier | None:
    said = row.said[Column.IDENTIFIER]
    kind = _meant(row, Column.IDENTIFIER_KIND, identifier_kind_said, "bad_identifier_kind")
    if not said:
        return None
    try:
        return check_identifier(said, kind)
    except IdentifierFault as fault:
        row.wrong(Column.IDENTIFIER, f"identifier_{fault.code}", expected=fault.expected, length=fault.length)
        return None


def _kind(row: CleanRow, checked: CheckedIdentifier | None) -> str:
    kind = _meant(row, Column.KIND, kind_said, "bad_kind")
    if checked is None or checked.kind == IdentifierKind.OTHER:
        return kind or Party.Kind.NATURAL
    if not kind:
        if checked.kind == IdentifierKind.NIF:
            return kind_of_firm(checked.value).value
        return str(Party.Kind.LEGAL if checked.kind == IdentifierKind.VAT else Party.Kind.NATURAL)
    if checked.kind == IdentifierKind.NIF and kind == Party.Kind.NATURAL:
        row.wrong(Column.KIND, "number_of_a_firm")
    elif checked.is_personal and kind != Party.Kind.NATURAL:
        row.wrong(Column.KIND, "number_of_a_person")
    return kind


def _name(row: CleanRow, columns: Sequence[str], kind: str) -> tuple[str, str, str]:
    said = row.said
    column = Column.NAME if Column.NAME in columns else Column.FULL_NAME
    is_person = kind == Party.Kind.NATURAL
    name, surname1, surname2 = said[Column.NAME], said[Column.SURNAME1], said[Column.SURNAME2]
    if not surname1 and said[Column.SURNAMES]:
        surname1, surname2 = split_surnames(said[Column.SURNAMES])
    if not name and said[Column.FULL_NAME]:
        whole = said[Column.FULL_NAME]
        name, surname1, surname2 = split_full_name(whole) if is_person else (whole, "", "")
    if not is_person:
        name, surname1, surname2 = " ".join(filter(None, (name, surname1, surname2))), "", ""
    if not fold(tidy_name(name)):
        row.wrong(column, "no_name")
    return name, surname1, surname2


def _channel(row: CleanRow, column: Column, kind: str) -> str:
    said = row.said[column]
    if not said:
        return ""
    try:
        return checked_channel(kind, said)
    except BadInput:
        row.wrong(column, "bad_email" if kind == Channel.Kind.EMAIL else "bad_phone")
        return ""


def _meant(row: CleanRow, column: Column, meaning: Callable[[str], str | None], code: str) -> str:
    found = meaning(row.said[column])
    if found is None:
        row.wrong(column, code, value=row.said[column][:40])
    return found or ""
