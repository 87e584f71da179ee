"""Signing a batch, one document after another, each kept in its own short transaction.

Network and arithmetic happen outside transactions. What is signed stays whatever happens later.

When the timestamp server does not answer nothing is signed «for the time being». A PAdES timestamp could be
added to a signature afterwards, but meanwhile the file would be out with a time that nobody proves, and the
key would have to wait open or the person come back all the same. So the document keeps waiting in the tray
and says why, with a button to try again; a job asks the server now and then and tells people when it answers.

The engine is loaded when first needed: pyHanko costs most of a second of every start.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.directory.rules import Manner
from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.models import Document, VersionBlob
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.signature.engine.errors import FileRefused, SigningStopped
from consistori.signature.events import BatchEnded, DocumentSigned, SignedForAnother
from consistori.signature.models import SignatureBatch, SignatureRequest, SignatureRequestQuerySet
from consistori.signature.ports import signer, timestamp_authority, trust_list
from consistori.signature.sentences import trouble_of, why_stopped
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.engine.pades import Hand, Purpose, Signed

TRIES_WHEN_OTHERS_SIGN = 3
State = SignatureRequest.State

batch_stopped: list[Callable[[SigningStopped], None]] = []
"""Called in the scope of the entity when something stopped a batch (the room's jobs hang here)."""


@dataclass(frozen=True)
class BatchOutcome:
    """What became of a batch: identifiers of the requests, and the sentence that explains what is left."""

    batch_id: UUID
    signed: tuple[UUID, ...]
    left: tuple[UUID, ...]
    failed: tuple[UUID, ...]
    why: str = ""


def run_batch(entity: Entity, batch_id: UUID, *, by: Actor) -> BatchOutcome:
    """Sign what is left of a batch, one document after another. Calling it again goes on where it stopped."""
    from consistori.signature.engine.before import check_certificate

    with working_for(entity):
        batch = SignatureBatch.objects.select_related("key", "person").get(pk=batch_id)
        left = list(batch.requests.filter(state=State.SIGNING).with_papers())
    client = signer()
    hand = _hand(batch, client.sign)
    why: SigningStopped | None = None
    try:
        check_certificate(hand.certificate, hand.context)
        for request in left:
            why = _sign_one(entity, request, hand, by)
            if why is not None:
                break
    except SigningStopped as stopped:
        why = stopped
    _close_key(client.close_batch, batch)
    return _finish(entity, batch_id, by, why)


def _hand(batch: SignatureBatch, sign: Callable[[str, bytes, str], bytes]) -> Hand:
    from consistori.signature.engine.pades import Hand

    return Hand(
        bytes(batch.key.certificate),
        batch.key.chain_ders,
        lambda data, algorithm: sign(str(batch.pk), data, algorithm),
        trust=trust_list(),
        timestamps=timestamp_authority(),
    )


def _sign_one(entity: Entity, request: SignatureRequest, hand: Hand, by: Actor) -> SigningStopped | None:
    """Sign one document and keep it. What stops only this document is written in it; the rest is returned."""
    from consistori.signature.engine.before import check_file
    from consistori.signature.engine.pades import sign_pdf

    for _try in range(TRIES_WHEN_OTHERS_SIGN):
        try:
            with working_for(entity):
                base, data = _text_of(request)
            check_file(data)
            signed = sign_pdf(data, hand, _purpose(entity, request), at=now())
            blob = blobs.receive(io.BytesIO(signed.data), limit=len(signed.data))
            with working_for(entity):
                if _keep(request, signed, blob, base.sha256, by):
                    return None
        except FileRefused as error:
            _leave(entity, request, State.FAILED, error)
            return None
        except SigningStopped as error:
            return error
        except Refusal as refusal:
            _leave(entity, request, State.FAILED, SigningStopped(refusal.code))
            return None
    _leave(entity, request, State.WAITING, SigningStopped("changed-meanwhile"))
    return None


def _text_of(request: SignatureRequest) -> tuple[VersionBlob, bytes]:
    """The last bytes of the version asked for. Refuses another text, and bytes changed in the store."""
    document = Document.objects.select_related("latest_blob").get(pk=request.document_id)
    if document.version_id != request.version_id:
        raise FileRefused("other-text")
    with blobs.open(document.latest_blob.sha256) as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != document.latest_blob.sha256:
        raise FileRefused("damaged")
    return document.latest_blob, data


@act
def _keep(request: SignatureRequest, signed: Signed, blob: ReceivedBlob, base_sha256: str, by: Actor) -> bool:
    """Append the signature to the document. False when others signed it since `base_sha256` was read."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("latest_blob")
        .get(pk=request.document_id)
    )
    if document.latest_blob.sha256 != base_sha256:
        return False
    append_evidence(request.version, blob=blob, kind="signature", by=by)
    SignatureRequest.objects.filter(pk=request.pk).update(
        state=State.SIGNED,
        settled_at=now(),
        signed_sha256=signed.sha256,
        stamped_at=signed.stamped_at,
        key=request.batch.key_id if request.batch else None,
        trouble={},
    )
    SignatureBatch.objects.filter(pk=request.batch_id).update(done=F("done") + 1)
    if request.delegation is not None:
        announce(_in_the_place_of(request, document.title), by=by)
    said = DocumentSigned(
        document_id=request.document_id,
        request_id=request.pk,
        title=document.title,
        signer_id=request.by_hand_id or request.signer_id,
        asked_by_id=request.asked_by_id,
        sha256=signed.sha256,
        stamped_at=signed.stamped_at.isoformat(),
    )
    announce(said, by=by)
    return True


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


def _purpose(entity: Entity, request: SignatureRequest) -> Purpose:
    from consistori.signature.engine.pades import Policy, Purpose

    with override(entity.language):
        reason = _("Signed as: %(post)s") % {"post": request.said_post} if request.said_post else ""
    return Purpose(reason=reason, location=entity.short_name, policy=Policy(entity.policy_oid))


def _leave(entity: Entity, request: SignatureRequest, state: str, error: SigningStopped) -> None:
    """Write in one document why it was not signed."""
    settled = now() if state == State.FAILED else None
    with working_for(entity):
        SignatureRequest.objects.filter(pk=request.pk).update(
            state=state, trouble=trouble_of(error), settled_at=settled
        )
        SignatureBatch.objects.filter(pk=request.batch_id).update(failed=F("failed") + 1)


def give_back_hands(rows: SignatureRequestQuerySet) -> None:
    """What a substitute took and did not sign is again of whoever was asked; a delegation stays."""
    taken = rows.filter(state=State.WAITING, by_hand__isnull=False)
    taken.filter(delegation__manner=Manner.SUBSTITUTION).update(by_hand=None, delegation=None, hand_post="")


def _close_key(close: Callable[[str], None], batch: SignatureBatch) -> None:
    try:
        close(str(batch.pk))
    except SigningStopped:
        return


def _finish(entity: Entity, batch_id: UUID, by: Actor, why: SigningStopped | None) -> BatchOutcome:
    """Give back what was not signed, and say how the batch ended."""
    with working_for(entity):
        batch = SignatureBatch.objects.get(pk=batch_id)
        trouble = trouble_of(why) if why else {}
        batch.requests.filter(state=State.SIGNING).update(state=State.WAITING, trouble=trouble)
        give_back_hands(batch.requests)
        rows = list(batch.requests.values_list("pk", "state"))
        batch.state = SignatureBatch.State.INTERRUPTED if why else SignatureBatch.State.DONE
        batch.finished_at, batch.trouble = now(), trouble
        batch.save(update_fields=["state", "finished_at", "trouble"])
        said = BatchEnded(
            batch_id=batch.pk,
            person_id=batch.person_id,
            done=batch.done,
            total=batch.total,
            trouble=trouble.get("code", ""),
        )
        announce(said, by=by)
        if why is not None:
            for listener in batch_stopped:
                listener(why)
    return BatchOutcome(
        batch_id=batch_id,
        signed=tuple(pk for pk, state in rows if state == State.SIGNED),
        left=tuple(pk for pk, state in rows if state == State.WAITING),
        failed=tuple(pk for pk, state in rows if state == State.FAILED),
        why=why_stopped(why) if why else "",
    )
