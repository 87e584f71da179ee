"""Documents that come in, or that the program makes, and their new versions."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.catalogue.selectors import types_in_use
from consistori.documents import blobs
from consistori.documents.blobs.quarantine import hold
from consistori.documents.events import DocumentReceived, VersionAdded
from consistori.documents.models import Blob, Document, DocumentVersion, VersionBlob
from consistori.documents.policies import may_receive, may_replace
from consistori.documents.received import ReceivedFile
from consistori.documents.rules import guessing
from consistori.documents.search.indexing import index_entry
from consistori.documents.services.describing import accepted_metadata
from consistori.formats.eni.identifiers import document_identifier
from consistori.formats.eni_xml import organ_code
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

_GUESSABLE = ("title", "type", "date_on", "origin", "elaboration", "language")


class SameText(AlreadyDone):
    """The new version has exactly the bytes of the current one."""

    default_code = "same-text"

    def __init__(self) -> None:
        super().__init__(_("It is exactly the text that is there already: there is nothing new in it."))


@act
def receive_document(
    *, by: Actor, received: ReceivedFile, title: str = "", type: DocumentType | None = None, **metadata: Any
) -> Document:
    """Keep a file as a new document [incorporar un document], with sensible guesses for what was not said.

    `metadata`: date_on, origin, elaboration, source_identifier, language, support, paper_place, state.
    `Document.twins` tells the others with the same bytes.
    Raises `FileRefused`, `FileTooLarge`, `StoreFull`, `NotPermitted`, `BadInput`.
    """
    ensure(may_receive(by))
    return _add_document(by, received, DocumentVersion.Making.BROUGHT, title, type, metadata)


@act
def create_from_bytes(
    *, by: Actor, data: bytes, name: str, title: str, type: DocumentType | None = None,
    origin: str = Document.Origin.ADMINISTRATION, **metadata: Any,
) -> Document:  # fmt: skip
    """Keep as a document something that the program has just made: a cover, a receipt, a resolution."""
    ensure(may_receive(by))
    known = {"elaboration": Document.Elaboration.ORIGINAL, "date_on": today(), **metadata, "origin": origin}
    received = ReceivedFile.from_bytes(name, data)
    return _add_document(by, received, DocumentVersion.Making.MADE, title, type, known)


@act
def new_version(document: Document, *, by: Actor, received: ReceivedFile) -> DocumentVersion:
    """Replace the text of a document [versió nova]; those before stay. A frozen one thaws: new text."""
    ensure(may_replace(by, document))
    received.content()
    last = DocumentVersion.objects.filter(document=document).order_by("-number").first()
    if last is not None and last.sha256 == received.blob.sha256:
        raise SameText
    version_id, blob_id = uuid7(), uuid7()
    number = (last.number if last else 0) + 1
    version = _add_version(by, document.pk, version_id, blob_id, received, number=number, source=last)
    _point_to_version(document, version, blob_id)
    announce(
        VersionAdded(
            document_id=document.pk, title=document.title, number=number, sha256=received.blob.sha256
        ),
        by=by,
    )
    return version


def _add_document(
    by: Actor,
    received: ReceivedFile,
    making: str,
    title: str,
    type: DocumentType | None,
    said: dict[str, Any],
    *,
    source: DocumentVersion | None = None,
) -> Document:
    content = received.content()
    said = accepted_metadata(said)
    values, guessed = _metadata(content, title, type, said)
    document_id, version_id, blob_id, moment = uuid7(), uuid7(), uuid7(), now()
    entity = current_entity()
    organ = organ_code(entity.dir3, entity.ine_code)
    document = Document(
        id=document_id,
        captured_at=moment,
        eni_identifier=document_identifier(organ, moment.astimezone().year, document_id),
        guessed=guessed,
        version_id=version_id,
        latest_blob_id=blob_id,
        created_by_id=by.person_id,
        created_by_name=by.name,
        search=index_entry(values["title"], content.name),
        **values,
    )
    # The keys to the version are checked at the end of the transaction, so each row is written once.
    document.save(force_insert=True)
    document.version = _add_version(
        by, document_id, version_id, blob_id, received, making=making, source=source
    )
    event = DocumentReceived(
        document_id=document_id, title=document.title, sha256=received.blob.sha256, name=content.name
    )
    announce(event, by=by)
    return document


def _metadata(
    content: Any, title: str, type: DocumentType | None, said: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The values of the document, and which of them are only guesses."""
    kind: Any = type
    if kind is None:
        kind = guessing.certain_type(named(content, title), types_in_use())
    return metadata_of(content, title, type, said, kind)


def metadata_of(
    content: Any, title: str, type: DocumentType | None, said: dict[str, Any], kind: Any
) -> tuple[dict[str, Any], list[str]]:
    """The same when its type, said or guessed, is known already: no statement."""
    title_here = named(content, title)
    guess = guessing.guess(
        content, title=title_here, today=today(), origin_of_type=kind.default_origin if kind else ""
    )
    values: dict[str, Any] = {
        "title": title_here,
        "type": kind,
        "date_on": guess.date_on,
        "origin": guess.origin,
        "elaboration": guess.elaboration,
        "language": guess.language,
    }
    told = {**said, **({"title": title_here} if title else {}), **({"type": type} if type else {})}
    guessed = [field for field in _GUESSABLE if field not in told and values[field]]
    return {**values, **told}, guessed


def named(content: Any, title: str) -> str:
    """The title that was said, tidy, or the one that its name or its inside says."""
    return _tidy(title) or guessing.title_of(content.name, content.properties)


def _tidy(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip()[: guessing.LONGEST_TITLE]


def _add_version(
    by: Actor, document_id: UUID, version_id: UUID, blob_id: UUID, received: ReceivedFile, **fields: Any
) -> DocumentVersion:
    """The row of a version and of its first blob; the bytes go to their place first."""
    content, blob = received.content(), received.blob
    if blob.size <= 0:
        raise BadInput(_("The file is empty. Look at it on your computer and bring it again."), field="file")
    if "pdfa" not in fields:
        fields["pdfa"] = received.pdfa()
    keep_blob(blob)
    if fields.get("making", DocumentVersion.Making.BROUGHT) == DocumentVersion.Making.BROUGHT:
        hold(blob.sha256)
    version = DocumentVersion(
        id=version_id,
        document_id=document_id,
        number=fields.pop("number", 1),
        name=content.name,
        media_type=content.media_type,
        format_name=content.eni_name,
        sha256=blob.sha256,
        size=blob.size,
        pages=content.pages,
        properties=content.properties,
        remarks=[*content.remarks, *fields.pop("remarks", [])],
        created_by_id=by.person_id,
        created_by_name=by.name,
        **fields,
    )
    version.save(force_insert=True)
    VersionBlob(
        id=blob_id, version_id=version_id, sha256=blob.sha256, size=blob.size, added_by_name=by.name
    ).save(force_insert=True)
    return version


def keep_blob(blob: blobs.ReceivedBlob) -> None:
    """Put the bytes in their place and write down that they are there."""
    blobs.keep(blob)
    Blob.objects.bulk_create(
        [Blob(sha256=blob.sha256, size=blob.size)],
        update_conflicts=True,
        unique_fields=["entity", "sha256"],
        update_fields=["erased_at"],
    )


def _point_to_version(document: Document, version: DocumentVersion, blob_id: UUID) -> None:
    document.version = version
    document.latest_blob_id = blob_id
    document.state = Document.State.FINAL if document.is_frozen else document.state
    document.edition += 1
    document.save(update_fields=["version", "latest_blob", "state", "edition"])
