"""What the citizen's side of correction requests hangs."""

from __future__ import annotations

from consistori.cases.correcting.ports import askables
from consistori.eoffice.correcting.cards import cards_of
from consistori.eoffice.correcting.offering import askables_of
from consistori.eoffice.folder.hanging import folder_cards


def hang() -> None:
    """Called once, when the program starts."""
    askables.append(askables_of)
    folder_cards.add("corrections", cards_of)
