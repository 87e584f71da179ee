"""Somebody from outside signs: a link of one use, who they are, and what proves that they wanted it.

A system of identification serves as signature where the rules say so and the will is recorded (Llei 39/2015,
art. 10.4; R-SIG-03): we keep the assertion, the text that was accepted, the hash of the document, the time and the
address, and the administration seals it. Whoever has a certificate may bring the PDF signed, and it is validated.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, ensure
from consistori.parties.rules.identifiers import compact
from consistori.signature.circuit_events import GuestInvited, GuestSigned, GuestTurnedAway
from consistori.signature.circuits.guest_files import SignedBy, brought_back
from consistori.signature.circuits.policies import may_arrange
from consistori.signature.circuits.ports import Proven
from consistori.signature.circuits.services.settling import ensure_same_text, give_back, settle, waiting_row
from consistori.signature.circuits.services.turning import go_on, lock_circuit
from consistori.signature.lasting.services import hand_over
from consistori.signature.models import CircuitStep, GuestInvitation
from consistori.signature.seals import GUEST, act_in_force
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce

LASTS = timedelta(days=15)
"""How long a link serves; another one is sent when it is asked."""
ARTICLE = "Llei 39/2015, art. 10.4"
leave_seal_job: list[Callable[[CircuitStep], None]] = []
"""What leaves the job that seals a step (`circuits.jobs` hangs it)."""


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(entity: Entity, step_id: UUID) -> bool:
    """Send the link of a guest whose turn it is. False when it is not, or it was sent and still serves.

    The link is made and kept before it goes: tried again after a silent mail server, another one goes and the one
    before serves no more. No transaction is open while it is sent.
    """
    with working_for(entity):
        guest = _waiting_guest(step_id)
        if guest is None or (guest.sent_at is not None and guest.expires_at and guest.expires_at > now()):
            return False
        token = secrets.token_urlsafe(32)
        guest.token_sha256, guest.expires_at = digest_of(token), now() + LASTS
        guest.save(update_fields=["token_sha256", "expires_at"])
        until = guest.expires_at
    facts = {"entity": entity, "url": f"{entity.public_url}/signa/{token}/", "until": until}
    with override(guest.language):
        subject = " ".join(render_to_string("signature/mail/guest_subject.txt", facts).split())
        message = render_to_string("signature/mail/guest_message.txt", facts).strip() + "\n"
    EmailMessage(subject, message, to=[guest.email]).send()
    with working_for(entity):
        _note_sent(guest, by=Actor.program(entity.pk))
    return True


def _waiting_guest(step_id: UUID) -> GuestInvitation | None:
    found: GuestInvitation | None = (
        GuestInvitation.objects.filter(step_id=step_id, step__state="waiting", used_at=None)
        .select_related("step__circuit__document")
        .first()
    )
    return found


@act
def _note_sent(guest: GuestInvitation, *, by: Actor) -> None:
    guest.sent_at = now()
    guest.save(update_fields=["sent_at"])
    circuit = guest.step.circuit
    said = GuestInvited(
        document_id=circuit.document_id, circuit_id=circuit.pk, step_id=guest.step_id,
        title=circuit.document.title, name=guest.name,
    )  # fmt: skip
    announce(said, by=by)


@act
def invite_again(step: CircuitStep, *, by: Actor) -> None:
    """Let another link go: the one before serves no more. The caller leaves the job. Raises `AlreadyDone`."""
    ensure(may_arrange(by, step.circuit))
    changed = GuestInvitation.objects.filter(step=step, step__state="waiting", used_at=None)
    if not changed.update(sent_at=None, token_sha256="", expires_at=None):
        raise AlreadyDone(_("This step is done already."))


def guest_behind(token: str) -> GuestInvitation:
    """The invitation of a link that still serves, or that was used. Raises `NotHere` for any other. One statement."""
    rows = (
        GuestInvitation.objects.filter(token_sha256=digest_of(token))
        if token
        else GuestInvitation.objects.none()
    )
    found: GuestInvitation | None = rows.select_related(
        "step__circuit__document__type", "step__circuit__document__version", "step__circuit__version"
    ).first()
    if found is None or not (found.used_at is not None or _still_serves(found)):
        raise NotHere(_("This link does not serve any more. Ask the town hall for another one."))
    return found


def _still_serves(guest: GuestInvitation) -> bool:
    in_time = guest.expires_at is not None and guest.expires_at > now()
    return in_time and guest.step.is_waiting and guest.step.circuit.is_open


def is_of(guest: GuestInvitation, proven: Proven | None) -> bool:
    """Whether whoever has come in is who was invited: by the number of their document, never by their name."""
    if proven is None:
        return False
    return hmac.compare_digest(compact(guest.identifier), compact(proven.identifier))


@act
def turn_guest_away(guest: GuestInvitation, proven: Proven, *, by: Actor) -> None:
    """Write that somebody else tried the link; of them, only the hash of what says who they are."""
    said = GuestTurnedAway(
        document_id=guest.step.circuit.document_id, step_id=guest.step_id, evidence=proven.evidence
    )
    announce(said, by=by)


def may_sign_by_identity() -> bool:
    """Whether the town has said that identity serves as signature, with a seal that seals it. One statement."""
    return act_in_force(GUEST) is not None


@act
def sign_by_identity(
    guest: GuestInvitation, proven: Proven, *, accepted: str, address: str
) -> GuestInvitation:
    """Sign by having identified oneself: what proves it is kept, and a job seals it over the document.

    Raises `NotPermitted`, `AlreadyDone`, `Stale`, `BadInput` where the town has no seal for it.
    """
    if not is_of(guest, proven):
        raise NotPermitted(_("This document waits for another person."), article="Llei 39/2015, art. 9")
    if not may_sign_by_identity():
        raise BadInput(
            _("This town hall does not take identity as a signature. Bring it signed."), article=ARTICLE
        )
    row, circuit = _locked(guest)
    document = Document.objects.select_related("latest_blob").get(pk=circuit.document_id)
    facts: dict[str, Any] = {
        "name": guest.name, "identifier": compact(guest.identifier), "method": proven.method, "level": proven.level,
        "assertion_sha256": proven.evidence, "accepted": accepted, "document": str(document.pk),
        "title": document.title, "code": circuit.version.code or "", "text_sha256": circuit.version.sha256,
        "file_sha256": document.latest_blob.sha256, "at": now().isoformat(), "address": address[:60],
        "entity": current_entity().name,
    }  # fmt: skip
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    facts["sha256"] = hashlib.sha256(said.encode()).hexdigest()
    guest.used_at, guest.way, guest.evidence = now(), "identity", facts
    guest.save(update_fields=["used_at", "way", "evidence"])
    announce(_signed(guest, facts["sha256"]), by=_as_guest(guest))
    for leave in leave_seal_job:
        leave(row)
    return guest


def sign_with_file(
    entity: Entity, guest: GuestInvitation, proven: Proven, received: blobs.ReceivedBlob
) -> SignedBy:
    """Take the PDF that the guest signed with a certificate: it is the document of the town with one signature more, of
    that person, and it holds. What is outside is asked with no transaction open.

    Raises `BadInput` (`file`) with what is wrong, `NotPermitted`, `AlreadyDone`.
    """
    with working_for(entity):
        before = Document.objects.select_related("latest_blob").get(pk=guest.step.circuit.document_id)
        base, size = before.latest_blob.sha256, before.latest_blob.size
    found = brought_back(received, base=base, size=size)
    if compact(found.identifier) != compact(guest.identifier):
        raise BadInput(
            _("It is signed by %(name)s, and it waits for another person.") % {"name": found.name},
            field="file",
        )
    with working_for(entity):
        _keep_file(guest, proven, received, found)
    return found


@act
def _keep_file(guest: GuestInvitation, proven: Proven, received: blobs.ReceivedBlob, found: SignedBy) -> None:
    if not is_of(guest, proven):
        raise NotPermitted(_("This document waits for another person."), article="Llei 39/2015, art. 9")
    row, circuit = _locked(guest)
    append_evidence(circuit.version, blob=received, kind="signature", by=_as_guest(guest))
    hand_over([circuit.version_id])
    guest.used_at, guest.way = now(), "file"
    guest.evidence = {"name": found.name, "issuer": found.issuer, "sha256": received.sha256}
    guest.save(update_fields=["used_at", "way", "evidence"])
    announce(_signed(guest, received.sha256), by=_as_guest(guest))
    settle(row, by=_as_guest(guest), sha256=received.sha256)
    _circuit, steps = lock_circuit(circuit.pk)
    go_on([_circuit], steps, by=_as_guest(guest))


@act
def decline(guest: GuestInvitation, proven: Proven, *, reason: str) -> None:
    """The guest gives it back, saying why. Raises `BadInput` (`reason`), `NotPermitted`, `AlreadyDone`."""
    if not is_of(guest, proven):
        raise NotPermitted(_("This document waits for another person."), article="Llei 39/2015, art. 9")
    if not reason.strip():
        raise BadInput(_("Say why you return it: whoever asked will read it."), field="reason")
    circuit, steps = lock_circuit(guest.step.circuit_id)
    row = waiting_row(circuit, steps, guest.step_id)
    guest.used_at, guest.way = now(), "declined"
    guest.save(update_fields=["used_at", "way"])
    give_back(circuit, steps, row, by=_as_guest(guest), reason=reason.strip())


def _locked(guest: GuestInvitation) -> tuple[CircuitStep, Any]:
    """The step and its circuit, locked, while the link was not used. Raises `AlreadyDone`, `Stale`."""
    circuit, steps = lock_circuit(guest.step.circuit_id)
    row = waiting_row(circuit, steps, guest.step_id)
    ensure_same_text(circuit)
    guest.refresh_from_db(fields=["used_at", "expires_at"])
    if guest.used_at is not None:
        raise AlreadyDone(_("You have signed it already."))
    return row, circuit


def _as_guest(guest: GuestInvitation) -> Actor:
    """The guest in the trail: nobody of the house, with their name and the channel by which they came."""
    return Actor(None, guest.name[:160], guest.entity_id, channel="guest")


def _signed(guest: GuestInvitation, sha256: str) -> GuestSigned:
    circuit = guest.step.circuit
    return GuestSigned(
        document_id=circuit.document_id, circuit_id=circuit.pk, step_id=guest.step_id,
        title=circuit.document.title, way=guest.way, evidence=sha256,
    )  # fmt: skip


def masked(email: str) -> str:
    """An e-mail for whoever need not see it: «m•••@example.cat»."""
    name, _at, where = email.partition("@")
    return f"{name[:1]}•••@{where}"
