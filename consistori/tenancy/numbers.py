"""Gapless numbers [numeració sense forats]: one row a book, entity and year, taken last in the transaction."""

from django.db import connection

from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import current_entity


def next_number(book: str, year: int) -> int:
    """The next number of the entity's book in that year.

    A legal sequence must have no holes, so the row is locked until the transaction ends instead of
    taking a database sequence, which loses a number at every rollback.
    """
    return next_numbers(book, year, 1)[0]


def next_numbers(book: str, year: int, count: int) -> range:
    """The next numbers of the book, one after another, in one statement; `count` is one at least."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_counter (id, entity_id, book, year, last) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (entity_id, book, year) DO UPDATE SET last = tenancy_counter.last + excluded.last"
            " RETURNING last",
            [uuid7(), current_entity().pk, book, year, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
