"""From the value that is kept to words that people read, and back to what would be typed. Plain Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from consistori.eoffice.forms.fields import PARTS, Field
from consistori.eoffice.forms.words import day_in_words, label, number_in_words


def in_words(field: Field, value: Any, language: str) -> str:
    """An answer as it is read by a person; empty when there is none or it is not one of its type."""
    if value in (None, "", [], {}):
        return ""
    if field.type in ("choice", "choices"):
        chosen = value if isinstance(value, list) else [value]
        found = [option.label.in_(language) for option in map(field.option, chosen) if option]
        return "; ".join(found)
    if field.type == "yesno":
        return label("yes" if value else "no", language) if isinstance(value, bool) else ""
    if field.type in ("date", "number", "money"):
        return _figures(field, str(value), language)
    if field.type in ("address", "person", "place"):
        return _composed(field, value, language) if isinstance(value, dict) else ""
    if field.type == "files":
        held = value if isinstance(value, list) else [value]
        return "; ".join(str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in held)
    return grouped(field, str(value))


def grouped(field: Field, value: str) -> str:
    """A code or a telephone parted as one reads it."""
    if field.type == "iban":
        return " ".join(value[n : n + 4] for n in range(0, len(value), 4))
    if field.type == "cadastral":
        return " ".join((value[:7], value[7:14], value[14:18], value[18:])).strip()
    if field.type == "phone" and len(value) == 9 and value.isdigit():
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    return value


def as_typed(field: Field, value: Any, name: str = "") -> dict[str, list[str]]:
    """What would be typed to give this value, by name of control: checked again, it gives the value."""
    name = name or field.key
    if value is None or field.type in ("note", "files"):
        return {}
    if field.type == "group":
        rows = value if isinstance(value, list) else []
        typed = {f"_rows.{name}": [str(len(rows))]}
        for n, row in enumerate(rows):
            for inner in field.fields:
                held = row.get(inner.key) if isinstance(row, dict) else None
                typed |= as_typed(inner, held, f"{name}.{n}.{inner.key}")
        return typed
    if field.type == "date":
        year, month, day = [*str(value).split("-"), "", ""][:3]
        said = {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        return {f"{name}.{part}": [one] for part, one in said.items()}
    if field.type in PARTS:
        parts = value if isinstance(value, dict) else {}
        return {f"{name}.{part}": [str(parts.get(part) or "")] for part in PARTS[field.type]}
    if field.type == "choices":
        return {name: [str(one) for one in value]} if isinstance(value, list) else {}
    if field.type == "yesno":
        return {name: [{True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)]}
    if field.type in ("number", "money"):
        return {name: [str(value).replace(".", ",")]}
    return {name: [grouped(field, str(value))]}


def _figures(field: Field, value: str, language: str) -> str:
    if field.type == "date":
        try:
            return day_in_words(date.fromisoformat(value), language)
        except ValueError:
            return ""
    try:
        if not Decimal(value).is_finite():
            return ""
    except InvalidOperation:
        return ""
    if field.type == "money":
        return f"{number_in_words(value, decimals=2)} €"
    unit = field.unit.in_(language)
    return f"{number_in_words(value)} {unit}".strip()


def _composed(field: Field, value: dict[str, Any], language: str) -> str:
    said = {part: str(value.get(part) or "") for part in PARTS[field.type]}
    if field.type == "place":
        point = f"{label('marked', language)}: {said['lat']}, {said['lon']}" if said["lat"] else ""
        return f"{said['where']} ({point})" if said["where"] and point else said["where"] or point
    if field.type == "address":
        door = ", ".join(one for one in (said["street"], said["number"], said["floor"]) if one)
        return ", ".join(one for one in (door, f"{said['postcode']} {said['town']}".strip()) if one)
    who = f"{said['given']} {said['surname']}".strip()
    return ", ".join(one for one in (who, said["nif"], said["email"], said["phone"]) if one)
