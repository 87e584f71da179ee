"""A form on paper [formulari en paper / formulario en papel]: the same questions, to fill in by hand and bring.

It asks first what every application must say (Llei 39/2015, art. 66.1) and ends with place, date and signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from consistori.eoffice.forms.fields import Condition, Field, Form
from consistori.eoffice.forms.words import label, language_of
from consistori.ui.typst import compile_pdf, letterhead

WORDS: dict[str, dict[str, str]] = {
    "kind": {"ca": "Sol·licitud en paper", "es": "Solicitud en papel"},
    "who": {"ca": "Qui ho demana", "es": "Quién lo pide"},
    "name": {"ca": "Nom i cognoms, o nom de l’entitat", "es": "Nombre y apellidos, o nombre de la entidad"},
    "identifier": {"ca": "DNI, NIE o NIF", "es": "DNI, NIE o NIF"},
    "acting": {
        "ca": "Si ho demaneu en nom d’algú, de qui",
        "es": "Si lo pide en nombre de alguien, de quién",
    },
    "notices": {"ca": "On us hem d’enviar les respostes", "es": "Dónde debemos enviarle las respuestas"},
    "papers": {"ca": "Papers que hi heu d’afegir", "es": "Papeles que debe añadir"},
    "only_if": {"ca": "Només si a «{field}» dieu: {values}.", "es": "Solo si en «{field}» dice: {values}."},
    "sign": {"ca": "Signatura", "es": "Firma"},
    "place": {"ca": "Lloc i data", "es": "Lugar y fecha"},
    "bring": {
        "ca": "Ompliu-lo, signeu-lo i porteu-lo al taulell de l’Ajuntament. Us hi posarem el segell d’entrada.",
        "es": "Rellénelo, fírmelo y llévelo al mostrador del Ayuntamiento. Le pondremos el sello de entrada.",
    },
    "bring_too": {"ca": "Marqueu els que hi afegiu", "es": "Marque los que añade"},
    "again": {
        "ca": "Feu una còpia d’aquest full si en són més.",
        "es": "Haga una copia de esta hoja si hay más.",
    },
}
ROWS = 3
LONG, SIGNATURE = 5, 3
WIDTHS = {"number": "short", "money": "short", "phone": "middle", "nif": "middle"}
IN_A_LINE: dict[str, tuple[tuple[tuple[str, int], ...], ...]] = {
    "date": ((("day", 1), ("month", 2), ("year", 1)),),
    "address": ((("street", 5), ("number", 1), ("floor", 2)), (("postcode", 1), ("town", 3))),
    "person": ((("given", 2), ("surname", 3)), (("nif", 2), ("email", 3), ("phone", 2))),
    "place": ((("where", 1),),),
}
"""The parts of a composed question on each line, with the share of its width."""

Block = dict[str, Any]


def blank_form(
    entity: Any,
    form: Form,
    language: str,
    *,
    title: str,
    code: str = "",
    papers: Sequence[str] = (),
    at: datetime | None = None,
) -> bytes:
    """The PDF (PDF/A-3a, PDF/UA-1) of a form with nothing filled in."""
    blocks: list[Block] = [{"text": _said("bring", language)}, *_who(language)]
    known = {one.key: one for one in form.every_field()}
    for page in form.pages:
        blocks.append({"heading": page.title.in_(language)})
        told = _joined(page.hint.in_(language), _when(page.show_if, known, language))
        blocks += [{"text": told}] * bool(told)
        for one in page.fields:
            blocks += _blocks(one, known, language)
    if papers:
        blocks += [
            {"heading": _said("papers", language)},
            {"label": _said("bring_too", language), "options": [*papers]},
        ]
    blocks += [
        _line("place", language),
        {"label": _said("sign", language), "lines": SIGNATURE, "width": "middle"},
    ]
    data = {
        "letterhead": letterhead(entity, lang=language),
        "kind": _said("kind", language),
        "number": code,
        "title": title,
        "blocks": blocks,
    }
    return compile_pdf("form", data, title=title, lang=language_of(language), at=at)


def _said(code: str, language: str) -> str:
    return WORDS[code][language_of(language)]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _line(code: str, language: str, width: str = "whole") -> Block:
    return {"label": _said(code, language), "lines": 1, "width": width}


def _who(language: str) -> list[Block]:
    return [
        {"heading": _said("who", language)},
        _line("name", language),
        _line("identifier", language, "middle"),
        _line("acting", language),
        *_parts("address", _said("notices", language), "", language),
        {"label": label("phone", language), "lines": 1, "width": "middle"},
        {"label": label("email", language), "lines": 1, "width": "whole"},
    ]


def _parts(kind: str, name: str, hint: str, language: str) -> list[Block]:
    lines = [
        [{"label": label(part, language), "share": share} for part, share in row] for row in IN_A_LINE[kind]
    ]
    first: Block = {"label": name, "hint": hint, "parts": lines[0]}
    return [first, *({"label": "", "parts": line} for line in lines[1:])]


def _blocks(one: Field, known: dict[str, Field], language: str) -> list[Block]:
    name = one.label.in_(language)
    if not one.required and one.is_asked:
        name = f"{name} {label('optional', language)}"
    hint = _joined(one.hint.in_(language), _when(one.show_if, known, language))
    if one.type == "note":
        return [{"label": name, "hint": hint}]
    if one.type == "group":
        rows: list[Block] = [{"label": name, "hint": _joined(hint, _said("again", language))}]
        inner = known | {field.key: field for field in one.fields}
        title = one.row.in_(language) or label("row", language)
        for n in range(1, min(ROWS, one.most or ROWS) + 1):
            rows.append({"row": f"{title} {n}"})
            for field in one.fields:
                rows += _blocks(field, inner, language)
        return rows
    if one.type in IN_A_LINE:
        return _parts(one.type, name, hint, language)
    return [{"label": name, "hint": hint} | _space(one, language)]


def _space(one: Field, language: str) -> Block:
    if one.type == "yesno":
        return {"options": [label("yes", language), label("no", language)]}
    if one.type in ("choice", "choices"):
        return {"options": [option.label.in_(language) for option in one.options]}
    unit = "€" if one.type == "money" else one.unit.in_(language)
    lines = LONG if one.type == "long" else 1
    return {"lines": lines, "width": WIDTHS.get(one.type, "whole"), "unit": unit}


def _when(condition: Condition | None, labels: dict[str, Field], language: str) -> str:
    """A condition in words; those of several parts are said one after another."""
    if condition is None:
        return ""
    if condition.of:
        said = [_when(one, labels, language) for one in condition.of] if condition.kind != "not" else []
        return " ".join(part for part in said if part)
    field = labels.get(condition.field)
    if field is None or condition.kind != "is":
        return ""
    values = []
    for value in condition.values:
        option = field.option(value)
        values.append(
            option.label.in_(language)
            if option
            else label(value, language)
            if value in ("yes", "no")
            else value
        )
    return _said("only_if", language).format(field=field.label.in_(language), values=", ".join(values))
