"""A form on paper [formulari en paper / formulario en papel]: the same questions, to fill in by hand and bring.

It asks first what every application must say (Llei 39/2015, art. 66.1) and ends with place, date and signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from consistori.eoffice.forms.fields import PARTS, Condition, Field, Form
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
    "any_of": {"ca": "Podeu marcar-ne més d’una.", "es": "Puede marcar más de una."},
    "again": {
        "ca": "Feu una còpia d’aquest full si en són més.",
        "es": "Haga una copia de esta hoja si hay más.",
    },
}
ROWS = 3
LINE = "." * 64
LINES = {"long": 5, "files": 1}
SHORT = {"number": 18, "money": 18, "phone": 26, "nif": 22, "cadastral": 44, "iban": 52}
BOX = "☐"


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
    blocks: list[dict[str, Any]] = [{"text": _said("bring", language)}, _who(language)]
    labels = {one.key: one for one in form.every_field()}
    for page in form.pages:
        facts: list[tuple[str, str]] = []
        for one in page.fields:
            facts += _facts(one, labels, language)
        blocks.append({"heading": page.title.in_(language)})
        if page.hint or page.show_if:
            told = [page.hint.in_(language), _when(page.show_if, labels, language)]
            blocks.append({"text": " ".join(part for part in told if part)})
        blocks.append({"facts": facts})
    if papers:
        listed = [(BOX, paper) for paper in papers]
        blocks.append({"heading": _said("papers", language), "points": listed})
    ends = [(_said("place", language), LINE), (_said("sign", language), f"\n\n\n{LINE}")]
    blocks.append({"facts": ends})
    data = {
        "letterhead": letterhead(entity, lang=language),
        "kind": _said("kind", language),
        "number": code,
        "title": title,
        "reading": "sans",
        "blocks": blocks,
    }
    return compile_pdf("letter", data, title=title, lang=language_of(language), at=at)


def _said(code: str, language: str) -> str:
    return WORDS[code][language_of(language)]


def _who(language: str) -> dict[str, Any]:
    asked = [(_said(code, language), LINE) for code in ("name", "identifier", "acting")]
    asked += [(_said("notices", language), f"{LINE}\n{LINE}")]
    asked += [(label(code, language), LINE) for code in ("phone", "email")]
    return {"heading": _said("who", language), "facts": asked}


def _facts(one: Field, labels: dict[str, Field], language: str) -> list[tuple[str, str]]:
    name = one.label.in_(language)
    notes = [one.hint.in_(language), _when(one.show_if, labels, language)]
    told = " ".join(part for part in notes if part)
    if one.type == "note":
        return [(name, told)]
    if one.type == "group":
        inner = labels | {field.key: field for field in one.fields}
        rows = [(f"{name}", f"{told} {_said('again', language)}".strip())]
        title = one.row.in_(language) or label("row", language)
        for n in range(1, min(ROWS, one.most or ROWS) + 1):
            for field in one.fields:
                rows += [(f"{title} {n}: {own}", space) for own, space in _facts(field, inner, language)]
        return rows
    if not one.required:
        name = f"{name} {label('optional', language)}"
    space = _space(one, language)
    return [(name, f"{told}\n{space}" if told else space)]


def _space(one: Field, language: str) -> str:
    if one.type == "yesno":
        return f"{BOX} {label('yes', language)}      {BOX} {label('no', language)}"
    if one.type in ("choice", "choices"):
        lines = [f"{BOX} {option.label.in_(language)}" for option in one.options]
        return "\n".join([*([_said("any_of", language)] if one.type == "choices" else []), *lines])
    if one.type == "date":
        return "      ".join(f"{label(part, language)} {'.' * 12}" for part in PARTS["date"])
    if one.type in PARTS:
        return "\n".join(f"{label(part, language)} {'.' * 48}" for part in PARTS[one.type])
    unit = "€" if one.type == "money" else one.unit.in_(language)
    if one.type in SHORT:
        return f"{'.' * SHORT[one.type]} {unit}".strip()
    return "\n".join([LINE] * LINES.get(one.type, 1))


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
