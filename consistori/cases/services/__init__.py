"""The acts of a case file. Each asks for permission, does one thing whole, and tells it."""

from consistori.cases.services.carrying import (
    change_state,
    change_unit,
    classify_case,
    hand_over,
    inherit_cases,
    rename_case,
)
from consistori.cases.services.closing import CannotClose, CaseAlreadyClosed, close_case, reopen_case
from consistori.cases.services.filing import (
    DocumentOnlyHere,
    add_document,
    add_documents,
    create_folder,
    mark_document,
    move_document,
    receive_into_case,
    remove_folder,
    rename_folder,
    take_out_document,
)
from consistori.cases.services.marks import (
    comment_on_case,
    follow_case,
    label_case,
    look_at,
    relate_cases,
    take_back_comment,
    unfollow_case,
    unlabel_case,
    unrelate_cases,
)
from consistori.cases.services.opening import OpeningParty, open_case
from consistori.cases.services.people import StillRepresented, add_party, change_party_role, remove_party
from consistori.cases.services.reserving import reserve_case, unreserve_case
from consistori.cases.services.writing import write_in_case

__all__ = [
    "CannotClose",
    "CaseAlreadyClosed",
    "DocumentOnlyHere",
    "OpeningParty",
    "StillRepresented",
    "add_document",
    "add_documents",
    "add_party",
    "change_party_role",
    "change_state",
    "change_unit",
    "classify_case",
    "close_case",
    "comment_on_case",
    "create_folder",
    "follow_case",
    "hand_over",
    "inherit_cases",
    "label_case",
    "look_at",
    "mark_document",
    "move_document",
    "open_case",
    "receive_into_case",
    "relate_cases",
    "remove_folder",
    "remove_party",
    "rename_case",
    "rename_folder",
    "reopen_case",
    "reserve_case",
    "take_back_comment",
    "take_out_document",
    "unfollow_case",
    "unlabel_case",
    "unrelate_cases",
    "unreserve_case",
    "write_in_case",
]
