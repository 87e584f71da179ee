"""The pieces that a document carries inside, each one opened by itself: also those inside of those."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.blobs.incoming import told
from consistori.documents.errors import REASONS, FileTooLarge
from consistori.documents.models import Document
from consistori.formats import inside
from consistori.formats.content import Content, Reason, Unacceptable, examine
from consistori.formats.inside import Piece
from consistori.formats.kinds import Kind
from consistori.kernel.errors import NotHere, Refusal
from consistori.kernel.filenames import clean

DEEPEST = 5
"""A message in a message in a message: as deep as one goes from a page."""

_WHERE = re.compile(rf"\d{{1,4}}(-\d{{1,4}}){{0,{DEEPEST - 1}}}")
_NOT_HERE = _("There is no such piece inside.")


@dataclass(frozen=True)
class Opened:
    """A piece on the disk of this machine. `where` is its way in: `2-1` is the first piece of the second."""

    where: str
    path: Path
    name: str
    content: Content | None
    refused: Reason | None

    @property
    def reason(self) -> object:
        """Why it is not opened, in words; empty if it is."""
        return REASONS[self.refused] if self.refused else ""

    @property
    def key(self) -> str:
        """The name of its file in the cache."""
        return self.path.name


def pieces_of(document: Document) -> list[Piece]:
    """What the current version carries inside; empty if it does not open."""
    with contextlib.suppress(inside.Unreadable, Refusal, OSError):
        return inside.pieces(_path(document), document.version.kind)
    return []


def pieces_in(opened: Opened) -> list[Piece]:
    """What a piece carries inside in its turn."""
    if opened.content is None or opened.where.count("-") + 1 >= DEEPEST:
        return []
    with contextlib.suppress(inside.Unreadable, OSError):
        return inside.pieces(opened.path, opened.content.kind)
    return []


def open_piece(document: Document, where: str) -> Opened:
    """The piece, written once to the cache and examined as anything that comes in. Raises `NotHere`.

    What would be refused at the door is not opened here either: `refused` says why.
    """
    if not _WHERE.fullmatch(where):
        raise NotHere(_NOT_HERE)
    numbers = [int(number) for number in where.split("-")]
    path, kind = _path(document), document.version.kind
    way: list[str] = []
    opened: Opened | None = None
    for number in numbers:
        way.append(str(number))
        opened = _opened(document, "-".join(way), path, kind, number)
        if opened.content is None and len(way) < len(numbers):
            raise NotHere(_NOT_HERE)
        if opened.content is not None:
            path, kind = opened.path, opened.content.kind
    if opened is None:
        raise NotHere(_NOT_HERE)
    return opened


def _opened(document: Document, where: str, path: Path, kind: Kind, number: int) -> Opened:
    place = _place(document, where)
    label = place.with_name(f"{place.name}.name")
    if not (place.exists() and label.exists()):
        _write(place, label, path, kind, number)
    name = clean(label.read_text())
    try:
        content = examine(place, name)
    except Unacceptable as refused:
        return Opened(where, place, name, None, refused.reason)
    return Opened(where, place, content.name, content, None)


def _write(place: Path, label: Path, path: Path, kind: Kind, number: int) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f"{uuid4().hex}.tmp")
    limit = settings.UPLOAD_LIMIT
    try:
        with temporary.open("xb") as stream:

            def write(piece: bytes) -> None:
                if stream.tell() + len(piece) > limit:
                    raise FileTooLarge(limit)
                stream.write(piece)

            name = inside.write_piece(path, kind, number, write)
        label.write_text(name)
        temporary.replace(place)
    except inside.NotInside as error:
        raise NotHere(_NOT_HERE) from error
    except inside.Unreadable as error:
        raise NotHere(_("That piece does not open: it is damaged or locked.")) from error
    except OSError as error:
        raise told(error) from error
    finally:
        temporary.unlink(missing_ok=True)


def all_pieces(document: Document) -> Iterator[str]:
    """The way in of each piece of the first floor."""
    for piece in pieces_of(document):
        yield str(piece.number)


def _path(document: Document) -> Path:
    return blobs.existing_path(document.latest_blob.sha256)


def _place(document: Document, where: str) -> Path:
    sha256 = document.latest_blob.sha256
    root = Path(settings.CACHE_ROOT) / "pieces" / str(document.entity_id) / sha256[:2]
    return root / f"{sha256}-{where}"
