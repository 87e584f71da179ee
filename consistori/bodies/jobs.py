"""Jobs of the decree book."""

from __future__ import annotations

from uuid import UUID

from consistori.bodies.models import ClosedBook
from consistori.bodies.services import closing
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity


@entity_job(name="bodies.close_book", queue="default", retry=8)
def close_book(*, entity: Entity, closing_id: str) -> None:
    """Make the PDF of a book that is closed, and seal it. Killed anywhere, it goes on."""
    closing.make(entity, UUID(closing_id))


def make_it(asked: ClosedBook) -> None:
    """In the transaction that asks for it."""
    defer(close_book, closing_id=str(asked.pk))


closing.after_asking.append(make_it)
