"""Sealing the authentic copies, outside any transaction: the text is fixed already, the seal comes when it can."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.signature.copy_events import AuthenticCopySealed
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.lasting.services import hand_over
from consistori.signature.models import AuthenticCopy
from consistori.signature.seals import AUTHENTIC_COPY, NoSeal, seal_pdf, sealing_for
from consistori.signature.sentences import trouble_of
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

State = AuthenticCopy.State


PASSING = frozenset({503, 507})
"""Refusals of the store that pass by themselves: it does not answer, or no room is left in it."""

MINUTES_ALONE = 10
"""A copy that still waits after these is not being tried any more, or hardly."""


class NotSealedYet(Exception):
    """Somebody that is needed does not answer, there is no room, or no seal may be used at this moment (a decree that
    comes, a clock put right): the job is tried again later."""


@entity_job(name="signature.seal_copy", queue="sign", retry=8, priority=5)
def seal_copy(*, entity: Entity, copy_id: str) -> None:
    """Put the seal on a copy that waits for it. What stops it is written in the copy, and silence is tried again."""
    with working_for(entity):
        copy = AuthenticCopy.objects.filter(pk=copy_id, state=State.SEALING).first()
        if copy is None:
            return
    try:
        _seal(entity, copy)
    except SigningStopped as stopped:
        with working_for(entity):
            AuthenticCopy.objects.filter(pk=copy.pk).update(trouble=trouble_of(stopped))
        if isinstance(stopped, ServiceSilent):
            raise NotSealedYet(stopped.code) from stopped
    except Refusal as refusal:
        with working_for(entity):
            AuthenticCopy.objects.filter(pk=copy.pk).update(trouble={"code": refusal.code, "facts": {}})
        if refusal.status in PASSING or isinstance(refusal, NoSeal):
            raise NotSealedYet(refusal.code) from refusal


@by_the_clock("*/10 * * * *", name="signature.seal_waiting_copies")
def seal_waiting_copies(timestamp: int) -> None:
    """Every ten minutes: the copies that wait for their seal, whatever stopped them, in case it has passed."""
    in_each_town(_seal_waiting)


def _seal_waiting(entity: Entity) -> None:
    with working_for(entity):
        before = now() - timedelta(minutes=MINUTES_ALONE)
        for key in AuthenticCopy.objects.filter(state=State.SEALING, made_at__lt=before).values_list(
            "pk", flat=True
        ):
            defer(seal_copy, copy_id=str(key))


def _seal(entity: Entity, copy: AuthenticCopy) -> None:
    with working_for(entity):
        sealing = sealing_for(AUTHENTIC_COPY, entity)
        if sealing is None:
            raise NoSeal
        document = Document.objects.with_version().get(pk=copy.document_id)
        base = document.latest_blob.sha256
        with blobs.open(base) as stream:
            data = stream.read()
    if hashlib.sha256(data).hexdigest() != base:
        raise SigningStopped("damaged")
    with override(entity.language):
        reason = _("Authentic copy %(kind)s; automated act: %(decree)s") % {
            "kind": copy.kind,
            "decree": sealing.decree,
        }
    signed = seal_pdf(sealing, data, reason=reason)
    blob = blobs.receive(io.BytesIO(signed.data), limit=len(signed.data))
    with working_for(entity):
        _keep(copy.pk, blob, by=Actor.program(entity.pk))


@act
def _keep(copy_id: UUID, blob: blobs.ReceivedBlob, *, by: Actor) -> None:
    copy = (
        AuthenticCopy.objects.select_for_update(of=("self",))
        .select_related("document__version")
        .get(pk=copy_id)
    )
    if copy.state != State.SEALING:
        return
    append_evidence(copy.document.version, blob=blob, kind="signature", by=by)
    hand_over([copy.document.version_id])
    copy.state, copy.ready_at, copy.trouble = State.READY, now(), {}
    copy.save(update_fields=["state", "ready_at", "trouble"])
    told = AuthenticCopySealed(document_id=copy.document_id, title=copy.document.title, sha256=blob.sha256)
    announce(told, by=by)
