"""Acts of the decree book."""

from consistori.bodies.services.annulling import annul_decree
from consistori.bodies.services.closing import close_book
from consistori.bodies.services.extracting import make_extract, note_sent
from consistori.bodies.services.transcribing import begin_transcription, transcribe_signed

__all__ = [
    "annul_decree",
    "begin_transcription",
    "close_book",
    "make_extract",
    "note_sent",
    "transcribe_signed",
]
