"""What a form is [formulari / formulario]: pages, fields, conditions, texts. Frozen values, plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from consistori.eoffice.forms.words import language_of

TYPES = frozenset(
    [
        "text",
        "long",
        "choice",
        "choices",
        "yesno",
        "date",
        "money",
        "number",
        "email",
        "phone",
        "address",
        "cadastral",
        "iban",
        "nif",
        "person",
        "place",
        "files",
        "group",
        "note",
    ]
)
PARTS: dict[str, tuple[str, ...]] = {
    "date": ("day", "month", "year"),
    "address": ("street", "number", "floor", "postcode", "town"),
    "person": ("given", "surname", "nif", "email", "phone"),
    "place": ("where", "lat", "lon"),
}
"""The parts in which some types are written; the name of each control is `key.part`."""

Answers = Mapping[str, Any]
"""What somebody has answered, by the key of the field, in values that JSON keeps.

Keys that begin with `_` are the house's: `_written` (what was typed and could not be taken, by name of
control), `_not_so` (what we proposed and the person said was not so), `_left` (what was left empty on purpose).
"""


@dataclass(frozen=True)
class Texts:
    """One text in both languages."""

    ca: str = ""
    es: str = ""

    def __bool__(self) -> bool:
        return bool(self.ca)

    def in_(self, language: str) -> str:
        """The text in a language; the other one when that is empty."""
        first, other = (self.es, self.ca) if language_of(language) == "es" else (self.ca, self.es)
        return first or other


@dataclass(frozen=True)
class Option:
    """One of the answers that can be chosen."""

    value: str
    label: Texts
    hint: Texts = Texts()


@dataclass(frozen=True)
class Condition:
    """When something is asked. `kind`: is, is_not, answered, all, any, not; `of` are those inside."""

    kind: str
    field: str = ""
    values: tuple[str, ...] = ()
    of: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Field:
    """One question. What a type does not use stays at its default."""

    key: str
    type: str
    label: Texts
    hint: Texts = Texts()
    ask: Texts = Texts()
    required: bool = True
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    show_if: Condition | None = None
    least: int | None = None
    most: int | None = None
    low: str = ""
    high: str = ""
    decimals: int = 0
    unit: Texts = Texts()
    row: Texts = Texts()
    of: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether it takes an answer (a note takes none)."""
        return self.type != "note"

    def option(self, value: object) -> Option | None:
        """The option of a value, or None."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Page:
    """One thing to fill in at a time."""

    key: str
    title: Texts
    hint: Texts = Texts()
    fields: tuple[Field, ...] = ()
    show_if: Condition | None = None


@dataclass(frozen=True)
class Form:
    """The questions of a procedure, in order."""

    pages: tuple[Page, ...] = field(default=())

    def page(self, key: str) -> Page | None:
        """The page of a key, or None."""
        return next((page for page in self.pages if page.key == key), None)

    def every_field(self) -> Iterator[Field]:
        """The fields of all its pages; those inside groups are not given apart."""
        for page in self.pages:
            yield from page.fields


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition is met by the answers; no condition always is."""
    if condition is None:
        return True
    if condition.kind == "all":
        return all(holds(one, answers) for one in condition.of)
    if condition.kind == "any":
        return any(holds(one, answers) for one in condition.of)
    if condition.kind == "not":
        return not any(holds(one, answers) for one in condition.of)
    said = _as_said(answers.get(condition.field))
    if condition.kind == "answered":
        return bool(said)
    met = any(value in said for value in condition.values)
    return met if condition.kind == "is" else not met


def shown_fields(fields: tuple[Field, ...], answers: Answers) -> list[Field]:
    """The fields that are asked with these answers. One that hangs on a hidden one is hidden with it."""
    known = dict(answers)
    shown = []
    for one in fields:
        if holds(one.show_if, known):
            shown.append(one)
        else:
            known.pop(one.key, None)
    return shown


def _as_said(value: object) -> list[str]:
    if value is None or value in ("", [], {}):
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)]
