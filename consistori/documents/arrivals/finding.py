"""Looking for words inside one document [cercar en el document / buscar en el documento], and comparing two texts."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consistori.documents import blobs
from consistori.documents.models import Document, DocumentText
from consistori.documents.previews import Shown
from consistori.formats import kinds, words
from consistori.formats.layers import places

MOST_FOUND = 100
MOST_READ_NOW = 60
"""Pages that are read while the person waits, when the job has not read them yet."""

_AROUND = 60
_MOST_WORDS = 20_000


@dataclass(frozen=True)
class Found:
    """A page with what was looked for: `before`, `hit` and `after` are its first place; `times`, how many."""

    page: int
    before: str
    hit: str
    after: str
    times: int


@dataclass(frozen=True)
class Answer:
    """Where the words come. `is_read`: whether all the document could be looked at."""

    found: tuple[Found, ...]
    is_read: bool

    @property
    def times(self) -> int:
        return sum(each.times for each in self.found)


def find_in(document: Document, shown: Shown, wanted: str) -> Answer:
    """The pages of the document with `wanted`, whatever accents and capitals."""
    texts, is_read = pages_of(document, shown)
    found = [one for number, text in enumerate(texts, start=1) if (one := _in_page(number, text, wanted))]
    return Answer(tuple(found[:MOST_FOUND]), is_read)


def pages_of(document: Document, shown: Shown) -> tuple[list[str], bool]:
    """The words page by page, as the job kept them, or read now if it has not and they are few."""
    if shown.kind is not kinds.PDF:
        return [], True
    kept = None
    if not shown.is_rendition:
        kept = DocumentText.objects.filter(version_id=document.version_id).first()
    if kept is not None and kept.state != DocumentText.State.FAILED:
        pages = kept.text.split("\n\f")
        return pages, len(pages) >= min(shown.pages or 1, words.MOST_PAGES)
    return _read_now(blobs.existing_path(shown.sha256)), (shown.pages or 1) <= MOST_READ_NOW


def _read_now(path: Path) -> list[str]:
    try:
        return list(words.pdf_pages(path, most=MOST_READ_NOW))
    except words.Unreadable:
        return []


def _in_page(number: int, text: str, wanted: str) -> Found | None:
    found = places(text, wanted)
    if not found:
        return None
    start, end = found[0]
    before = " ".join(text[max(0, start - _AROUND) : start].split())
    after = " ".join(text[end : end + _AROUND].split())
    return Found(number, before, " ".join(text[start:end].split()), after, len(found))


@dataclass(frozen=True)
class Run:
    """Words that are the same, were taken away or were added. `mark`: `same`, `gone` or `new`."""

    mark: str
    text: str


def differences(old: str, new: str) -> list[Run]:
    """What changed from one text to another, word by word; what is the same is shortened."""
    before, after = old.split()[:_MOST_WORDS], new.split()[:_MOST_WORDS]
    runs: list[Run] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > 2_000)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("same", _shortened(before[a1:a2])))
            continue
        runs.extend(_runs(before[a1:a2], after[b1:b2]))
    return runs


def _runs(gone: list[str], new: list[str]) -> Iterator[Run]:
    if gone:
        yield Run("gone", " ".join(gone))
    if new:
        yield Run("new", " ".join(new))


def _shortened(same: list[str]) -> str:
    return " ".join(same) if len(same) <= 24 else " ".join([*same[:10], "…", *same[-10:]])
