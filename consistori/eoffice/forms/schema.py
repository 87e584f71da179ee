"""A form as JSON Schema (2020-12), for programs that send the same answers. Plain Python."""

from __future__ import annotations

from typing import Any

from consistori.eoffice.forms.fields import PARTS, Field, Form

TEXTS: dict[str, dict[str, Any]] = {
    "long": {"type": "string"},
    "text": {"type": "string"},
    "yesno": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "money": {"type": "string", "pattern": r"^-?[0-9]{1,15}\.[0-9]{2}$"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "phone": {"type": "string", "pattern": r"^([6-9][0-9]{8}|\+[1-9][0-9]{6,14})$"},
    "cadastral": {"type": "string", "pattern": "^[A-ZÑ0-9]{18}[A-Z]{2}$"},
    "iban": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"},
    "nif": {"type": "string", "pattern": "^[A-Z0-9]{9}$"},
}
OPTIONAL_PARTS = frozenset({"floor", "email", "phone", "where", "lat", "lon"})


def to_json_schema(form: Form, language: str = "ca") -> dict[str, Any]:
    """The schema of the answers. Each question says when it is asked in `x-show-if`; what the law of a type
    says beyond a pattern (control letters, limits that speak of today) is checked when it is sent.
    """
    properties: dict[str, Any] = {}
    required = []
    for page in form.pages:
        for one in page.fields:
            if not one.is_asked:
                continue
            properties[one.key] = _of(one, language) | {"x-page": page.key}
            if one.required and not one.show_if and not page.show_if:
                required.append(one.key)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _of(one: Field, language: str) -> dict[str, Any]:
    made: dict[str, Any] = {"title": one.label.in_(language)} | _shape(one, language)
    if one.hint:
        made["description"] = one.hint.in_(language)
    if one.show_if:
        made["x-show-if"] = _condition(one.show_if)
    return made


def _shape(one: Field, language: str) -> dict[str, Any]:
    if one.type in ("choice", "choices"):
        values = {
            "oneOf": [{"const": option.value, "title": option.label.in_(language)} for option in one.options]
        }
        return values if one.type == "choice" else {"type": "array", "items": values, "uniqueItems": True}
    if one.type == "number":
        if one.decimals:
            return {"type": "string", "pattern": rf"^-?[0-9]{{1,15}}(\.[0-9]{{1,{one.decimals}}})?$"}
        limits = {"minimum": one.low, "maximum": one.high}
        return {"type": "integer"} | {name: float(edge) for name, edge in limits.items() if edge}
    if one.type in ("address", "person", "place"):
        parts = PARTS[one.type]
        return {
            "type": "object",
            "properties": {part: {"type": "string", "maxLength": 200} for part in parts},
            "required": [part for part in parts if part not in OPTIONAL_PARTS],
            "additionalProperties": False,
        }
    if one.type == "files":
        named = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
        return {"type": "array", "items": named}
    if one.type == "group":
        return _rows(one, language)
    made = dict(TEXTS[one.type])
    if one.type in ("text", "long") and one.most:
        made["maxLength"] = one.most
    return made


def _rows(one: Field, language: str) -> dict[str, Any]:
    inner = [field for field in one.fields if field.is_asked]
    row = {
        "type": "object",
        "properties": {field.key: _of(field, language) for field in inner},
        "required": [field.key for field in inner if field.required and not field.show_if],
        "additionalProperties": False,
    }
    return {
        "type": "array",
        "items": row,
        "maxItems": one.most or 10,
        "minItems": one.least or int(one.required),
    }


def _condition(condition: Any) -> dict[str, Any]:
    if condition.of:
        return {condition.kind: [_condition(one) for one in condition.of]}
    if condition.kind == "answered":
        return {"field": condition.field, "answered": True}
    return {"field": condition.field, condition.kind: list(condition.values)}
