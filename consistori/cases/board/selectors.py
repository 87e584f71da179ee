"""What a case has on the board, and what of it could be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from consistori.cases.models import CaseDocument, CaseEdict, CaseFile
from consistori.cases.visibility import readable_by
from consistori.documents.writing.kind import is_written
from consistori.formats.kinds import Family
from consistori.kernel.actor import Actor


def edicts_of(case: CaseFile) -> list[CaseEdict]:
    """Those of a case that nobody gave up, the newest first. One statement."""
    rows = CaseEdict.objects.filter(case=case, edict__dropped_at=None)
    return list(rows.select_related("edict__certificate").order_by("-added_at"))


def thread_of(edict_id: UUID) -> CaseEdict | None:
    """The case from which an edict was published. One statement."""
    found: CaseEdict | None = (
        CaseEdict.objects.select_related("case", "step", "edict").filter(edict_id=edict_id).first()
    )
    return found


def hidden_from(actor: Actor, documents: Sequence[UUID]) -> set[UUID]:
    """Those documents that lie only in cases that the actor may not read. Two statements."""
    leaves = CaseDocument.objects.filter(document_id__in=list(documents))
    readable = CaseFile.objects.filter(readable_by(actor)).values("pk")
    seen = set(leaves.filter(case__in=readable).values_list("document_id", flat=True))
    return set(leaves.values_list("document_id", flat=True)) - seen


def publishable(case: CaseFile) -> list[CaseDocument]:
    """Its documents with pages, the newest first; not those that the board made itself. One statement."""
    rows = CaseDocument.objects.filter(case=case, document__discarded_at=None).alive()
    taken: set[Any] = set()
    for keys in CaseEdict.objects.filter(case=case).values_list(
        "edict__shown_id", "edict__certificate_id", "edict__entry_slip_id"
    ):
        taken |= {key for key in keys if key}
    leaves = rows.exclude(document_id__in=taken).select_related("document__version").order_by("-added_at")
    return [leaf for leaf in leaves if _has_pages(leaf)]


def _has_pages(leaf: CaseDocument) -> bool:
    document = leaf.document
    return document.kind.family in _WITH_PAGES or is_written(document.version.media_type)


_WITH_PAGES = frozenset({Family.PDF, Family.WRITER, Family.SHEET, Family.IMAGE})
