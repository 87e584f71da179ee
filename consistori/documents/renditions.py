"""What is shown of a document beside a list: its pages, its words, its message, or an honest sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from consistori.documents import blobs, previews
from consistori.documents.arrivals.asking import ask_readable
from consistori.documents.arrivals.readable import is_wanted
from consistori.documents.arrivals.sentences import kept_as_brought, name_of_kind
from consistori.documents.models import Document
from consistori.formats import kinds, mail, words
from consistori.formats.kinds import Family
from consistori.kernel.errors import Refusal

MOST_PAGES = 40
MOST_BLOCKS = 400
MOST_LETTERS = 60_000


@dataclass(frozen=True)
class Rendition:
    """How a document is shown. `kind`: pages, text, mail, blocks, erased, missing or none.

    `is_rendition`: the pages are those of a copy to read; `has_layer`: their words can be selected and found.
    `kind_name` and `kept`: for what is only kept, what it is and what is done with it.
    """

    kind: str
    pages: range = range(0)
    page_count: int = 0
    first: int = 1
    text: str = ""
    mail: mail.Mail | None = None
    blocks: tuple[words.Block, ...] = ()
    is_cut: bool = False
    is_rendition: bool = False
    has_layer: bool = False
    kind_name: Any = ""
    kept: Any = ""

    @property
    def next_first(self) -> int:
        """The first page that is not shown; 0 if all are."""
        return self.pages.stop if self.pages.stop <= self.page_count else 0


def rendition_of(document: Document, *, first: int = 1) -> Rendition:
    """What to show of the current version; a statement is asked only where there may be a readable rendition."""
    if document.erased_at is not None:
        return Rendition("erased")
    version = document.version
    shown = previews.shown_of(document)
    if previews.page_count(shown):
        return _of_pages(shown, first)
    if is_wanted(version.kind):
        ask_readable(document)
    try:
        path = blobs.existing_path(document.latest_blob.sha256)
        return of_file(path, version.kind)
    except (Refusal, words.Unreadable, OSError):
        return Rendition("missing")


def of_file(path: Path, kind: kinds.Kind, *, pages: int | None = None, first: int = 1) -> Rendition:
    """What to show of a file on this machine: a piece inside a document. Raises `words.Unreadable` or `OSError`."""
    shown = previews.Shown(path.name, kind, pages)
    if previews.page_count(shown):
        return _of_pages(shown, first)
    if kind.family is Family.MAIL:
        return Rendition("mail", mail=mail.read(path))
    if words.has_outline(kind):
        found = tuple(islice(words.blocks_of(path, kind.media_type), MOST_BLOCKS + 1))
        return Rendition("blocks", blocks=found[:MOST_BLOCKS], is_cut=len(found) > MOST_BLOCKS)
    if kind.family is Family.TEXT or kind in {kinds.HTML, kinds.RTF}:
        text = words.text_of(path, kind.media_type) if kind.family is not Family.TEXT else _plain(path)
        return Rendition("text", text=text[:MOST_LETTERS], is_cut=len(text) > MOST_LETTERS)
    return Rendition("none", kind_name=name_of_kind(kind), kept=kept_as_brought(kind))


def _plain(path: Path) -> str:
    return words.plain_text(path, most=MOST_LETTERS + 4)


def _of_pages(shown: previews.Shown, first: int) -> Rendition:
    count = previews.page_count(shown)
    start = min(max(first, 1), count)
    pages = range(start, min(start + MOST_PAGES, count + 1))
    return Rendition(
        "pages",
        pages,
        count,
        start,
        is_rendition=shown.is_rendition,
        has_layer=shown.kind is kinds.PDF,
    )
