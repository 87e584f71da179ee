"""Files that wait [fitxers en espera]: examined, in the store and in quarantine like any other, and of no document yet.

A person brings them to a draft; when it is sent they become documents without being read again, and when it is thrown
away nothing of them is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consistori.documents import blobs, previews
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.blobs.quarantine import hold
from consistori.documents.errors import remarks_in_words
from consistori.documents.models import ArrivalReport, Blob, VersionBlob
from consistori.documents.received import ReceivedFile
from consistori.documents.services.receiving import keep_blob
from consistori.formats import kinds
from consistori.formats.content import Content, Remark
from consistori.kernel.clock import now
from consistori.tenancy.scope import current_entity

WaitedFor = Callable[[set[str]], set[str]]
"""(hashes) -> those of them with which something still waits, in the scope."""

waited_for: list[WaitedFor] = []
"""Hung by each room that lets files wait: the same bytes may wait in two of them."""


@dataclass(frozen=True)
class WaitingFile:
    """What a file is, as plain values that JSON keeps: `from_json(asdict(waiting))` gives it again."""

    sha256: str
    size: int
    name: str
    media_type: str
    pages: int | None = None
    remarks: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    pdfa: str = ""

    @property
    def kind(self) -> kinds.Kind:
        return kinds.kind_of(self.media_type)

    @property
    def remarks_in_words(self) -> list[Any]:
        """What is told of it, in sentences."""
        return remarks_in_words(self.remarks)

    def received(self) -> ReceivedFile:
        """The file for the act that makes a document of it; its bytes are in the store already."""
        blob = ReceivedBlob(self.sha256, self.size, Path("/nowhere") / self.sha256)
        blob.taken()
        remarks = tuple(Remark(remark) for remark in self.remarks)
        content = Content(self.kind, self.name, remarks, self.pages, dict(self.properties))
        return ReceivedFile(self.name, blob, _content=content, _pdfa=self.pdfa)


def let_wait(received: ReceivedFile) -> WaitingFile:
    """Keep the bytes of a file that has no document yet. Raises `FileRefused`, `StoreFull`, `StoreUnreachable`."""
    content, pdfa = received.content(), received.pdfa()
    keep_blob(received.blob)
    hold(received.blob.sha256)
    return WaitingFile(
        sha256=received.blob.sha256,
        size=received.blob.size,
        name=content.name,
        media_type=content.media_type,
        pages=content.pages,
        remarks=[str(remark) for remark in content.remarks],
        properties=dict(content.properties),
        pdfa=pdfa,
    )


def harmful_among(hashes: set[str]) -> set[str]:
    """Those in which the scanner found a program that harms. One statement."""
    rows = Blob.objects.filter(sha256__in=hashes, scan=Blob.Scan.HARMFUL)
    return set(rows.values_list("sha256", flat=True))


def forget_waiting(hashes: set[str]) -> int:
    """Erase the bytes that no document has and with which nothing waits any more. Returns how many were.

    The rows that let them wait are gone already.
    """
    used = set(VersionBlob.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    used |= set(
        ArrivalReport.objects.filter(readable_sha256__in=hashes).values_list("readable_sha256", flat=True)
    )
    for ask in waited_for:
        used |= ask(hashes)
    alone = hashes - used
    Blob.objects.filter(sha256__in=alone).update(erased_at=now())
    for sha256 in alone:
        blobs.erase(sha256)
        previews.forget(current_entity().pk, sha256)
    return len(alone)
