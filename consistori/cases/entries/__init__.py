"""The inbox of registered documents [bústia de registrats]: entries sent to somebody, returned, taken into cases."""

from consistori.cases.entries.accepting import accept_into_case, accept_opening_case
from consistori.cases.entries.acts import (
    finish_entry,
    forward_entry,
    mark_for_information,
    mark_seen,
    return_entry,
    send_entry,
)
from consistori.cases.entries.undoing import undo_taking

__all__ = [
    "accept_into_case",
    "accept_opening_case",
    "finish_entry",
    "forward_entry",
    "mark_for_information",
    "mark_seen",
    "return_entry",
    "send_entry",
    "undo_taking",
]
