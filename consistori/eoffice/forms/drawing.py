"""A page of a form ready to be drawn: names, texts, what is in each control, errors. Plain Python.

`eoffice/forms/_page.html` draws a `DrawnPage` inside the `<form>` of whoever shows it, and
`eoffice/forms/_errors.html` its summary of errors at the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consistori.eoffice.forms.answers import typed_of
from consistori.eoffice.forms.checking import Checked, key_of, rows_of
from consistori.eoffice.forms.drawn import Control, DrawnField, DrawnPage, DrawnRow, Proposed
from consistori.eoffice.forms.fields import PARTS, Answers, Field, Page, holds
from consistori.eoffice.forms.saying import as_typed, in_words
from consistori.eoffice.forms.words import LABELS, label, lacking

__all__ = ["Proposed", "draw_page", "place"]

SHAPES = {
    "long": "long",
    "choice": "choices",
    "choices": "choices",
    "yesno": "choices",
    "date": "parts",
    "address": "parts",
    "person": "parts",
    "place": "place",
    "files": "files",
    "group": "group",
    "note": "note",
}
NUMBERS = {"number": "numeric", "money": "decimal", "phone": "tel", "email": "email"}
OPTIONAL_PARTS = {("address", "floor"), ("person", "email"), ("person", "phone")}
WIDTHS = {
    "number": "s",
    "money": "s",
    "phone": "m",
    "nif": "m",
    "cadastral": "m",
    "iban": "l",
    "day": "xs",
    "month": "xs",
    "year": "s",
    "postcode": "s",
}
COMPLETED = {"email": "email", "phone": "tel"}
PART_TYPES = {"email": "email", "phone": "tel", "day": "numeric", "year": "numeric", "postcode": "numeric"}


@dataclass
class _Brush:
    """What drawing needs all along."""

    language: str
    typed: Mapping[str, list[str]]
    errors: Mapping[str, str]
    answers: Answers
    proposed: Mapping[str, Proposed]
    words: Mapping[str, str]
    asked: list[str] = field(default_factory=list)

    def said(self, name: str) -> str:
        return (self.typed.get(name) or [""])[-1]


def draw_page(
    page: Page,
    answers: Answers,
    language: str,
    *,
    checked: Checked | None = None,
    proposed: Mapping[str, Proposed] | None = None,
) -> DrawnPage:
    """A page with what is answered, or just as it was posted when `checked` is given."""
    known = dict(checked.answers if checked else answers)
    offered = proposed or {}
    typed: dict[str, list[str]] = {}
    passed = {*known.get("_left", ()), *map(key_of, known.get("_written", ()))}
    for one in page.fields:
        if one.key in offered and one.key not in known and one.key not in passed:
            typed |= as_typed(one, offered[one.key].value)
            known[one.key] = offered[one.key].value
    typed |= typed_of(page, checked.answers if checked else answers)
    words = {code: label(code, language) for code in LABELS}
    errors = checked.errors if checked else {}
    brush = _Brush(language, typed, errors, known, offered, words)
    drawn = [_field(one, one.key, brush) for one in page.fields if holds(one.show_if, known)]
    every = [("", one) for one in drawn]
    every += [(f"{row.title}. ", inner) for one in drawn for row in one.rows for inner in row.fields]
    return DrawnPage(
        key=page.key,
        title=page.title.in_(language),
        hint=page.hint.in_(language),
        known=tuple(one for one in drawn if one.known),
        fields=tuple(one for one in drawn if not one.known),
        errors=tuple(_links(every, errors)),
        summary=lacking(len(errors), language) if errors else "",
        grew=bool(checked and checked.stay and not checked.pressed),
        asked=tuple(brush.asked),
        words=words,
    )


def _links(drawn: list[tuple[str, DrawnField]], errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each error in the order of the page: where its link leads, and its words with the name of the question."""
    links = {}
    for before, one in drawn:
        name = before + one.label
        if one.error:
            said = one.error.rstrip(".") if one.own_words else _with_label(name, one.error)
            links[one.name] = (one.first_id, said)
        for control in one.controls:
            if control.error:
                links[control.name] = (control.id, _with_label(name, control.error))
    return [links[name] for name in errors if name in links]


def _with_label(name: str, error: str) -> str:
    plain = name.replace("¿", "").rstrip(" ?:.")
    return f"{plain}: {error[:1].lower()}{error[1:]}".rstrip(".")


def _field(one: Field, name: str, brush: _Brush) -> DrawnField:
    brush.asked += [name] if one.is_asked else []
    at = place(name)
    error = brush.errors.get(name, "")
    hint = one.hint.in_(brush.language)
    ends = [f"{at}-hint"] * bool(hint) + [f"{at}-error"] * bool(error)
    offer = brush.proposed.get(name)
    same = bool(offer) and offer is not None and brush.answers.get(name) == offer.value
    source = offer.source.in_(brush.language) if offer and same else ""
    sure = bool(offer and offer.sure and same and not error and name not in brush.answers.get("_not_so", ()))
    known = in_words(one, brush.answers.get(name), brush.language) if sure else ""
    held = brush.answers.get(name) if one.type == "files" else None
    rows = _rows(one, brush) if one.type == "group" else ()
    return DrawnField(
        name=name,
        id=at,
        type=one.type,
        shape=SHAPES.get(one.type, "line"),
        label=one.label.in_(brush.language),
        hint=hint,
        error=error,
        optional=not one.required and one.is_asked,
        words=brush.words,
        controls=_controls(one, name, brush, " ".join(ends)),
        rows=rows,
        can_add=one.type == "group" and len(rows) < (one.most or 10),
        source=source,
        known=known,
        unit="€" if one.type == "money" else one.unit.in_(brush.language),
        held=tuple(_name_of(file) for file in held) if isinstance(held, list) else (),
        hidden=_hidden(name, brush) if known else (),
        described_by=" ".join(ends),
        own_words=bool(error) and error == one.ask.in_(brush.language),
    )


def place(name: str) -> str:
    """The id of a control by its name: `f-adreca-street`."""
    return "f-" + name.replace(".", "-")


def _name_of(file: Any) -> str:
    return str(file.get("name", "")) if isinstance(file, dict) else str(file)


def _hidden(name: str, brush: _Brush) -> tuple[tuple[str, str], ...]:
    mine = [n for n in brush.typed if n == name or n.startswith(f"{name}.") or n == f"_rows.{name}"]
    return tuple((n, value) for n in mine for value in brush.typed[n])


def _controls(one: Field, name: str, brush: _Brush, ends: str) -> tuple[Control, ...]:
    if one.type in PARTS:
        return tuple(_part(one, name, part, brush) for part in PARTS[one.type])
    if one.type in ("choice", "choices", "yesno"):
        return tuple(_options(one, name, brush))
    if one.type in ("group", "note"):
        return ()
    mode = "decimal" if one.decimals else NUMBERS.get(one.type, "")
    plain = one.type in ("nif", "iban", "cadastral", "email", "phone")
    width = WIDTHS.get(one.type, "s" if one.type == "text" and (one.most or 200) <= 12 else "")
    said = brush.said(name)
    return (Control(name, place(name), "", said, width=width, mode=mode, plain=plain, described_by=ends),)


def _options(one: Field, name: str, brush: _Brush) -> list[Control]:
    if one.type == "yesno":
        offered = [(value, brush.words[value], "") for value in ("yes", "no")]
    else:
        offered = [(o.value, o.label.in_(brush.language), o.hint.in_(brush.language)) for o in one.options]
    chosen = brush.typed.get(name, [])
    return [
        Control(name, f"{place(name)}-{n}", text, value, hint, checked=value in chosen)
        for n, (value, text, hint) in enumerate(offered, 1)
    ]


def _part(one: Field, name: str, part: str, brush: _Brush) -> Control:
    full = f"{name}.{part}"
    error = brush.errors.get(full, "")
    return Control(
        name=full,
        id=place(full),
        label=brush.words[part],
        value=brush.said(full),
        error=error,
        optional=(one.type, part) in OPTIONAL_PARTS,
        width=WIDTHS.get(part, "m" if part in ("number", "floor", "nif", "phone") else ""),
        mode=PART_TYPES.get(part, ""),
        plain=part in ("nif", "email", "phone"),
        described_by=f"{place(full)}-error" if error else "",
    )


def _rows(one: Field, brush: _Brush) -> tuple[DrawnRow, ...]:
    least = one.least if one.least is not None else int(one.required)
    count = max(rows_of(one, brush.typed), least)
    held = brush.answers.get(one.key)
    title = one.row.in_(brush.language) or brush.words["row"]
    rows = []
    for n in range(count):
        row = held[n] if isinstance(held, list) and n < len(held) else {}
        known = {**brush.answers, **_as_chosen(one, n, brush), **(row if isinstance(row, dict) else {})}
        fields = [
            _field(inner, f"{one.key}.{n}.{inner.key}", brush)
            for inner in one.fields
            if holds(inner.show_if, known)
        ]
        taken = f"{one.key}.{n}" if count > least else ""
        rows.append(DrawnRow(f"{title} {n + 1}", tuple(fields), taken))
    return tuple(rows)


def _as_chosen(one: Field, n: int, brush: _Brush) -> dict[str, Any]:
    """What was typed in a row that could not be kept, for its conditions."""
    typed = {inner.key: brush.typed.get(f"{one.key}.{n}.{inner.key}") for inner in one.fields}
    return {key: said if len(said) > 1 else said[0] for key, said in typed.items() if said}
