"""Acts on parties: adding, correcting, saying where and how they are reached."""

from consistori.parties.services.entering import KnownAsAnother, PartyExists, add_party, correct_party
from consistori.parties.services.importing import (
    begin_entering,
    begin_undoing,
    bring_sheet,
    drop_sheet,
    say_columns,
)
from consistori.parties.services.protecting import mark_protected
from consistori.parties.services.reaching import (
    add_address,
    add_channel,
    add_identifier,
    set_preference,
    verify_channel,
)
from consistori.parties.services.uniting import (
    AreTwo,
    dismiss_duplicate,
    separate_parties,
    unite_parties,
    united_with,
)

__all__ = [
    "AreTwo",
    "KnownAsAnother",
    "PartyExists",
    "add_address",
    "add_channel",
    "add_identifier",
    "add_party",
    "begin_entering",
    "begin_undoing",
    "bring_sheet",
    "correct_party",
    "dismiss_duplicate",
    "drop_sheet",
    "mark_protected",
    "say_columns",
    "separate_parties",
    "set_preference",
    "unite_parties",
    "united_with",
    "verify_channel",
]
