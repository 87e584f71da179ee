"""What higher parts hang on the folder: links of its side, and cards that ask something of the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from consistori.eoffice.folder.cards import Card
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen

Count = Callable[[Citizen, Whom], int | None]
Cards = Callable[[Citizen, Whom, str], list[Card]]


@dataclass(frozen=True)
class FolderLink:
    """A line of the side list. `count` is the figure at its right, None for none."""

    label: Any
    url_name: str
    count: Count | None = None
    order: int = 50


@dataclass(frozen=True)
class DrawnLine:
    """A line of the side list on one page."""

    label: Any
    url: str
    figure: int | None
    is_here: bool = False


class FolderLinks:
    """Filled in `apps.ready()`; what has no address here is left out."""

    def __init__(self) -> None:
        self._links: dict[str, FolderLink] = {}

    def add(
        self, name: str, *, label: Any, url_name: str, count: Count | None = None, order: int = 50
    ) -> None:
        """Hang a line: `folder_links.add("visits", label=_("Appointments"), url_name="eoffice:my_visits")`."""
        self._links[name] = FolderLink(label, url_name, count, order)

    def drawn(self, citizen: Citizen, who: Whom) -> list[DrawnLine]:
        """The lines of this person, in their order."""
        found = []
        for link in sorted(self._links.values(), key=lambda one: one.order):
            try:
                url = reverse(link.url_name)
            except NoReverseMatch:
                continue
            found.append(DrawnLine(link.label, url, link.count(citizen, who) if link.count else None))
        return found


class FolderCards:
    """Filled in `apps.ready()`: each function gives the cards of a person for the heap «It is your turn»."""

    def __init__(self) -> None:
        self._makers: dict[str, Cards] = {}

    def add(self, name: str, maker: Cards) -> None:
        """Hang a maker of cards; a name is taken only once."""
        self._makers[name] = maker

    def of(self, citizen: Citizen, who: Whom, language: str) -> list[Card]:
        """The cards of all, in the order in which they were hung."""
        return [card for maker in self._makers.values() for card in maker(citizen, who, language)]


folder_links = FolderLinks()
folder_cards = FolderCards()
