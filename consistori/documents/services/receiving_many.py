"""Many documents at once, of files that are in the store already: the statements do not grow with their number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consistori.catalogue.selectors import types_in_use
from consistori.documents.blobs.quarantine import hold
from consistori.documents.blobs.scanning import is_there_one
from consistori.documents.events import DocumentReceived
from consistori.documents.models import Blob, Document, DocumentVersion, VersionBlob
from consistori.documents.policies import may_receive
from consistori.documents.received import ReceivedFile
from consistori.documents.rules import guessing
from consistori.documents.search.indexing import index_entry
from consistori.documents.services.describing import accepted_metadata
from consistori.documents.services.receiving import keep_blob, metadata_of, named
from consistori.formats.eni.identifiers import document_identifier
from consistori.formats.eni_xml import organ_code
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import ensure
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

_AT_ONCE = 200
"""Rows of one statement: the words of each document travel in it."""


@act
def receive_waiting(
    *, by: Actor, files: Sequence[tuple[ReceivedFile, str]], **metadata: Any
) -> list[Document]:
    """Keep as documents, in their order, files that waited; of each, the file and its title (empty: guessed).

    `metadata` is that of all, as in `receive_document`. What is not in the store yet is put there, one by one.
    Raises `StoreFull`, `StoreUnreachable`, `NotPermitted`, `BadInput`.
    """
    ensure(may_receive(by))
    said = accepted_metadata(metadata)
    for received, _title in files:  # before its bytes go to their place
        received.pdfa()
    _keep([received for received, _title in files])
    kinds_in_use = types_in_use()
    documents = [_document(by, received, title, said, kinds_in_use) for received, title in files]
    versions = [_version(by, received, one) for (received, _title), one in zip(files, documents, strict=True)]
    pieces = [_piece(by, version, one) for version, one in zip(versions, documents, strict=True)]
    # The keys to the version are checked at the end of the transaction, so each row is written once.
    Document.objects.bulk_create(documents, batch_size=_AT_ONCE)
    DocumentVersion.objects.bulk_create(versions, batch_size=_AT_ONCE)
    VersionBlob.objects.bulk_create(pieces, batch_size=_AT_ONCE)
    for one, version in zip(documents, versions, strict=True):
        one.version = version
        event = DocumentReceived(
            document_id=one.pk, title=one.title, sha256=version.sha256, name=version.name
        )
        announce(event, by=by)
    return documents


def _keep(files: Sequence[ReceivedFile]) -> None:
    hashes = {received.blob.sha256 for received in files}
    kept = dict(Blob.objects.filter(sha256__in=hashes, erased_at=None).values_list("sha256", "scan"))
    for received in files:
        if received.blob.sha256 not in kept:
            keep_blob(received.blob)
            kept[received.blob.sha256] = Blob.Scan.NONE
    if is_there_one():
        for sha256, scan in kept.items():
            if scan == Blob.Scan.NONE:
                hold(sha256)


def _document(
    by: Actor, received: ReceivedFile, title: str, said: dict[str, Any], kinds_in_use: Sequence[Any]
) -> Document:
    content, moment, document_id = received.content(), now(), uuid7()
    kind = said.get("type") or guessing.certain_type(named(content, title), kinds_in_use)
    values, guessed = metadata_of(content, title, said.get("type"), said, kind)
    entity = current_entity()
    organ = organ_code(entity.dir3, entity.ine_code)
    return Document(
        id=document_id,
        captured_at=moment,
        eni_identifier=document_identifier(organ, moment.astimezone().year, document_id),
        guessed=guessed,
        version_id=uuid7(),
        latest_blob_id=uuid7(),
        created_by_id=by.person_id,
        created_by_name=by.name,
        search=index_entry(values["title"], content.name),
        **values,
    )


def _version(by: Actor, received: ReceivedFile, document: Document) -> DocumentVersion:
    content, blob = received.content(), received.blob
    return DocumentVersion(
        id=document.version_id,
        document_id=document.pk,
        number=1,
        making=DocumentVersion.Making.BROUGHT,
        name=content.name,
        media_type=content.media_type,
        format_name=content.eni_name,
        sha256=blob.sha256,
        size=blob.size,
        pages=content.pages,
        properties=content.properties,
        remarks=[*content.remarks],
        pdfa=received.pdfa(),
        created_by_id=by.person_id,
        created_by_name=by.name,
    )


def _piece(by: Actor, version: DocumentVersion, document: Document) -> VersionBlob:
    return VersionBlob(
        id=document.latest_blob_id,
        version_id=version.pk,
        sha256=version.sha256,
        size=version.size,
        added_by_name=by.name,
    )
