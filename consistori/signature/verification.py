"""Checking a document by its code [codi segur de verificació] (R-CSV-01, N-CSV-05).

Public, free, without login. A code that does not exist, one that is badly written and one whose seal does not
hold get the same answer after the same time.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from consistori.documents import blobs
from consistori.documents.models import DocumentVersion, VersionBlob
from consistori.documents.selectors import version_with_code
from consistori.formats.codes import NotACode, normalise, prefix_of
from consistori.kernel.actor import Actor
from consistori.signature.engine.facts import Report, SignatureFacts, Standing
from consistori.signature.models import SignatureRequest
from consistori.signature.numbering import Numbering, numbering_of
from consistori.signature.ports import trust_list
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.readings import record_reading

ANSWER_SECONDS = 0.35
YEARS_AVAILABLE = 5
PUBLIC = "public"


@dataclass(frozen=True)
class Paper:
    """A document found by its code: what the public page shows and serves."""

    entity: Entity
    code: str
    document_id: UUID
    version: DocumentVersion
    title: str
    date_on: date | None
    created_at: datetime
    pages: int
    path: Path
    sha256: str
    size: int
    hashes: tuple[str, ...]
    unsigned_posts: tuple[str, ...]
    numbering: Numbering | None = None

    @property
    def file_name(self) -> str:
        """Name for whoever downloads it: the code, which reveals nothing."""
        return f"{self.code}.pdf"


@dataclass(frozen=True)
class VerificationReport:
    """A document found by its code and what can be said of its signatures now."""

    paper: Paper
    report: Report
    is_kept_whole: bool

    @property
    def standing(self) -> Standing:
        """What the page says of all together."""
        if not self.is_kept_whole:
            return Standing.INVALID
        return Standing.UNKNOWN if self.is_unsigned else self.report.standing

    @property
    def signatures(self) -> tuple[SignatureFacts, ...]:
        return self.report.signatures

    @property
    def is_unsigned(self) -> bool:
        """Frozen, and nobody has signed it yet."""
        return self.report.problem == "no-signatures"


@dataclass(frozen=True)
class Comparison:
    """A file that somebody brought, beside ours.

    `revision` is which of our revisions it is: 0 the text before any signature, 1 with the first one…; None
    when it is none of them.
    """

    name: str
    sha256: str
    size: int
    pages: int | None
    revision: int | None
    is_last: bool
    signatures_then: int

    @property
    def is_ours(self) -> bool:
        return self.revision is not None


def find_paper(written: str, *, client: str = "") -> Paper | None:
    """The document of a code as a person typed it; the access is logged. None when there is none."""
    try:
        code = normalise(written)
        entity = Entity.objects.filter(code_prefix=prefix_of(code)).first()
    except NotACode:
        return None
    if entity is None:
        return None
    with working_for(entity):
        version = version_with_code(code)
        if version is None or not version.code_holds:
            return None
        last_first = list(VersionBlob.objects.filter(version=version).order_by("-position"))
        open_ones = SignatureRequest.objects.filter(version=version).unsettled()
        record_reading(by=_anybody(entity, client), kind="verification", id=version.document_id, label=code)
        return Paper(
            entity=entity,
            code=code,
            document_id=version.document_id,
            version=version,
            title=version.document.title,
            date_on=version.document.date_on,
            created_at=version.created_at,
            pages=version.pages or 0,
            path=blobs.existing_path(last_first[0].sha256),
            sha256=last_first[0].sha256,
            size=last_first[0].size,
            hashes=tuple(blob.sha256 for blob in reversed(last_first)),
            unsigned_posts=tuple(row.said_post for row in open_ones.order_by("place")),
            numbering=numbering_of(version.document_id),
        )


def verify(written: str, *, client: str = "") -> VerificationReport | None:
    """The document of a code and whether its signatures hold now. None when there is no such code.

    Asks about revocation, so it must not be called inside a transaction.
    """
    paper = find_paper(written, client=client)
    if paper is None:
        return None
    # Loaded when first needed: pyHanko costs most of a second of every start.
    from consistori.signature.engine.validation import report_on

    data = paper.path.read_bytes()
    return VerificationReport(paper, report_on(data, trust_list()), _is_kept_whole(paper, data))


def _is_kept_whole(paper: Paper, data: bytes) -> bool:
    """Whether the stored bytes are those that were signed, and begin with the text that has the code."""
    text = hashlib.sha256(data[: paper.version.size]).hexdigest()
    return hashlib.sha256(data).hexdigest() == paper.sha256 and text == paper.version.sha256


def compare(paper: Paper, *, name: str, sha256: str, size: int, pages: int | None) -> Comparison:
    """Put a brought file (hashed already, kept nowhere) beside ours, letter by letter through its hash."""
    revision = paper.hashes.index(sha256) if sha256 in paper.hashes else None
    return Comparison(
        name=name,
        sha256=sha256,
        size=size,
        pages=pages,
        revision=revision,
        is_last=revision is not None and revision == len(paper.hashes) - 1,
        signatures_then=revision or 0,
    )


@contextmanager
def same_time(seconds: float | None = None) -> Iterator[None]:
    """Take at least that long, so that the time of an answer tells nothing of what was found."""
    until = time.monotonic() + (ANSWER_SECONDS if seconds is None else seconds)
    try:
        yield
    finally:
        time.sleep(max(0.0, until - time.monotonic()))


def differences(ours: str, theirs: str, *, groups: int = 4) -> list[tuple[str, str, bool]]:
    """The first groups of four characters of both hashes, and whether each pair differs."""
    pairs = []
    for start in range(0, groups * 4, 4):
        left, right = ours[start : start + 4], theirs[start : start + 4]
        pairs.append((left, right, left != right))
    return pairs


def _anybody(entity: Entity, client: str) -> Actor:
    """Whoever has the code; nothing is asked about who they are."""
    return Actor(person_id=None, name=client or "-", entity_id=entity.pk, channel=PUBLIC)
