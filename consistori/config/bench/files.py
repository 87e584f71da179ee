"""The real files from which the documents of the bench are drawn, each read for its words only once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst

from consistori.config.bench.sentences import SENTENCES
from consistori.documents.services import ReceivedFile
from consistori.formats import words
from consistori.kernel.text import index_of

DEMO_FILES = Path(__file__).resolve().parent.parent / "demo" / "files"
NOT_DOCUMENTS = {"ORIGIN.md"}
ROOM = "a " * 8
"""Little words that take the places of those of the title, which each document has of its own."""

STREETS = tuple(
    f"{first}{last}"
    for first in ("Ald", "Bren", "Cort", "Durb", "Esp", "Fald", "Gorn", "Hosp", "Izk", "Jov")
    for last in ("aric", "ell", "omí", "urbana", "etxe", "illot")
)
"""Sixty streets that are nowhere: each is named in a few of every hundred reports."""


@dataclass(frozen=True)
class BenchFile:
    """A file as it would be after its words were read."""

    name: str
    data: bytes
    sha256: str
    media_type: str
    format_name: str
    text: str
    index: str
    """Its name and its words in their places, as a `tsvector` is written, with room before them for a title."""

    @property
    def size(self) -> int:
        return len(self.data)


def bench_files(many: int) -> list[BenchFile]:
    """The files of the demo, and reports of one to four pages written for the bench, all different."""
    found = []
    for name, data in _drawn(many):
        received = ReceivedFile.from_bytes(name, data)
        content = received.content()
        text = _text_of(received.blob.path, content.kind.media_type)
        found.append(
            BenchFile(
                name,
                data,
                received.blob.sha256,
                content.kind.media_type,
                content.eni_name,
                text,
                index_of(ROOM, name, text),
            )
        )
    return found


def _text_of(path: Path, media_type: str) -> str:
    try:
        return words.text_of(path, media_type)
    except words.Unreadable:
        return ""


def _drawn(many: int) -> Iterator[tuple[str, bytes]]:
    paths = [p for p in sorted(DEMO_FILES.iterdir()) if p.is_file() and p.name not in NOT_DOCUMENTS]
    for path in paths[:many]:
        yield path.name, path.read_bytes()
    chance = random.Random(2026)  # noqa: S311 - the same reports each time
    for n in range(max(many - len(paths), 0)):
        yield f"informe {n + 1}.pdf", _report(chance, n + 1)


def reference(n: int) -> str:
    """The word that only the report `n` has."""
    return f"ref{n:04d}x"


def _report(chance: random.Random, n: int) -> bytes:
    paragraphs = [
        " ".join(chance.choices(SENTENCES, k=chance.randint(4, 9))) for _ in range(chance.randint(3, 24))
    ]
    # Words that all have, words that a few of a hundred have, and one that no other report has.
    paragraphs[0] += (
        f" Finca del carrer {chance.choice(STREETS)}, {chance.randint(1, 90)}; referència {reference(n)}."
    )
    source = f'#set document(title: "Informe {n}")\n#set text(lang: "ca")\n= Informe {n}\n\n' + "\n\n".join(
        paragraphs
    ).replace("#", "\\#").replace("@", "\\@").replace("$", "\\$")
    return bytes(typst.compile(source.encode()))
