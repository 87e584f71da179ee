"""Questions about documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.documents.models import Document, DocumentText, DocumentVersion
from consistori.documents.policies import is_reserved, may_read, may_receive
from consistori.documents.rules.guessing import likely_types
from consistori.documents.services.binning import DAYS_IN_BIN
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy.search import matching
from consistori.trail.readings import record_reading


def document_for(actor: Actor, document_id: UUID) -> Document:
    """The document, with its version and type, for whoever may read it; for the rest it is not here.

    Raises `NotHere`. The reading is not written down: pages and downloads use `readable_document`.
    """
    document = Document.objects.with_version().filter(pk=document_id).first()
    if document is None or not may_read(actor, document):
        raise NotHere(_("There is no such document here."))
    return document


def readable_document(actor: Actor, document_id: UUID) -> Document:
    """The same, and writes in the log of readings that the actor opened it."""
    document = document_for(actor, document_id)
    # Logs are read by people who do not read what is reserved: its title stays out of them.
    reserved = is_reserved(document)
    label = "" if reserved else document.title
    record_reading(by=actor, kind="document", id=document.pk, label=label, reserved=reserved)
    return document


def versions_of(document: Document) -> list[DocumentVersion]:
    """Its versions, the newest first, with their blobs. Two statements."""
    return list(document.versions.prefetch_related("blobs").order_by("-number"))


def words_of(version: DocumentVersion) -> DocumentText | None:
    """What the job has read; None while it has not."""
    return DocumentText.objects.filter(version=version).first()


def search_documents(actor: Actor, words: str, *, limit: int = 20) -> list[Document]:
    """Documents that have every word, in their title, name or text, that the actor may read."""
    found = matching(Document.objects.kept().with_version(), words).order_by("-captured_at")
    readable: list[Document] = []
    for document in found[: limit * 4]:
        if may_read(actor, document):
            readable.append(document)
        if len(readable) == limit:
            break
    return readable


def in_bin(actor: Actor) -> list[Document]:
    """What is in the bin of the entity, the latest first."""
    ensure(may_receive(actor))
    return list(Document.objects.in_bin().with_version().order_by("-discarded_at")[:200])


def over_in_bin() -> QuerySet[Document]:
    """What has been in the bin for its thirty days."""
    found: QuerySet[Document] = Document.objects.in_bin().filter(
        discarded_at__lte=now() - timedelta(days=DAYS_IN_BIN)
    )
    return found


def version_with_code(code: str) -> DocumentVersion | None:
    """The frozen version with that (normalised) code in the entity of the scope, with its document."""
    found: DocumentVersion | None = (
        DocumentVersion.objects.filter(code=code).select_related("document", "document__type").first()
    )
    return found


@dataclass(frozen=True)
class TypeChooser:
    """What an attachment without type may be: the one proposed, another at hand, and all the others."""

    proposed: DocumentType | None
    at_hand: list[DocumentType]
    others: list[DocumentType]


def type_chooser(document: Document, *, most: int = 2) -> TypeChooser:
    """The types of the town for an attachment: those that its title speaks of, then the usual ones.

    One statement.
    """
    types: list[DocumentType] = list(DocumentType.objects.in_use())
    inside = document.version.properties.get("title", "")
    found = likely_types(document.title, types, most=most) or likely_types(inside, types, most=most)
    likely: list[Any] = [kind for kind, _mark in found]
    proposed = likely[0] if likely else None
    at_hand = [*likely[1:], *(kind for kind in types if kind not in likely)][: most - bool(proposed)]
    shown = {kind.pk for kind in (*at_hand, proposed) if kind is not None}
    return TypeChooser(proposed, at_hand, [kind for kind in types if kind.pk not in shown])


def documents_by_id(ids: Iterable[UUID]) -> dict[UUID, Document]:
    """Documents with their version, by identifier. One statement."""
    return {document.pk: document for document in Document.objects.with_version().filter(pk__in=list(ids))}
