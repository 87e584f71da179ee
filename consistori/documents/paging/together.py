"""The same said of many documents at once, each one's own answer told, and undone whole while nobody changed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.documents.models import DescribedTogether, Document
from consistori.documents.services.describing import describe_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Refusal
from consistori.trail import act

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Outcome:
    """What came of it: the record that undoes it, the documents that changed, and why the others did not."""

    record: DescribedTogether | None
    changed: list[Document] = field(default_factory=list)
    refused: list[tuple[Document, Refusal]] = field(default_factory=list)


@act
def describe_together(documents: Sequence[Document], *, by: Actor, **metadata: Any) -> Outcome:
    """Say the same of all: one that refuses stops no other. Raises `BadInput` if nothing is said, or of whom."""
    if not documents:
        raise BadInput(_("Choose at least one document."), field="leaf")
    if len(documents) > MOST_AT_ONCE:
        raise BadInput(_("Choose at most 500 documents at once."), field="leaf")
    if not metadata:
        raise BadInput(_("Say what is to be changed."), field="type")
    before: dict[str, Any] = {}
    changed: list[Document] = []
    refused: list[tuple[Document, Refusal]] = []
    for document in documents:
        said = {name: _plain(getattr(document, name)) for name in metadata}
        guessed, edition = list(document.guessed), document.edition
        try:
            describe_document(document, by=by, **metadata)
        except Refusal as refusal:
            refused.append((document, refusal))
            continue
        if document.edition != edition:
            before[str(document.pk)] = {"values": said, "guessed": guessed, "edition": document.edition}
            changed.append(document)
    record = None
    if before:
        record = DescribedTogether.objects.create(
            fields=sorted(metadata), before=before, done_by_id=by.person_id, done_by_name=by.name
        )
    return Outcome(record, changed, refused)


@act
def undo_together(record: DescribedTogether, *, by: Actor) -> Outcome:
    """Each document says again what it said; those that somebody changed since then stay, and are told."""
    locked = DescribedTogether.objects.select_for_update().get(pk=record.pk)
    if locked.undone_at is not None:
        raise AlreadyDone(_("It is undone already."))
    if not by.is_system and locked.done_by_id != by.person_id:
        raise NotPermitted(_("Whoever did it undoes it."))
    changed: list[Document] = []
    refused: list[tuple[Document, Refusal]] = []
    for document in Document.objects.with_version().filter(pk__in=list(locked.before)):
        kept = locked.before[str(document.pk)]
        if document.edition != kept["edition"]:
            refused.append((document, Refusal(_("Somebody changed it since then: it stays as it is."))))
            continue
        try:
            describe_document(document, by=by, **{k: _typed(k, v) for k, v in kept["values"].items()})
        except Refusal as refusal:
            refused.append((document, refusal))
            continue
        document.guessed = kept["guessed"]
        document.save(update_fields=["guessed"])
        changed.append(document)
    locked.undone_at, locked.undone_by_name = now(), by.name
    locked.save(update_fields=["undone_at", "undone_by_name"])
    return Outcome(locked, changed, refused)


def _plain(value: Any) -> Any:
    if isinstance(value, DocumentType):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: Any) -> Any:
    if name == "type" and value:
        return DocumentType.objects.filter(pk=value).first()
    return date.fromisoformat(value) if name == "date_on" and value else value
