"""The signature by which something is decided: number, date, text and signature are one act, or nothing is.

The document is read and made ready outside. Then, in one transaction: the row of the document, the number of its book
(whose row stays locked from there on), the number written in its place and the signature with the key in memory, at
level B-B (no network); row, bytes and facts are kept, and it ends. Whatever fails or is killed between leaves neither
number nor signature, so that the book has no hole. The timestamp comes later, by the job that makes signatures last.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature import numbering
from consistori.signature.engine.errors import FileRefused
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.services.keeping import Ready, keep_one
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act

if TYPE_CHECKING:
    from consistori.signature.engine.deciding import Prepared
    from consistori.signature.engine.making import Maker
    from consistori.signature.engine.pades import Purpose


@dataclass(frozen=True)
class Decision:
    """What is being decided: the request as it was asked, and its text made ready."""

    batch: SignatureBatch
    request: SignatureRequest
    base_sha256: str
    prepared: Prepared
    purpose: Purpose


def prepare(
    entity: Entity, batch: SignatureBatch, request: SignatureRequest, purpose: Purpose, *, again: bool
) -> Decision:
    """Read and check the text (no transaction may be open). Raises `FileRefused`.

    `again`: others signed it meanwhile, and what is known of its document is old.
    """
    from consistori.signature.engine.deciding import prepared

    with working_for(entity):
        if again:
            request.document = Document.objects.select_related("latest_blob", "type").get(
                pk=request.document_id
            )
        if request.document.version_id != request.version_id:
            raise FileRefused("other-text")
        base = request.document.latest_blob.sha256
        path = blobs.existing_path(base)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != base:
        raise FileRefused("damaged")
    return Decision(batch, request, base, prepared(data), purpose)


def decide(entity: Entity, decision: Decision, maker: Maker, *, by: Actor) -> bool:
    """Give the number, sign and keep: one transaction. False when others signed it meanwhile, and nothing was done.

    Raises `Refusal` (who signs has not the competence, R-DEC-02) and `SigningStopped`; then nothing was done either.
    """
    with working_for(entity), override(entity.language):
        return _decided(decision, maker, by=by)


@act
def _decided(decision: Decision, maker: Maker, *, by: Actor) -> bool:
    request = decision.request
    document = Document.objects.select_for_update(of=("self",)).get(pk=request.document_id)
    rows = SignatureRequest.objects.select_for_update(of=("self",)).filter(
        pk=request.pk, batch_id=decision.batch.pk, state=SignatureRequest.State.SIGNING
    )
    row = rows.first()
    if row is None:
        return True
    if document.latest_blob is None or document.latest_blob.sha256 != decision.base_sha256:
        return False
    drawn = numbering.draw(request, version=request.version, by=by)
    lines, at = (drawn.lines, drawn.at) if drawn is not None else ((), now())
    made = maker.decide(decision.prepared, decision.purpose, lines, at=at)
    ready = Ready.of(request, decision.base_sha256, made)
    keep_one(decision.batch, ready, row, document, by=by)
    return True
