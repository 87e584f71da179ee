"""The documents of the bench: rows as the acts write them, each with the bytes and the words of a real file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consistori.cases.events import DocumentFiled
from consistori.cases.models import CaseDocument, CaseFile
from consistori.config.bench.copying import Pattern
from consistori.config.bench.files import BenchFile
from consistori.config.bench.stories import Story
from consistori.documents.models import Document, DocumentText, DocumentVersion, VersionBlob
from consistori.formats.eni.identifiers import document_identifier
from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.kernel.text import index_of
from consistori.trail.facts import PendingEvent

TITLES = (
    "Sol·licitud",
    "Informe tècnic",
    "Plànol",
    "Justificant de pagament",
    "Requeriment",
    "Resolució",
    "Notificació",
)


@dataclass
class PaperRows:
    """Rows ready to be copied, table by table, and the facts of their filing."""

    documents: list[Any] = field(default_factory=list)
    versions: list[Any] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    blobs: list[Any] = field(default_factory=list)
    leaves: list[Any] = field(default_factory=list)
    events: list[PendingEvent] = field(default_factory=list)


class _Sheet:
    """The patterns of the rows of one file in one town."""

    def __init__(self, story: Story, file: BenchFile) -> None:
        town, at = story.town, now()
        whose: dict[str, Any] = {"entity": town}
        same: dict[str, Any] = {**whose, "sha256": file.sha256, "size": file.size}
        self.words = f"'@{town.pk}' {file.index}"
        self.document = Pattern(
            Document(
                entity=town, origin="administration", elaboration="EE01", language="ca", created_by_name="bench",
                captured_at=at,
            ),
            "id", "title", "date_on", "captured_at", "eni_identifier", "version_id", "latest_blob_id", "search",
        )  # fmt: skip
        self.version = Pattern(
            DocumentVersion(
                number=1, name=file.name, media_type=file.media_type, format_name=file.format_name, created_at=at,
                **same,
            ),
            "id", "document_id", "created_at",
        )  # fmt: skip
        text = DocumentText(
            state="read", text=file.text.replace("\x00", " "), language="ca", read_at=at, **whose
        )
        self.text = Pattern(text, "id", "version_id")
        self.blob = Pattern(VersionBlob(added_at=at, **same), "id", "version_id", "added_at")


class Papers:
    """Fills the cases of a town with documents, `total` in all, spread over its cases."""

    def __init__(self, story: Story, total: int, cases: int) -> None:
        self.story, self.total, self.cases = story, total, cases
        self.sheets = [_Sheet(story, file) for file in story.files]
        self.leaf = Pattern(
            CaseDocument(entity=story.town, added_at=now()),
            "id",
            "case_id",
            "document_id",
            "position",
            "added_at",
        )
        self.placed = self.seen = 0

    def of(self, cases: list[CaseFile]) -> PaperRows:
        """The documents of these cases, the next of the town."""
        rows = PaperRows()
        for case in cases:
            self.seen += 1
            for position in range(1, self.total * self.seen // self.cases - self.placed + 1):
                self._place(rows, case, position)
            self.placed = self.total * self.seen // self.cases
        return rows

    def _place(self, rows: PaperRows, case: CaseFile, position: int) -> None:
        sheet = self.sheets[(self.placed + position) % len(self.sheets)]
        document_id, version_id, blob_id, at = uuid7(), uuid7(), uuid7(), case.created_at
        title = f"{TITLES[(self.placed + position) % len(TITLES)]} {case.number}"
        search = f"{sheet.words} {index_of(title)}"
        identifier = document_identifier(self.story.organ, at.year, document_id)
        rows.documents.append(
            sheet.document.row(
                document_id, title, case.opened_on, at, identifier, version_id, blob_id, search
            )
        )
        rows.versions.append(sheet.version.row(version_id, document_id, at))
        rows.texts.append(sheet.text.row(uuid7(), version_id))
        rows.blobs.append(sheet.blob.row(blob_id, version_id, at))
        rows.leaves.append(self.leaf.row(uuid7(), case.pk, document_id, position, at))
        filed = DocumentFiled(case_id=case.pk, number=case.number, document_id=document_id, title=title)
        rows.events.append(PendingEvent(filed, self.story.by))
