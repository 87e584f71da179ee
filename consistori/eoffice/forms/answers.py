"""The answers of a form as a whole: said in words, and what is missing before they can be sent. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consistori.eoffice.forms.checking import check, key_of
from consistori.eoffice.forms.definition import pages_for
from consistori.eoffice.forms.fields import Answers, Field, Form, Page, holds, shown_fields
from consistori.eoffice.forms.saying import as_typed, in_words
from consistori.eoffice.forms.words import label


@dataclass(frozen=True)
class Line:
    """One answer in words. `name` is that of its control, to go and change it."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class SaidPage:
    """A page with its answers in words."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Missing:
    """Something to write before sending: in which page, in which control, and the sentence."""

    page: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Received:
    """All the answers checked at once: the values that can be kept, and what is still to be written."""

    values: dict[str, Any]
    missing: list[Missing]


def live(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers that count: those of questions that are asked with them, without what is the house's."""
    known = {key: value for key, value in answers.items() if not key.startswith("_")}
    kept: dict[str, Any] = {}
    for page in form.pages:
        fields = shown_fields(page.fields, known) if holds(page.show_if, known) else []
        asked = {one.key for one in fields if one.is_asked}
        for one in page.fields:
            if one.key not in asked:
                known.pop(one.key, None)
            elif one.key in known:
                kept[one.key] = known[one.key]
    return kept


def read_again(form: Form, answers: Answers, language: str) -> list[SaidPage]:
    """The answers page by page, in words, to look at before sending; what was left empty is left out."""
    known = live(form, answers)
    said = []
    for page in pages_for(form, known):
        lines = [line for one in shown_fields(page.fields, known) for line in _lines(one, known, language)]
        if lines:
            said.append(SaidPage(page.key, page.title.in_(language), tuple(lines)))
    return said


def said(form: Form, answers: Answers, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same as plain pairs: `[(title of the page, [(label, words)])]`."""
    return [
        (page.title, [(line.label, line.words) for line in page.lines])
        for page in read_again(form, answers, language)
    ]


def missing(
    form: Form, answers: Answers, language: str = "ca", *, today: date | None = None
) -> list[Missing]:
    """What is still to be written, in the order of the pages; an empty list when it can be sent."""
    return received(form, answers, language, today=today).missing


def received(form: Form, answers: Answers, language: str = "ca", *, today: date | None = None) -> Received:
    """The answers that somebody else wrote (a program, the counter), each checked as if it had been typed."""
    known = live(form, answers)
    written = answers.get("_written")
    values: dict[str, Any] = {}
    found: list[Missing] = []
    for page in pages_for(form, known):
        typed = typed_of(page, known | {"_written": written})
        checked = check(page, typed, known, language, today=today)
        values |= checked.values
        found += [Missing(page.key, name, sentence) for name, sentence in checked.errors.items()]
    return Received(values, found)


def typed_of(page: Page, answers: Answers) -> dict[str, list[str]]:
    """What the controls of a page hold: the answers as they would be typed, or what was typed and not taken."""
    typed: dict[str, list[str]] = {}
    for one in page.fields:
        typed |= as_typed(one, answers.get(one.key))
    written = answers.get("_written")
    for name, values in written.items() if isinstance(written, Mapping) else ():
        key = key_of(str(name))
        if key not in answers and any(key == one.key for one in page.fields) and isinstance(values, list):
            typed[name] = values
    return typed


def _lines(one: Field, known: Answers, language: str) -> list[Line]:
    value = known.get(one.key)
    name = one.label.in_(language)
    if one.type != "group":
        words = in_words(one, value, language)
        return [Line(one.key, name, words)] if words else []
    lines = []
    row_name = one.row.in_(language) or label("row", language)
    rows = value if isinstance(value, list) else []
    for n, row in enumerate(row if isinstance(row, dict) else {} for row in rows):
        for inner in shown_fields(one.fields, {**known, **row}):
            words = in_words(inner, row.get(inner.key), language)
            if words:
                place = f"{one.key}.{n}.{inner.key}"
                lines.append(Line(place, f"{row_name} {n + 1}: {inner.label.in_(language)}", words))
    return lines
