"""The mark of a file that was taken out: of which text it is, and of which edition. Text processors keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from consistori.documents.models import Writing
from consistori.formats import zips

_MARK = re.compile(rb"consistori:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,9})\b")
_PARTS = ("docProps/custom.xml", "meta.xml")
_LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True)
class Origin:
    """The document and the edition of its text that a file was made from."""

    document_id: UUID
    edition: int


def mark_of(writing: Writing) -> str:
    """What is written in the properties of the file."""
    return f"consistori:{writing.document_id}:{writing.edition}"


def origin_of(path: Path) -> Origin | None:
    """The mark of a .docx or .odt; None if it does not come from here, or the program dropped it.

    Raises `zips.Broken`.
    """
    for part in _PARTS:
        if found := _MARK.search(zips.read_part(path, part, limit=_LARGEST)):
            return Origin(UUID(found[1].decode()), int(found[2]))
    return None
