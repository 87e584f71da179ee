"""What the board needs from others: who comes in the matter of a document, and somebody who reads its public page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from consistori.bulletin.rules.personal import Known

PeopleOf = Callable[[Any], Iterable[Any]]
"""(document) -> the parties of the matters where it lies."""

people_of: list[PeopleOf] = []


HiddenFrom = Callable[[Any, Sequence[Any]], set[Any]]
"""(actor, keys of documents) -> those of them whose matter the actor may not read: their titles are not listed."""

hidden_from: list[HiddenFrom] = []


@dataclass(frozen=True)
class Served:
    """What an address answered: `status` 0 when nothing did."""

    status: int
    body: bytes = b""


class PageReader(Protocol):
    """Whoever reads the public page of the board from outside, as anybody does."""

    def read(self, url: str, *, most: int) -> Served:
        """GET it, `most` bytes at most; it never raises for what does not answer."""
        ...


def page_reader() -> PageReader:
    """The one of this installation. See `BOARD_READER`."""
    reader: PageReader = import_string(settings.BOARD_READER)()
    return reader


def known_people(document: Any) -> list[Known]:
    """Who comes in the matter, and everybody in the town whose publication is blocked (R-RGP-08)."""
    from consistori.parties.models import Party

    parties = {party.pk: party for ask in people_of for party in ask(document)}
    protected = Party.objects.filter(is_protected=True, merged_into=None)
    for party in protected:
        parties.setdefault(party.pk, party)
    return [
        Known(
            name=party.display_name,
            identifier=party.identifier,
            is_protected=party.is_protected,
            is_person=party.is_person,
        )
        for party in parties.values()
    ]
