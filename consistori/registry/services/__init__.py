"""Acts of the registry: enter, let out, annotate."""

from consistori.registry.services.annotating import annotate, annul_entry, correct_entry
from consistori.registry.services.following import await_documents, bring_documents
from consistori.registry.services.registering import (
    EntryPersonSaid,
    OutsideReference,
    register_entry,
    register_exit,
)

__all__ = [
    "EntryPersonSaid",
    "OutsideReference",
    "annotate",
    "annul_entry",
    "await_documents",
    "bring_documents",
    "correct_entry",
    "register_entry",
    "register_exit",
]
