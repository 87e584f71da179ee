"""Finding rows by words. Row-level security keeps an index on text from being used (its operators are not
leak-proof), so the match runs in one database function that looks only at the entities of the scope."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models.expressions import Func, RawSQL, Value

from consistori.kernel.text import index_of, terms, tsquery
from consistori.tenancy.scope import current_writer_id

MOST_MATCHES = 1000


def vector(*texts: str) -> Func:
    """The value of a row's `search` column: the words of the texts and the mark of its entity."""
    words = sorted({term for text in texts if text for term in terms(text)})
    return Func(
        Value([f"@{current_writer_id()}", *words], output_field=ArrayField(models.TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def vector_in_order(*texts: str) -> Func:
    """The same, with the places of the words: words in order are found, and the stems take no place."""
    return Func(
        Value(index_of(*texts, marks=(f"@{current_writer_id()}",)), output_field=models.TextField()),
        template="(%(expressions)s)::tsvector",
        output_field=SearchVectorField(),
    )


def page_of_keys(
    model: type[models.Model], query: str, *, before: UUID | None = None, most: int = MOST_MATCHES
) -> list[UUID]:
    """The keys of the rows that match a `tsquery`, the newest first, those that come after `before`. One statement.

    They are of the entities of the scope, and nobody has yet looked at who may see them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT consistori_search_page(%s::text, %s::tsquery, %s::int, %s::uuid)",
            [model._meta.db_table, query, most, before],
        )
        return [key for (key,) in cursor.fetchall()]


@dataclass(frozen=True)
class Walk:
    """What was found looking at rows one by one: the keys, how many rows were seen and were alike, the last one."""

    keys: list[UUID]
    seen: int
    alike: int
    last: UUID | None

    @property
    def share(self) -> float:
        """Which part of the rows was alike: of a word that many have, the index is of no use."""
        return self.alike / self.seen if self.seen else 0.0


def walk(
    model: type[models.Model],
    query: str,
    *,
    rows: int,
    most: int,
    loosely: str = "",
    before: UUID | None = None,
) -> Walk | None:
    """The newest `rows` rows of the one entity of the scope, one by one, until `most` match. One statement.

    `loosely`: a query that matches all those that the index would have to look into. None when the scope has several
    entities. It needs an index by entity and key.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM consistori_search_rows"
            "(%s::text, %s::tsquery, %s::tsquery, %s::int, %s::int, %s::uuid)",
            [model._meta.db_table, query, loosely or None, rows, most, before],
        )
        found = cursor.fetchall()
    if not found:
        return None
    last, seen, alike = found[-1]
    return Walk([row[0] for row in found[:-1]], seen, alike, last)


def newest_keys(
    model: type[models.Model], query: str, *, span: int, before: UUID | None = None, most: int = MOST_MATCHES
) -> list[UUID]:
    """The same, only among the last `span` rows of the one entity of the scope. One statement.

    A word that many rows have is found so in a moment, when its index would gather them all: those rows lie together at
    the end of the table. It needs an index by entity and key.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT consistori_search_newest(%s::text, %s::tsquery, %s::int, %s::int, %s::uuid)",
            [model._meta.db_table, query, span, most, before],
        )
        return [key for (key,) in cursor.fetchall()]


def matching(rows: models.QuerySet[Any], words: str, *, prefix: bool = True) -> models.QuerySet[Any]:
    """Those rows whose `search` has every word (the last one may be only begun); the newest 1,000 at most."""
    query = tsquery(words, prefix=prefix)
    if not query:
        return rows.none()
    table = rows.model._meta.db_table
    found = RawSQL("SELECT consistori_search(%s::text, %s::tsquery, %s::int)", [table, query, MOST_MATCHES])
    return rows.filter(pk__among=found)


@models.UUIDField.register_lookup
class Among(models.Lookup):
    """The key is one of those that a function of the database gives.

    As an array, found before the rest: PostgreSQL expects a function to give many rows and `IN` would make it read
    whole tables to join them; of an array it looks up each key.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        key, of_key = self.process_lhs(compiler, connection)
        found, of_found = self.process_rhs(compiler, connection)
        return f"{key} = ANY(ARRAY({found}))", (*of_key, *of_found)
