"""Keeping the PDF of a proof as a document of the town, with its code and its seal, once for each way it ended."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.notifications.events import ProofMade
from consistori.notifications.hangings import PROOF
from consistori.notifications.models import Evidence, Notification, Proof
from consistori.notifications.proving.drawing import draw
from consistori.notifications.rules.states import FINAL
from consistori.notifications.services.practising import told
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.lasting.services import hand_over
from consistori.signature.seals import seal_pdf, sealing_for
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

log = logging.getLogger(__name__)


class SealSilent(Exception):
    """The seal or the authority of timestamps is away: the job is tried again later."""


@dataclass(frozen=True)
class _Read:
    """What was read of a notification, outside any transaction from then on."""

    row: Notification
    lines: list[Evidence]
    proofs: list[Proof]


def make_paper(entity: Entity, notification_id: str) -> UUID | None:
    """Draw, keep and seal the proof of how a notification ended; its document, or None where there is nothing to prove.

    Killed anywhere, it begins again: what is drawn is not kept twice, and what is kept is sealed once. Without a seal
    fixed by the town it is kept unsealed. Raises `SealSilent`.
    """
    by = Actor.program(entity.pk)
    with working_for(entity):
        read = _read(UUID(notification_id))
        if read is None:
            return None
        document = read.row.proof
    if document is None:
        pdf = draw(entity, read.row, read.lines, read.proofs, at=now())
        with working_for(entity):
            document = _keep(entity, read, pdf, by=by)
    _seal(entity, read.row, document, by=by)
    return document.pk


def _read(key: UUID) -> _Read | None:
    joined = Notification.objects.select_related("dispatch", "party", "version", "dispatch__version", "proof")
    row = joined.filter(pk=key, state__in=FINAL).first()
    if row is None:
        return None
    lines = list(Evidence.objects.filter(notification=row).order_by("number"))
    proofs = list(Proof.objects.filter(notification=row).select_related("stamp").order_by("last_line"))
    if row.proof is not None and row.proof_line < last_end(lines):
        row.proof = None
    return _Read(row, lines, proofs)


def last_end(lines: list[Evidence]) -> int:
    """The number of the line that says how it ended; of the last one, when what came first was written after."""
    return max((line.number for line in lines if line.kind in FINAL), default=0)


@act
def _keep(entity: Entity, read: _Read, pdf: bytes, *, by: Actor) -> Document:
    row = Notification.objects.select_for_update().get(pk=read.row.pk)
    line = last_end(read.lines)
    if row.proof_id and row.proof_line >= line:
        kept: Document = Document.objects.with_version().get(pk=row.proof_id)
        return kept
    with translation.override(read.row.language):
        title = _("Proof of the notification %(number)s") % {"number": row.number}
        seal = _("Seal of the town hall")
    document = create_from_bytes(
        by=by, data=pdf, name=f"{row.number}.pdf", title=title, language=read.row.language
    )
    freeze_document(document, by=by, signer_posts=[seal])
    row.proof, row.proof_line = document, line
    row.save(update_fields=["proof", "proof_line"])
    announce(ProofMade(**told(read.row), proof_id=document.pk), by=by)
    found: Document = Document.objects.with_version().get(pk=document.pk)
    return found


def _seal(entity: Entity, row: Notification, document: Document, *, by: Actor) -> None:
    """Put the seal of the body on it (PAdES), unless somebody has."""
    with working_for(entity):
        document = Document.objects.with_version().get(pk=document.pk)
        sealing = sealing_for(PROOF, entity)
        if sealing is None or document.latest_blob.kind != "text":
            return
        with blobs.open(document.latest_blob.sha256) as stream:
            frozen = stream.read()
    with translation.override(entity.language):
        reason = _("Proof of the notification %(number)s") % {"number": row.number}
    try:
        sealed = seal_pdf(sealing, frozen, reason=reason)
    except ServiceSilent as silent:
        raise SealSilent(str(silent)) from silent
    except SigningStopped as stopped:
        log.warning("the proof of %s stays without seal: %s", row.number, stopped)
        return
    with working_for(entity):
        _put(document, sealed.data, by=by)


@act
def _put(document: Document, sealed: bytes, *, by: Actor) -> None:
    now_is = Document.objects.with_version().select_for_update(of=("self",)).get(pk=document.pk)
    if now_is.latest_blob.kind != "text":
        return
    append_evidence(now_is.version, blob=sealed, kind="signature", by=by)
    hand_over([now_is.version_id])
