"""Personal data that a file carries without being seen [metadades personals / metadatos personales].

Who wrote it, where the photograph was taken, comments in the margin, changes that were not accepted: what nobody wants
to publish (RGPD, art. 5.1.c; RD 203/2021). `findings` tells them; `cleaned` writes the file without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consistori.formats import kinds
from consistori.formats.kinds import Kind
from consistori.formats.sniff import HEAD, kind_of_content

LONGEST_DETAIL = 120


class Trace(StrEnum):
    """What was found."""

    AUTHOR = "author"
    COMPANY = "company"
    PLACE = "place"
    DEVICE = "device"
    COMMENTS = "comments"
    CHANGES = "changes"
    HIDDEN = "hidden"
    ATTACHMENTS = "attachments"
    REVISIONS = "revisions"
    OTHER = "other"


@dataclass(frozen=True)
class Finding:
    """A trace, with a `detail` to recognise it (a name, coordinates) and how many times it comes."""

    trace: Trace
    detail: str = ""
    count: int = 1


class CannotClean(Exception):
    """It cannot be written without its traces: `reason` is `kind`, `signed` or `damaged`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


OFFICE = frozenset({kinds.DOCX, kinds.XLSX, kinds.PPTX, kinds.ODT, kinds.ODS, kinds.ODP})
IMAGES = frozenset({kinds.JPEG, kinds.PNG, kinds.TIFF, kinds.WEBP, kinds.HEIC})


def can_look(kind: Kind) -> bool:
    """Whether traces can be looked for in this kind of file."""
    return kind is kinds.PDF or kind in OFFICE or kind in IMAGES


def findings(path: Path, kind: Kind | None = None) -> list[Finding]:
    """The traces in the file at `path`; none if its kind has none, or if it cannot be read."""
    kind = kind or _kind(path)
    found: list[Finding] = []
    if kind is kinds.PDF:
        from consistori.formats.personal import pdf

        found = pdf.findings(path)
    elif kind in OFFICE:
        from consistori.formats.personal import office

        found = office.findings(path)
    elif kind in IMAGES:
        from consistori.formats.personal import images

        found = images.findings(path)
    return [Finding(each.trace, each.detail[:LONGEST_DETAIL], each.count) for each in found]


def cleaned(path: Path, out: Path, kind: Kind | None = None) -> list[Finding]:
    """Write at `out` the file without its traces, with the same to be read; returns what was taken away.

    Tracked changes are accepted; comments, authors, places and devices are removed. Raises `CannotClean`.
    """
    kind = kind or _kind(path)
    before = findings(path, kind)
    if kind is kinds.PDF:
        from consistori.formats.personal import pdf

        pdf.clean(path, out)
    elif kind in OFFICE:
        from consistori.formats.personal import office

        office.clean(path, out)
    elif kind in IMAGES:
        from consistori.formats.personal import images

        images.clean(path, out, kind)
    else:
        raise CannotClean("kind")
    return before


def _kind(path: Path) -> Kind:
    with path.open("rb") as stream:
        return kind_of_content(path, stream.read(HEAD), path.suffix.lower())
