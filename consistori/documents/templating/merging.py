"""Filling a template: its text with the values of a case, clean, or the fault that stops it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consistori.documents.models.templates import TemplateVersion
from consistori.documents.richtext import clean
from consistori.documents.templating import source as texts
from consistori.documents.templating.checking import Clauses, faults_of
from consistori.documents.templating.faults import TemplateFault
from consistori.documents.templating.fields import registry

_FILE = "<template>"
_MISSING = re.compile(r'<span\b[^>]*\bdata-missing="([^"]*)"[^>]*>.*?</span>')
_WORD = re.compile(r"[a-z_]+")
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")


def fill(version: TemplateVersion, values: Mapping[str, Any], *, language: str) -> str:
    """The text of a version with its values, as clean HTML, in its language or in the one there is.

    `values` is what `fields.values_of(subject)` gives. Each comes out in `<span data-field="case.number">`; what has
    no value, in `<span data-missing="Number">`. Raises `TemplateFault(line, sentence)`.
    """
    return fill_body(version.body(language), values, language=language, code=version.template.code)


def fill_body(
    body: str,
    values: Mapping[str, Any],
    *,
    language: str,
    code: str = "",
    clauses: Clauses | None = None,
) -> str:
    """The same of a text that is not kept yet."""
    found = clauses or clauses_in(language)
    wrong = faults_of(body, found, code=code)
    if wrong:
        raise TemplateFault.of(wrong)
    with translation.override(language):
        return clean(_dressed(_rendered(texts.readable(body), values, found)))


def filled(html: str, blanks: Mapping[str, str]) -> str:
    """A text with what it lacks written in: `blanks` are the words by the name of each; the others stay in sight."""

    def write(mark: re.Match[str]) -> str:
        words = blanks.get(unescape(mark[1]), "").strip()
        if html[mark.end() : mark.end() + 1] == ".":
            words = words.removesuffix(".")  # the template has its own full stop
        return "<br>".join(escape(line, quote=False) for line in words.splitlines()) if words else mark[0]

    return clean(_MISSING.sub(write, html)) if blanks else html


def groups_in(version: TemplateVersion, language: str) -> set[str]:
    """The groups of fields that a text may ask for, its clauses included: the others need not be looked for.

    Two statements at most.
    """
    from consistori.documents.templating.selectors import clauses_in_force, included_in

    body = version.body(language)
    if included_in(body):
        body += " ".join(one.published.body(language) for one in clauses_in_force() if one.published)
    words = set(_WORD.findall(texts.readable(body)))
    return {group.name for group in registry if group.name in words or group.each in words}


def clauses_in(language: str) -> Clauses:
    """The clauses in force here, in a language. One statement, the first time that one is asked for."""
    found: dict[str, str] | None = None

    def text_of(code: str) -> str | None:
        nonlocal found
        if found is None:
            from consistori.documents.templating.selectors import clauses_in_force

            found = {one.code: one.published.body(language) for one in clauses_in_force() if one.published}
        return found.get(code)

    return text_of


def _rendered(source: str, values: Mapping[str, Any], clauses: Clauses) -> str:
    from jinja2 import FunctionLoader

    from consistori.documents.templating.engine import Budget, TextEnvironment

    def load(code: str) -> str | None:
        text = clauses(code)
        return None if text is None else texts.readable(text)

    budget = Budget()
    engine = TextEnvironment(loader=FunctionLoader(load))
    try:
        template = engine.from_string(source)
        pieces = template.generate(_wrapped(values, budget))
        return "".join(budget.write(piece) for piece in pieces)
    except TemplateFault:
        raise
    except RecursionError as error:
        raise TemplateFault(0, _("It has too many brackets one inside another.")) from error
    except Exception as error:
        line = _line_of(error)
        raise TemplateFault(
            line, _("These values cannot be compared: one is a number, the other is not.")
        ) from error


def _line_of(error: BaseException) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
    return int(frames[-1].lineno or 0) if frames else 0


def _wrapped(values: Mapping[str, Any], budget: Any) -> dict[str, Any]:
    """The values as the engine reads them, with nothing that could be called."""
    from consistori.documents.templating.engine import Blank, Record, Rows

    made: dict[str, Any] = {}
    for group in registry:
        value = values.get(group.name)
        if group.is_list:
            made[group.name] = Rows(list(value or ()), group, budget)
        elif group.fields:
            made[group.name] = Record(dict(value or {}), group)
        else:
            made[group.name] = Blank(hint=str(group.label)) if value in (None, "") else str(value)
    return made


def _dressed(text: str) -> str:
    """Values in their spans; inside a tag, where no span fits, bare."""
    from consistori.documents.templating.engine import BEGIN, BLANK, END, MIDDLE

    marks = re.compile(f"{BEGIN}({BLANK}?)([^{MIDDLE}]*){MIDDLE}([^{END}]*){END}")

    def dress(mark: re.Match[str]) -> str:
        blank = f' data-missing="{mark[3]}"' if mark[1] else ""
        return f'<span{blank} data-field="{mark[2]}">{mark[3]}</span>'

    bare = _TAG.sub(lambda tag: marks.sub(r"\3", tag[0]), text)
    return marks.sub(dress, bare)
