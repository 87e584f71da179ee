"""Acts on parties: adding, correcting, saying where and how they are reached."""

from consistori.parties.services.entering import PartyExists, add_party, correct_party
from consistori.parties.services.protecting import mark_protected
from consistori.parties.services.reaching import (
    add_address,
    add_channel,
    add_identifier,
    set_preference,
    verify_channel,
)

__all__ = [
    "PartyExists",
    "add_address",
    "add_channel",
    "add_identifier",
    "add_party",
    "correct_party",
    "mark_protected",
    "set_preference",
    "verify_channel",
]
