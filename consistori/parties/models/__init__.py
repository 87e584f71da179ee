"""Records of the parties: who they are, which of them are one, and the sheets that brought them."""

from consistori.parties.models.importing import ImportRow, PartyImport
from consistori.parties.models.lines import LineCode
from consistori.parties.models.party import (
    Address,
    Channel,
    Identifier,
    Party,
    PartyManager,
    WayChoice,
)
from consistori.parties.models.uniting import Duplicate, PartyMerge

__all__ = [
    "Address",
    "Channel",
    "Duplicate",
    "Identifier",
    "ImportRow",
    "LineCode",
    "Party",
    "PartyImport",
    "PartyManager",
    "PartyMerge",
    "WayChoice",
]
