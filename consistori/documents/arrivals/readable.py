"""The copy to read of what only its own program opens [rendició llegible / rendición legible].

LibreOffice makes it where it is installed: in a profile of its own, without macros, links nor network, within a time
and a memory. Where it is not, the page shows the words and says so.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from consistori.documents.errors import CannotFreeze
from consistori.documents.making import office
from consistori.documents.models import ArrivalReport
from consistori.documents.previews import RENDERED
from consistori.formats import kinds
from consistori.formats.kinds import Kind

log = logging.getLogger(__name__)

LARGEST = 100 * 1024**2
"""What is given to the converter, in bytes."""

_NEVER = frozenset({kinds.DWG, kinds.DXF, kinds.DWF, kinds.DGN, kinds.IFC})


@dataclass(frozen=True)
class Made:
    """The rendition in a temporary place, or why there is none."""

    state: str
    path: Path | None = None
    pages: int = 0


def is_wanted(kind: Kind) -> bool:
    """Whether a rendition is made of this kind of file."""
    return kind.family in RENDERED and kind not in _NEVER


@contextmanager
def rendition_of(path: Path, kind: Kind) -> Iterator[Made]:
    """The rendition of the file at `path`, there until the block ends. It never raises."""
    states = ArrivalReport.Readable
    if not is_wanted(kind):
        yield Made(states.NEEDLESS)
        return
    if not settings.RENDITIONS or not office.can_convert(kind.extension):
        yield Made(states.NO_PROGRAM)
        return
    if path.stat().st_size > LARGEST:
        yield Made(states.FAILED)
        return
    with tempfile.TemporaryDirectory(prefix="readable-", ignore_cleanup_errors=True) as folder:
        yield _made(path, kind, Path(folder))


def _made(path: Path, kind: Kind, folder: Path) -> Made:
    # Loaded when first needed: a tenth of a second of every start.
    from consistori.formats import pdf_safety

    try:
        made = office.pdf_of_office(path, kind.extension, folder)
        return Made(ArrivalReport.Readable.MADE, made, pdf_safety.look_at(made).pages)
    except (CannotFreeze, OSError, pdf_safety.Broken, pdf_safety.NeedsPassword) as error:
        log.warning("no rendition of %s: %s", path.name, error)
        return Made(ArrivalReport.Readable.FAILED)
