"""One page of a form checked: what can be kept, and what to write where it cannot. Plain Python.

`check` never fails, whatever comes. Hidden controls tell it what was drawn: `_asked` (names of the questions),
`_rows.<key>` (rows of a group). Buttons: `_add=<key>`, `_remove=<key>.<row>`, `_not_so=<key>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consistori.eoffice.forms.fields import Answers, Field, Page, holds
from consistori.eoffice.forms.kinds import READERS, Wrong, empty_fault
from consistori.eoffice.forms.typed import MANY, Posted, Raw, clean_line, clean_text
from consistori.eoffice.forms.words import say

BUTTONS = ("_add", "_remove", "_not_so")


@dataclass(frozen=True)
class Checked:
    """A page that was posted.

    `values`: what can be kept, by field. `errors`: what to write, by name of control (`key`, `key.street`,
    `group.0.key`). `written`: what was typed, to draw it again. `stay`: draw the page again without errors (a
    button of its own was pressed, or with what was said there is more to ask). `answers`: all the answers after
    this page, to keep. `pressed`: it stays because of a button.
    """

    values: dict[str, Any]
    errors: dict[str, str]
    written: dict[str, list[str]]
    stay: bool
    answers: dict[str, Any]
    pressed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the next page may come."""
        return not self.errors and not self.stay


@dataclass
class _Visit:
    """The work of one check."""

    posted: Posted
    language: str
    today: date | None
    pressed: bool
    errors: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    more: bool = False

    def was_asked(self, name: str) -> bool:
        return "_asked" not in self.posted or name in self.posted["_asked"]

    def refuse(self, name: str, one: Field, wrong: Wrong, *, empty: bool = False) -> None:
        for part, code, values in wrong.faults:
            asked = one.ask.in_(self.language) if empty and not part else ""
            self.errors[f"{name}.{part}" if part else name] = asked or say(code, self.language, **values)


def check(
    page: Page, posted: Posted, answers: Answers, language: str, *, today: date | None = None
) -> Checked:
    """What a posted page says: see `Checked`. Without `today`, limits that speak of today are not held."""
    pressed = any(posted.get(button) for button in BUTTONS)
    seen = _Visit(_moved(page, posted), language, today, pressed)
    known = dict(answers)
    values: dict[str, Any] = {}
    for one in page.fields:
        if not holds(one.show_if, known):
            known.pop(one.key, None)
            continue
        if one.is_asked and one.type != "files" and not seen.was_asked(one.key):
            seen.more = True
            continue
        value = _value_of(one, one.key, known, seen)
        known.pop(one.key, None)
        if value is not None:
            values[one.key] = known[one.key] = value
        elif one.is_asked:
            seen.left.add(one.key)
    return _ended(page, seen, known, values)


def _ended(page: Page, seen: _Visit, known: dict[str, Any], values: dict[str, Any]) -> Checked:
    keys = {one.key for one in page.fields}
    written = {name: _short(said) for name, said in seen.posted.items() if key_of(name) in keys}
    wrong = {key_of(name) for name in seen.errors}
    before = known.get("_written")
    kept = {
        name: said
        for name, said in (before if isinstance(before, Mapping) else {}).items()
        if key_of(name) not in keys
    }
    kept.update({name: said for name, said in written.items() if key_of(name) in wrong})
    known.pop("_written", None)
    if kept:
        known["_written"] = kept
    not_so = [key for key in seen.posted.get("_not_so", []) if key in keys]
    if not_so:
        known["_not_so"] = sorted({*known.get("_not_so", []), *not_so})
    left = {key for key in known.pop("_left", ()) if key not in keys} | (seen.left - wrong)
    if left:
        known["_left"] = sorted(left)
    stay = seen.pressed or (seen.more and not seen.errors)
    return Checked(values, {} if seen.pressed else seen.errors, written, stay, known, seen.pressed)


def _value_of(one: Field, name: str, known: Mapping[str, Any], seen: _Visit) -> Any:
    if one.type == "note":
        return None
    if one.type == "files":
        return _files(one, name, known.get(one.key), seen)
    if one.type == "group":
        return _rows(one, known, seen)
    try:
        value = READERS[one.type](one, Raw(seen.posted, name), seen.language, seen.today)
    except Wrong as wrong:
        seen.refuse(name, one, wrong)
        return None
    if value is None and one.required:
        seen.refuse(name, one, Wrong(*empty_fault(one)), empty=True)
    return value


def _files(one: Field, name: str, value: Any, seen: _Visit) -> Any:
    held = value if isinstance(value, list) else []
    if one.required and not held:
        seen.refuse(name, one, Wrong.whole("files"), empty=True)
    if one.most and len(held) > one.most:
        seen.refuse(name, one, Wrong.whole("files_most", most=one.most))
    return held or None


def _rows(one: Field, known: Mapping[str, Any], seen: _Visit) -> list[dict[str, Any]] | None:
    least = one.least if one.least is not None else int(one.required)
    rows: list[dict[str, Any]] = []
    errors = len(seen.errors)
    for n in range(rows_of(one, seen.posted)):
        start = f"{one.key}.{n}."
        if _is_blank(start, seen.posted) and (n >= least or seen.pressed):
            if seen.pressed:
                rows.append({})
            continue
        row = _row(one, start, known, seen)
        if row or seen.pressed:
            rows.append(row)
    if len(rows) < least and len(seen.errors) == errors:
        seen.refuse(one.key, one, Wrong.whole("rows", least=least), empty=not rows)
    return rows if rows and len(seen.errors) == errors else None


def _row(one: Field, start: str, known: Mapping[str, Any], seen: _Visit) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for inner in one.fields:
        if not holds(inner.show_if, {**known, **row}):
            continue
        name = start + inner.key
        if inner.is_asked and not seen.was_asked(name) and seen.was_asked(start + one.fields[0].key):
            seen.more = True
            continue
        value = _value_of(inner, name, {}, seen)
        if value is not None:
            row[inner.key] = value
    return row


def rows_of(one: Field, posted: Posted) -> int:
    """How many rows of a group were drawn."""
    said = (posted.get(f"_rows.{one.key}") or [""])[-1]
    most = one.most or 10
    if re.fullmatch("[0-9]{1,3}", said):
        return min(int(said), most)
    start = re.compile(re.escape(one.key) + r"\.([0-9]{1,3})\.")
    seen = [int(found[1]) for name in posted if (found := start.match(name))]
    return min(max(seen) + 1, most) if seen else 0


def _is_blank(start: str, posted: Posted) -> bool:
    return not any(
        isinstance(said, list) and any(clean_line(str(one)) for one in said)
        for name, said in posted.items()
        if name.startswith(start)
    )


def _moved(page: Page, posted: Posted) -> dict[str, list[str]]:
    """What was posted, after adding or taking away the row that a button says."""
    after = dict(posted)
    for one in page.fields:
        if one.type != "group":
            continue
        if one.key in after.get("_add", []):
            after[f"_rows.{one.key}"] = [str(min(rows_of(one, after) + 1, one.most or 10))]
        for said in after.get("_remove", []):
            key, _, row = said.partition(".")
            if key == one.key and re.fullmatch("[0-9]{1,3}", row) and int(row) < rows_of(one, after):
                after = _without_row(one, after, int(row))
    return after


def _without_row(one: Field, posted: dict[str, list[str]], row: int) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    moved = {f"_rows.{one.key}": [str(rows_of(one, posted) - 1)]}
    for name, said in posted.items():
        found = re.match(re.escape(one.key) + r"\.([0-9]{1,3})(\..+)", name)
        if not found or int(found[1]) < row:
            after[name] = said
        elif int(found[1]) > row:
            after[f"{one.key}.{int(found[1]) - 1}{found[2]}"] = said
    if "_asked" in after:
        after["_asked"] = [name for name in after["_asked"] if not name.startswith(f"{one.key}.")]
        after["_asked"] += [
            f"{one.key}.{n}.{inner.key}" for n in range(rows_of(one, posted) - 1) for inner in one.fields
        ]
    return after | moved


def key_of(name: str) -> str:
    """The key of the question to which a control belongs."""
    return name.removeprefix("_rows.").split(".")[0]


def _short(said: Any) -> list[str]:
    return [clean_text(str(one)) for one in said[:MANY]] if isinstance(said, list) else []
