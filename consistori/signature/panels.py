"""What higher rooms hang on the pages of signatures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """Where a document is kept: the words that name it (a case number) and its page."""

    label: Any
    url: str = ""


document_places: list[Callable[[list[UUID]], dict[UUID, Place]]] = []
"""Asked once a page with all the documents shown: where each one is kept."""


def places_of(document_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Where these documents are kept, as far as higher rooms say."""
    ids, found = list(document_ids), {}
    for ask in document_places:
        found.update(ask(ids))
    return found
