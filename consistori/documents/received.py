"""A file that came in, by whatever door, ready for the act that keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.errors import FileRefused
from consistori.formats import kinds
from consistori.formats.content import Content, Unacceptable, examine
from consistori.kernel.filenames import clean


@dataclass
class ReceivedFile:
    """The name that it brought and its bytes on disk."""

    name: str
    blob: ReceivedBlob
    _content: Content | None = field(default=None, repr=False)
    _pdfa: str | None = field(default=None, repr=False)

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> ReceivedFile:
        """What the program makes in memory."""
        return cls(name, blobs.receive_bytes(data))

    @classmethod
    def from_stream(cls, name: str, stream: BinaryIO, *, limit: int | None = None) -> ReceivedFile:
        """What comes from a folder, a connector or a command."""
        return cls(name, blobs.receive(stream, limit=limit))

    def content(self) -> Content:
        """What it really is, examined once. Raises `FileRefused` with the reason."""
        if self._content is None:
            try:
                self._content = examine(self.blob.path, clean(self.name))
            except Unacceptable as refused:
                raise FileRefused(refused) from refused
        return self._content

    def pdfa(self) -> str:
        """`PDF/A-3A` if it is a PDF/A that holds what it says; empty if it is not, or too long to look at."""
        if self._pdfa is None:
            content = self.content()
            is_short = content.kind is kinds.PDF and (content.pages or 0) <= _MOST_PAGES_CHECKED
            self._pdfa = _label(self.blob.path) if is_short else ""
        return self._pdfa


_MOST_PAGES_CHECKED = 100


def _label(path: Path) -> str:
    # Loaded when first needed: a tenth of a second of every start.
    import pikepdf

    from consistori.formats import pdfa

    try:
        report = pdfa.check(path)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError):
        return ""
    return report.label if report.holds else ""
