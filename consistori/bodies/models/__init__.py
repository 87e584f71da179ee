"""Records of the decree book."""

from consistori.bodies.models.decrees import (
    Annulment,
    ClosedBook,
    Decree,
    DecreeQuerySet,
    Transcribed,
    Transcription,
)
from consistori.bodies.models.extracts import Remittance, RemittedDecree

__all__ = [
    "Annulment",
    "ClosedBook",
    "Decree",
    "DecreeQuerySet",
    "Remittance",
    "RemittedDecree",
    "Transcribed",
    "Transcription",
]
