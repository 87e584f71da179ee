"""The conditions of a form (`show_if`) read from its text, and held against what is asked before them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consistori.eoffice.forms.faults import FormFault, Place
from consistori.eoffice.forms.fields import Condition, Field

DEPTH = 5


def read_condition(data: Any, where: Place, before: Mapping[str, Field], depth: int = 0) -> Condition | None:
    """`{field, is}`, `{field, in}`, `{field, is_not}`, `{field, answered = true}`, `{all}`, `{any}`, `{not}`.

    None when there is no condition. Raises `FormFault` when it speaks of what is not asked before.
    """
    if data is None:
        return None
    if not isinstance(data, Mapping) or depth > DEPTH:
        raise FormFault(where, "condition")
    names = set(data)
    if names in ({"all"}, {"any"}, {"not"}):
        (kind,) = names
        inside = data[kind] if isinstance(data[kind], list) else [data[kind]]
        read = [read_condition(one, (*where, kind, n), before, depth + 1) for n, one in enumerate(inside)]
        of = tuple(one for one in read if one is not None)
        if not of:
            raise FormFault((*where, kind), "condition")
        return Condition(kind, of=of)
    return _about_a_field(data, names, where, before)


def _about_a_field(
    data: Mapping[str, Any], names: set[str], where: Place, before: Mapping[str, Field]
) -> Condition:
    words = names - {"field"}
    if len(words) != 1 or len(names) != 2 or not words <= {"is", "in", "is_not", "answered"}:
        raise FormFault(where, "condition")
    (word,) = words
    key = data["field"]
    if not isinstance(key, str) or key not in before or not before[key].is_asked:
        raise FormFault((*where, "field"), "condition_field", key=key)
    if word == "answered":
        met = Condition("answered", key)
        return met if data[word] is True else Condition("not", of=(met,))
    given = data[word] if isinstance(data[word], list) else [data[word]]
    values = tuple(_as_text(one) for one in given)
    known = _known_values(before[key])
    for value in values:
        if known and value not in known:
            raise FormFault((*where, word), "condition_value", value=value, key=key, known=", ".join(known))
    if not values:
        raise FormFault((*where, word), "condition")
    return Condition("is_not" if word == "is_not" else "is", key, values)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _known_values(field: Field) -> list[str]:
    if field.type == "yesno":
        return ["yes", "no"]
    return [option.value for option in field.options]
