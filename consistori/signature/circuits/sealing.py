"""The seal of the town at a step of a circuit, and over what a guest signs: outside any transaction, and idempotent."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.signature.circuits.rules import Kind
from consistori.signature.circuits.services.settling import settle
from consistori.signature.circuits.services.turning import go_on, lock_circuit
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.lasting.services import hand_over
from consistori.signature.models import CircuitStep, GuestInvitation
from consistori.signature.seals import CIRCUIT, GUEST, NoSeal, Sealing, seal_pdf, sealing_for
from consistori.signature.sentences import trouble_of
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act


class SealLater(Exception):
    """Who is needed does not answer, or the document was signed meanwhile: it is tried again."""


@dataclass(frozen=True)
class _Work:
    """What is sealed: the step, the bytes, with which seal and what the seal says."""

    step: CircuitStep
    base: str
    data: bytes
    sealing: Sealing
    reason: str


def put_seal(entity: Entity, step_id: UUID) -> bool:
    """Seal the text of a step that waits for it, and go on with its circuit. False when it was not to be sealed.

    What stops it is written in the step. Raises `SealLater` when it passes by itself.
    """
    try:
        work = _prepared(entity, step_id)
        if work is None:
            return False
        signed = seal_pdf(work.sealing, work.data, reason=work.reason)
        blob = blobs.receive(io.BytesIO(signed.data), limit=len(signed.data))
        with working_for(entity):
            kept = _keep(work, blob, by=Actor.program(entity.pk))
    except SigningStopped as stopped:
        _note(entity, step_id, trouble_of(stopped))
        if isinstance(stopped, ServiceSilent):
            raise SealLater(stopped.code) from stopped
        return False
    except Refusal as refusal:
        _note(entity, step_id, {"code": refusal.code, "facts": {}})
        if refusal.status == 503:
            raise SealLater(refusal.code) from refusal
        return False
    if not kept:
        raise SealLater("changed-meanwhile")
    return True


def _prepared(entity: Entity, step_id: UUID) -> _Work | None:
    """What is needed, read in the scope; None when there is nothing to seal."""
    with working_for(entity):
        step = CircuitStep.objects.waiting().with_papers().filter(pk=step_id).first()
        if (
            step is None
            or not step.circuit.is_open
            or step.circuit.version_id != step.circuit.document.version_id
        ):
            return None
        how = _HOW["guest" if step.kind != Kind.SEAL else "seal"]
        reason = how.reason(step)
        if reason is None:
            return None
        sealing = sealing_for(how.kind, entity)
        if sealing is None:
            raise NoSeal
        document = Document.objects.select_related("latest_blob").get(pk=step.circuit.document_id)
        base = document.latest_blob.sha256
        with blobs.open(base) as stream:
            data = stream.read()
    if hashlib.sha256(data).hexdigest() != base:
        raise SigningStopped("damaged")
    with override(entity.language):
        said = reason % {"decree": sealing.decree}
    return _Work(step, base, data, sealing, said)


@act
def _keep(work: _Work, blob: Any, *, by: Actor) -> bool:
    """Append it and go on. False when somebody signed meanwhile: it is sealed again over that."""
    circuit, steps = lock_circuit(work.step.circuit_id)
    row = next(step for step in steps if step.pk == work.step.pk)
    if not circuit.is_open or not row.is_waiting:
        return True
    document = Document.objects.select_related("latest_blob").get(pk=circuit.document_id)
    if document.latest_blob.sha256 != work.base:
        return False
    append_evidence(circuit.version, blob=blob, kind="signature", by=by)
    hand_over([circuit.version_id])
    guest = GuestInvitation.objects.filter(step=row).first()
    who = Actor(None, guest.name, circuit.entity_id, channel="guest") if guest else by
    settle(row, by=who, sha256=blob.sha256)
    go_on([circuit], steps, by=by)
    return True


def _note(entity: Entity, step_id: UUID, trouble: dict[str, Any]) -> None:
    with working_for(entity):
        CircuitStep.objects.waiting().filter(pk=step_id).update(trouble=trouble)


def _reason_of_seal(step: CircuitStep) -> str | None:
    with override(step.entity.language):
        return _("Sealed at the end of its circuit; automated act: %(decree)s")


def _reason_of_guest(step: CircuitStep) -> str | None:
    """What the seal says of whoever signed by identity (R-SIG-03); None while they have not."""
    guest = GuestInvitation.objects.filter(step=step, way="identity").exclude(used_at=None).first()
    if guest is None:
        return None
    with override(step.entity.language):
        words = _("Signed by %(name)s, who identified themselves (%(method)s, %(level)s). Evidence %(sha)s")
    said = words % {
        "name": guest.name, "method": guest.evidence.get("method", ""), "level": guest.evidence.get("level", ""),
        "sha": guest.evidence.get("sha256", ""),
    }  # fmt: skip
    return said.replace("%", "%%") + "; %(decree)s"


@dataclass(frozen=True)
class _How:
    kind: str
    reason: Callable[[CircuitStep], str | None]


_HOW = {"seal": _How(CIRCUIT, _reason_of_seal), "guest": _How(GUEST, _reason_of_guest)}
