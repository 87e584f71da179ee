"""COPY into the tables of models, as the owner of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connections
from django.db.models import Model

from consistori.kernel.clock import now


def copy_rows(model: type[Model], rows: Iterable[Any]) -> None:
    """COPY instances of a model as they would be saved."""
    connection = connections["owner"]
    fields = model._meta.concrete_fields
    copy_values(model, ([_value(f, row, connection) for f in fields] for row in rows))


def copy_values(model: type[Model], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows whose values are already in the order of the model's columns."""
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connections["owner"].cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


class Pattern:
    """A record of which only some columns vary: the rest is prepared once, for hundreds of thousands of rows."""

    def __init__(self, record: Model, *varying: str) -> None:
        fields = record._meta.concrete_fields
        self.values = [_value(f, record, connections["owner"]) for f in fields]
        names = [f.attname for f in fields]
        self.places = [names.index(name) for name in varying]

    def row(self, *values: Any) -> list[Any]:
        """The row with these values in the varying columns, in the order in which they were named."""
        made = self.values.copy()
        for place, value in zip(self.places, values, strict=True):
            made[place] = value
        return made


def vector_text(words: Iterable[str]) -> str:
    """The text of a `tsvector` with these terms."""
    return " ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)


def _value(column: Any, row: Any, connection: Any) -> Any:
    value = getattr(row, column.attname)
    if isinstance(column, SearchVectorField):
        return value if value is None or isinstance(value, str) else vector_text(_words_of(value))
    if value is None and getattr(column, "auto_now_add", False):
        value = now() - timedelta(days=1)
    return column.get_db_prep_save(value, connection)


def _words_of(vector: Any) -> list[str]:
    """The terms that `search.vector` would give to the database."""
    words: list[str] = vector.source_expressions[0].value
    return words


@contextmanager
def without_word_indexes() -> Any:
    """The indexes of words are built at the end, at once: row by row they would take most of the time."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%'"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in found:
            cursor.execute(definition)
        cursor.execute("ANALYZE")
