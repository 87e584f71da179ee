"""The key that came, with its entity and its person, in one statement and before any scope."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from consistori.directory.models import ApiToken, Person
from consistori.tenancy.models import Entity


def key_of(digest: str) -> ApiToken | None:
    """The row of the key whose secret has this digest, alive or not."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    of_key, of_entity = len(_fields(ApiToken)), len(_fields(Entity))
    key: ApiToken = _record(ApiToken, row[:of_key])
    key.entity = _record(Entity, row[of_key : of_key + of_entity])
    key.person = _record(Person, row[of_key + of_entity :]) if key.person_id else None
    return key


@cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(model._meta.concrete_fields)


@cache
def _statement() -> str:
    joined = [("k", ApiToken), ("e", Entity), ("p", Person)]
    columns = ", ".join(f'{alias}."{field.column}"' for alias, model in joined for field in _fields(model))
    return (
        f"SELECT {columns} FROM consistori_key(%s) k"  # noqa: S608 - names of our own columns
        " JOIN tenancy_entity e ON e.id = k.entity_id LEFT JOIN directory_person p ON p.id = k.person_id"
    )


def _record(model: Any, values: tuple[Any, ...]) -> Any:
    fields = _fields(model)
    read = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=True)
    ]
    return model.from_db("default", [field.attname for field in fields], read)
