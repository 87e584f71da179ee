"""Records of the registry."""

from consistori.registry.models.days import BookDay
from consistori.registry.models.entries import Annotation, EntryDocument, EntryPerson, RegistryEntry
from consistori.registry.models.work import EntryState, MainNumber

__all__ = [
    "Annotation",
    "BookDay",
    "EntryDocument",
    "EntryPerson",
    "EntryState",
    "MainNumber",
    "RegistryEntry",
]
