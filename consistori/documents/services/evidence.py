"""Evidence [evidència]: signatures and timestamps appended to the bytes of a version (design, decision 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.events import EvidenceAppended
from consistori.documents.models import Blob, Document, DocumentVersion, VersionBlob
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.trail import act, announce

_PIECE = 1024 * 1024


class NotAnIncrement(Refusal):
    """The new bytes do not begin with the whole of the ones before: they would lose what was signed."""

    default_code = "not-an-increment"

    def __init__(self) -> None:
        super().__init__(_("The signed file does not contain the document as it was. Nothing was kept."))


@dataclass(frozen=True)
class Evidence:
    """A file to be kept on top of the bytes of a version: «signature», «evidence» or «timestamp»."""

    version: DocumentVersion
    blob: ReceivedBlob
    kind: str

    @property
    def is_signature(self) -> bool:
        return self.kind == VersionBlob.Kind.SIGNATURE


@act
def append_evidence(
    version: DocumentVersion, *, blob: ReceivedBlob | bytes, kind: str, by: Actor
) -> VersionBlob:
    """Keep the version's bytes with one more signature, evidence or timestamp on top. See `append_evidences`."""
    received = blobs.receive_bytes(blob) if isinstance(blob, bytes) else blob
    return append_evidences([Evidence(version, received, kind)], by=by)[0]


@act
def append_evidences(added: Sequence[Evidence], *, by: Actor) -> list[VersionBlob]:
    """Keep many at once, in their order; a version may come several times. Five statements whatever their number.

    Only the text of today is signed; what makes a signature last may be put also on an older version, and does not
    change the edition of its document: nobody who is writing in it is disturbed. The permission belongs to whoever
    signs: the signature room asks it. Raises `NotAnIncrement`.
    """
    documents = _locked({one.version.document_id for one in added})
    tops = _tops({one.version.pk for one in added})
    rows: list[VersionBlob] = []
    for one in added:
        document, version_id = documents[one.version.document_id], one.version.pk
        if one.is_signature and (document.version_id != version_id or not document.is_frozen):
            raise Refusal(
                _("The text has changed since: it must be sent to be signed again."), code="other-text"
            )
        rows.append(_on_top(one, tops[version_id], by))
        tops[version_id] = _Top(rows[-1].position, one.blob.size, received=one.blob)
        if document.version_id == version_id:
            document.latest_blob = rows[-1]
            document.edition += one.is_signature
    _keep([one.blob for one in added])
    VersionBlob.objects.bulk_create(rows)
    if len(documents) == 1:
        next(iter(documents.values())).save(update_fields=["latest_blob", "edition"])
    else:
        Document.objects.bulk_update(documents.values(), ["latest_blob", "edition"])
    for one in added:
        document = documents[one.version.document_id]
        said = EvidenceAppended(
            document_id=document.pk, title=document.title, evidence=one.kind, sha256=one.blob.sha256
        )
        announce(said, by=by)
    return rows


@dataclass(frozen=True)
class _Top:
    """The last bytes of a version: kept already, or about to be."""

    position: int
    size: int
    sha256: str = ""
    received: ReceivedBlob | None = None


def _locked(ids: set[UUID]) -> dict[UUID, Document]:
    """Always in the same order, so that two batches do not wait for each other."""
    rows = Document.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {document.pk: document for document in rows}


def _tops(version_ids: Iterable[UUID]) -> dict[UUID, _Top]:
    rows = VersionBlob.objects.filter(version_id__in=list(version_ids)).order_by("version_id", "-position")
    return {row.version_id: _Top(row.position, row.size, row.sha256) for row in rows.distinct("version_id")}


def _on_top(one: Evidence, top: _Top, by: Actor) -> VersionBlob:
    if not _begins_with(one.blob, top):
        raise NotAnIncrement
    return VersionBlob(
        version=one.version,
        position=top.position + 1,
        kind=one.kind,
        sha256=one.blob.sha256,
        size=one.blob.size,
        added_by_name=by.name,
    )


def _keep(received: Iterable[ReceivedBlob]) -> None:
    """Put the bytes in their places and write down that they are there."""
    found = {blob.sha256: blob for blob in received}
    for blob in found.values():
        blobs.keep(blob)
    Blob.objects.bulk_create(
        [Blob(sha256=blob.sha256, size=blob.size) for blob in found.values()],
        update_conflicts=True,
        unique_fields=["entity", "sha256"],
        update_fields=["erased_at"],
    )


def _begins_with(received: ReceivedBlob, top: _Top) -> bool:
    if received.size <= top.size:
        return False
    before = _open(top.received) if top.received else blobs.open(top.sha256)
    with _open(received) as new, before as old:
        while piece := old.read(_PIECE):
            if new.read(len(piece)) != piece:
                return False
    return True


def _open(received: ReceivedBlob) -> BinaryIO:
    """Where it came in; or in its place, when a transaction that was lost had put it there already."""
    return received.path.open("rb") if received.path.exists() else blobs.open(received.sha256)
