"""Keeping what a batch made: all that is ready, in one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, prefetch_related_objects

from consistori.documents.blobs import ReceivedBlob
from consistori.documents.models import Document
from consistori.documents.services.evidence import Evidence, append_evidences
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.events import DocumentSigned, SignedForAnother
from consistori.signature.lasting.services import hand_over, note_lengthened
from consistori.signature.models import Lasting, SignatureBatch, SignatureRequest
from consistori.signature.services import hooks
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.engine.making import Made

State = SignatureRequest.State
SETTLED = ["state", "settled_at", "trouble", "signed_sha256", "stamped_at", "key"]


@dataclass(frozen=True)
class Ready:
    """A request, the hash of the text that was signed, and the files that came out of it."""

    request: SignatureRequest
    base_sha256: str
    made: Made
    blobs: tuple[ReceivedBlob, ...]

    @classmethod
    def of(cls, request: SignatureRequest, base_sha256: str, made: Made) -> Ready:
        """The files are forgotten with it, unless they are kept."""
        received = tuple(ReceivedBlob(one.sha256, one.size, one.path) for one in made.layers)
        return cls(request, base_sha256, made, received)


@act
def keep_ready(batch: SignatureBatch, ready: Sequence[Ready], *, by: Actor) -> list[Ready]:
    """Append the signatures to their documents. Gives back those whose text others signed meanwhile.

    A request that is no longer of this batch (another run of the same job kept it) is passed over.
    """
    documents = _locked({one.request.document_id for one in ready})
    requests = _still_ours(batch, [one.request.pk for one in ready])
    kept: list[Ready] = []
    again: list[Ready] = []
    taken: set[UUID] = set()
    for one in ready:
        document_id = one.request.document_id
        if one.request.pk not in requests:
            continue
        is_same = documents[document_id].latest_blob.sha256 == one.base_sha256
        if is_same and document_id not in taken:
            taken.add(document_id)
            kept.append(one)
        else:
            again.append(one)
    if kept:
        _keep(batch, kept, requests, documents, by)
    return again


def keep_one(
    batch: SignatureBatch, ready: Ready, row: SignatureRequest, document: Document, *, by: Actor
) -> None:
    """The same for one whose request and document the caller holds locked, as they are now (in its act)."""
    _keep(batch, [ready], {row.pk: row}, {document.pk: document}, by)


def _locked(ids: set[UUID]) -> dict[UUID, Document]:
    # What others joined while this one waited is asked afterwards: joined in the same question, it would come empty.
    rows = list(Document.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    prefetch_related_objects(rows, "latest_blob")
    return {document.pk: document for document in rows}


def _still_ours(batch: SignatureBatch, ids: list[UUID]) -> dict[UUID, SignatureRequest]:
    rows = SignatureRequest.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {row.pk: row for row in rows.filter(batch_id=batch.pk, state=State.SIGNING).order_by("pk")}


def _keep(
    batch: SignatureBatch,
    kept: list[Ready],
    requests: dict[UUID, SignatureRequest],
    documents: dict[UUID, Document],
    by: Actor,
) -> None:
    append_evidences(
        [
            Evidence(one.request.version, blob, layer.kind)
            for one in kept
            for layer, blob in zip(one.made.layers, one.blobs, strict=True)
        ],
        by=by,
    )
    rows = [requests[one.request.pk] for one in kept]
    for row, one in zip(rows, kept, strict=True):
        row.state, row.settled_at, row.trouble = State.SIGNED, now(), {}
        row.signed_sha256, row.stamped_at = one.made.layers[0].sha256, one.made.stamped_at
        row.key_id = batch.key_id
    if len(rows) == 1:
        rows[0].save(update_fields=SETTLED)
    else:
        SignatureRequest.objects.bulk_update(rows, SETTLED)
    SignatureBatch.objects.filter(pk=batch.pk).update(done=F("done") + len(kept))
    _note(kept, by)
    for one in kept:
        _tell(one, documents[one.request.document_id].title, by)
    for hung in hooks.signed:
        hung(rows, by)


def _note(kept: list[Ready], by: Actor) -> None:
    """What is lengthened already; the rest is handed over when the batch ends."""
    longer: dict[UUID, Any] = {
        one.request.version_id: one.made.lengthened for one in kept if one.made.lengthened is not None
    }
    if longer:
        note_lengthened(longer, by=by)


def hand_over_signed(batch: SignatureBatch) -> None:
    """Leave for the job that lengthens what this batch signed and does not last yet (in a scope): one job a batch."""
    lasts = Lasting.objects.filter(
        version_id=OuterRef("version_id"), level=Lasting.Level.LTA, stamped_at__gte=OuterRef("stamped_at")
    )
    signed = batch.requests.filter(state=State.SIGNED).filter(~Exists(lasts)).order_by("settled_at")
    found = list(signed.values_list("version_id", "stamped_at"))
    hand_over([pk for pk, _ in found], unstamped={pk for pk, stamped_at in found if stamped_at is None})


def _tell(one: Ready, title: str, by: Actor) -> None:
    request, made = one.request, one.made
    if request.delegation is not None:
        announce(_in_the_place_of(request, title), by=by)
    said = DocumentSigned(
        document_id=request.document_id,
        request_id=request.pk,
        title=title,
        signer_id=request.by_hand_id or request.signer_id,
        asked_by_id=request.asked_by_id,
        sha256=made.layers[0].sha256,
        stamped_at=made.stamped_at.isoformat() if made.stamped_at else "",
    )
    announce(said, by=by)


def _in_the_place_of(request: SignatureRequest, title: str) -> SignedForAnother:
    decree = request.delegation
    if decree is None:
        raise ValueError("signed with her own competence")
    return SignedForAnother(
        document_id=request.document_id,
        request_id=request.pk,
        title=title,
        of_id=decree.of_post.person_id,
        of_name=decree.of_post.person.full_name,
        manner=decree.manner,
        decree=decree.decree,
        post=request.said_post,
    )
