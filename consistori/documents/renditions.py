"""What is shown of a document beside a list: its pages, its words, its message, or an honest sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from consistori.documents import blobs, previews
from consistori.documents.models import Document
from consistori.formats import kinds, mail, words
from consistori.formats.kinds import Family
from consistori.kernel.errors import Refusal

MOST_PAGES = 40
MOST_BLOCKS = 400
MOST_LETTERS = 60_000


@dataclass(frozen=True)
class Rendition:
    """How a document is shown. `kind`: pages, text, mail, blocks, erased, missing or none."""

    kind: str
    pages: range = range(0)
    page_count: int = 0
    first: int = 1
    text: str = ""
    mail: mail.Mail | None = None
    blocks: tuple[words.Block, ...] = ()
    is_cut: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def next_first(self) -> int:
        """The first page that is not shown; 0 if all are."""
        return self.pages.stop if self.pages.stop <= self.page_count else 0


def rendition_of(document: Document, *, first: int = 1) -> Rendition:
    """What to show of the current version; no statement is asked."""
    version = document.version
    if document.erased_at is not None:
        return Rendition("erased")
    count = previews.page_count(version)
    if count:
        start = min(max(first, 1), count)
        return Rendition("pages", range(start, min(start + MOST_PAGES, count + 1)), count, start)
    try:
        path = blobs.existing_path(document.latest_blob.sha256)
        return _of_words(path, version.media_type, version.kind)
    except (Refusal, words.Unreadable, OSError):
        return Rendition("missing")


def _of_words(path: Any, media_type: str, kind: kinds.Kind) -> Rendition:
    if kind.family is Family.MAIL:
        return Rendition("mail", mail=mail.read(path))
    if kind.family in {Family.WRITER, Family.SHEET, Family.SLIDES}:
        found = tuple(islice(words.blocks_of(path, media_type), MOST_BLOCKS + 1))
        return Rendition("blocks", blocks=found[:MOST_BLOCKS], is_cut=len(found) > MOST_BLOCKS)
    if kind.family is Family.TEXT:
        text = words.plain_text(path, most=MOST_LETTERS + 4)
        return Rendition("text", text=text[:MOST_LETTERS], is_cut=len(text) > MOST_LETTERS)
    if kind is kinds.HTML:
        return Rendition("text", text=words.text_of(path, media_type)[:MOST_LETTERS])
    return Rendition("none")
