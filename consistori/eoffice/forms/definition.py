"""The text of a form read into a `Form`; whatever is wrong in it, with its place. Plain Python.

The text is the one of `docs/forms.md`: pages with key, title, hint, show_if and fields; fields with key, type,
label, hint, ask, optional, options, fields, show_if and what their type admits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from consistori.eoffice.forms.conditions import read_condition
from consistori.eoffice.forms.faults import FormFault, Place
from consistori.eoffice.forms.fields import TYPES, Answers, Field, Form, Option, Page, Texts, holds

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
OF_ALL = frozenset(["key", "type", "label", "hint", "ask", "optional", "required", "show_if"])
OF_TYPE: dict[str, frozenset[str]] = {
    "text": frozenset({"max"}),
    "long": frozenset({"max"}),
    "choice": frozenset({"options"}),
    "choices": frozenset({"options", "least", "most", "max"}),
    "date": frozenset({"not_before", "not_after"}),
    "number": frozenset({"min", "max", "decimals", "unit"}),
    "money": frozenset({"min", "max"}),
    "nif": frozenset({"of"}),
    "files": frozenset({"most", "max"}),
    "group": frozenset({"fields", "least", "most", "max", "row"}),
}
MOST = {"text": 200, "long": 4000, "group": 10, "files": 10}
HIGHEST = {"text": 1000, "long": 20000, "group": 50, "files": 20, "choices": 100}


def read_form(data: Mapping[str, Any]) -> Form:
    """The form of a text. Raises the first `FormFault` it finds, with the rest in its `others`."""
    form, faults = _read(data)
    if faults:
        first = faults[0]
        first.others = tuple(faults[1:])
        raise first
    return form


def faults_of(data: Mapping[str, Any], language: str = "ca") -> list[tuple[Place, str]]:
    """Everything wrong in a text, as place and sentence; an empty list when it can be used."""
    return [(fault.where, fault.said(language)) for fault in _read(data)[1]]


def pages_for(form: Form, answers: Answers) -> list[Page]:
    """The pages that are asked with these answers, in order."""
    return [page for page in form.pages if holds(page.show_if, answers)]


def _read(data: Mapping[str, Any]) -> tuple[Form, list[FormFault]]:
    faults: list[FormFault] = []
    pages: list[Page] = []
    before: dict[str, Field] = {}
    try:
        _only(_table(data, ()), {"pages"}, ())
        for n, page in enumerate(_list(data.get("pages"), ("pages",))):
            _try(faults, pages, lambda p=page, w=("pages", n): _page(p, w, pages, before, faults))
    except FormFault as fault:
        faults.append(fault)
    return Form(tuple(pages)), faults


def _try(faults: list[FormFault], into: list[Any], read: Any) -> None:
    try:
        into.append(read())
    except FormFault as fault:
        faults.append(fault)


def _page(
    data: Any, where: Place, pages: list[Page], before: dict[str, Field], faults: list[FormFault]
) -> Page:
    _only(_table(data, where), {"key", "title", "hint", "fields", "show_if"}, where)
    key = _key(data, where, {page.key for page in pages})
    show_if = read_condition(data.get("show_if"), (*where, "show_if"), before)
    fields = _fields(data.get("fields"), (*where, "fields"), before, faults)
    return Page(
        key, _texts(data, "title", where, needed=True), _texts(data, "hint", where), tuple(fields), show_if
    )


def _fields(
    data: Any, where: Place, before: dict[str, Field], faults: list[FormFault], *, inside: bool = False
) -> list[Field]:
    fields: list[Field] = []
    for n, one in enumerate(_list(data, where)):
        count = len(fields)
        _try(faults, fields, lambda o=one, w=(*where, n): _field(o, w, before, faults, inside=inside))
        for field in fields[count:]:
            before[field.key] = field
    return fields


def _field(
    data: Any, where: Place, before: dict[str, Field], faults: list[FormFault], *, inside: bool
) -> Field:
    kind = _table(data, where).get("type")
    if kind not in TYPES:
        raise FormFault((*where, "type"), "type", key=kind, known=", ".join(sorted(TYPES)))
    if inside and kind in ("group", "files"):
        raise FormFault((*where, "type"), "inside_group", key=kind)
    _only(data, OF_ALL | OF_TYPE.get(kind, frozenset()), where)
    low, high = _limits(data, kind, where)
    least, most = _counts(data, kind, where)
    of = data.get("of", "any")
    if of not in ("person", "firm", "any"):
        raise FormFault((*where, "of"), "of")
    inner: list[Field] = []
    if kind == "group":
        inner = _fields(data.get("fields"), (*where, "fields"), dict(before), faults, inside=True)
    return Field(
        key=_key(data, where, before),
        type=kind,
        label=_texts(data, "label", where, needed=True),
        hint=_texts(data, "hint", where),
        ask=_texts(data, "ask", where),
        required=kind != "note" and _required(data, where),
        options=_options(data, where) if kind in ("choice", "choices") else (),
        fields=tuple(inner),
        show_if=read_condition(data.get("show_if"), (*where, "show_if"), before),
        least=least,
        most=most,
        low=low,
        high=high,
        decimals=_whole(data, "decimals", where, 0, 6) or 0,
        unit=_texts(data, "unit", where),
        row=_texts(data, "row", where),
        of=of,
    )


def _required(data: Mapping[str, Any], where: Place) -> bool:
    for name in ("optional", "required"):
        if not isinstance(data.get(name, False), bool):
            raise FormFault((*where, name), "yes_no")
    return bool(data.get("required", not data.get("optional", False)))


def _options(data: Mapping[str, Any], where: Place) -> tuple[Option, ...]:
    place = (*where, "options")
    options: list[Option] = []
    for n, one in enumerate(_list(data.get("options"), place)):
        _only(_table(one, (*place, n)), {"value", "label", "hint"}, (*place, n))
        value = str(one.get("value", ""))
        if not value or len(value) > 80 or value != " ".join(value.split()):
            raise FormFault((*place, n, "value"), "key")
        if any(value == other.value for other in options):
            raise FormFault((*place, n, "value"), "twice", key=value)
        label = _texts(one, "label", (*place, n), needed=True)
        options.append(Option(value, label, _texts(one, "hint", (*place, n))))
    if len(options) < 2 and data.get("type") == "choice":
        raise FormFault(place, "options")
    return tuple(options)


def _limits(data: Mapping[str, Any], kind: str, where: Place) -> tuple[str, str]:
    if kind == "date":
        low, high = (_day(data, name, where) for name in ("not_before", "not_after"))
        turned = bool(low and high) and "today" not in (low, high) and low > high
    elif kind in ("number", "money"):
        low, high = (_number(data, name, where) for name in ("min", "max"))
        low = low or ("0" if kind == "money" else "")
        turned = bool(low and high) and Decimal(low) > Decimal(high)
    else:
        return "", ""
    if turned:
        raise FormFault(where, "order")
    return low, high


def _counts(data: Mapping[str, Any], kind: str, where: Place) -> tuple[int | None, int | None]:
    if kind not in HIGHEST:
        return None, None
    least = _whole(data, "least", where, 0, HIGHEST[kind])
    name = "most" if "most" in data else "max"
    most = _whole(data, name, where, 1, HIGHEST[kind])
    most = MOST.get(kind) if most is None else most
    if least is not None and most is not None and least > most:
        raise FormFault(where, "order")
    return least, most


def _whole(data: Mapping[str, Any], name: str, where: Place, low: int, high: int) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FormFault((*where, name), "whole", low=low, high=high)
    return value


def _number(data: Mapping[str, Any], name: str, where: Place) -> str:
    value = data.get(name)
    if value is None:
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise FormFault((*where, name), "number") from None
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= 10**15:
        raise FormFault((*where, name), "number")
    return format(number, "f")


def _day(data: Mapping[str, Any], name: str, where: Place) -> str:
    value = data.get(name)
    if value is None or value == "today":
        return str(value or "")
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise FormFault((*where, name), "day") from None


def _key(data: Mapping[str, Any], where: Place, taken: Any) -> str:
    key = data.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise FormFault((*where, "key"), "key")
    if key in taken:
        raise FormFault((*where, "key"), "twice", key=key)
    return key


def _texts(data: Mapping[str, Any], name: str, where: Place, *, needed: bool = False) -> Texts:
    value = data.get(name)
    if value is None and not needed:
        return Texts()
    good = isinstance(value, Mapping) and all(
        isinstance(value.get(tongue), str) and value[tongue].strip() for tongue in ("ca", "es")
    )
    if not good or not isinstance(value, Mapping) or len(value) != 2:
        raise FormFault((*where, name), "text")
    return Texts(value["ca"].strip(), value["es"].strip())


def _table(data: Any, where: Place) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise FormFault(where, "not_a_table")
    return data


def _list(data: Any, where: Place) -> list[Any]:
    if not isinstance(data, list):
        raise FormFault(where, "not_a_list")
    if not data:
        raise FormFault(where, "empty")
    return data


def _only(data: Mapping[str, Any], known: Any, where: Place) -> None:
    for name in data:
        if name not in known:
            raise FormFault((*where, str(name)), "unknown", key=name, known=", ".join(sorted(known)))
