"""Evidence [evidència]: signatures and timestamps appended to the bytes of a version (design, decision 8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.events import EvidenceAppended
from consistori.documents.models import Document, DocumentVersion, VersionBlob
from consistori.documents.services.receiving import keep_blob
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.trail import act, announce

_PIECE = 1024 * 1024


class NotAnIncrement(Refusal):
    """The new bytes do not begin with the whole of the ones before: they would lose what was signed."""

    default_code = "not-an-increment"

    def __init__(self) -> None:
        super().__init__(_("The signed file does not contain the document as it was. Nothing was kept."))


@act
def append_evidence(
    version: DocumentVersion, *, blob: ReceivedBlob | bytes, kind: str, by: Actor
) -> VersionBlob:
    """Keep the version's bytes with one more signature or timestamp on top.

    `kind`: "signature" or "timestamp". The permission belongs to whoever signs: the signature room asks it.
    Raises `NotAnIncrement`.
    """
    received = blobs.receive_bytes(blob) if isinstance(blob, bytes) else blob
    document = Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)
    if document.version_id != version.pk or not document.is_frozen:
        raise Refusal(_("The text has changed since: it must be sent to be signed again."), code="other-text")
    last = VersionBlob.objects.filter(version=version).order_by("-position")[0]
    if not _begins_with(received, last):
        raise NotAnIncrement
    keep_blob(received)
    added = VersionBlob(
        version=version,
        position=last.position + 1,
        kind=kind,
        sha256=received.sha256,
        size=received.size,
        added_by_name=by.name,
    )
    added.save(force_insert=True)
    document.latest_blob = added
    document.edition += 1
    document.save(update_fields=["latest_blob", "edition"])
    announce(
        EvidenceAppended(
            document_id=document.pk, title=document.title, evidence=kind, sha256=received.sha256
        ),
        by=by,
    )
    return added


def _begins_with(received: ReceivedBlob, last: VersionBlob) -> bool:
    if received.size <= last.size:
        return False
    with received.path.open("rb") as new, blobs.open(last.sha256) as old:
        while piece := old.read(_PIECE):
            if new.read(len(piece)) != piece:
                return False
    return True
