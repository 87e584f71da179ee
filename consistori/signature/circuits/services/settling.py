"""What is done at a step: approve, read, give back; and taking the whole back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents.models import Document
from consistori.documents.policies import may_change
from consistori.documents.writing.selectors import is_text
from consistori.documents.writing.services import write_again
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, Stale, ensure
from consistori.signature.circuit_events import (
    CircuitFallen,
    CircuitRecalled,
    CircuitReturned,
    StepSettled,
)
from consistori.signature.circuits.policies import may_recall
from consistori.signature.circuits.rules import OPEN, Kind, Stands
from consistori.signature.circuits.seats import hand_in
from consistori.signature.circuits.services.turning import go_on, lock_circuit, withdraw_requests
from consistori.signature.circuits.words import what_was_done
from consistori.signature.models import Circuit, CircuitStep, SignatureRequest
from consistori.signature.services.requests import LONGEST_REASON, return_request
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def settle_step(step: CircuitStep, *, by: Actor, note: str = "") -> CircuitStep:
    """Approve the document, or say that one has read it; whoever comes next has it.

    Raises `NotPermitted`, `AlreadyDone`, `BadInput` when it is a signature (made in the tray) or a seal (put by the
    program), and `Stale` when its text is not the one that goes round any more.
    """
    circuit, steps = lock_circuit(step.circuit_id)
    row = waiting_row(circuit, steps, step.pk)
    if row.kind not in (Kind.VISA, Kind.READING):
        raise BadInput(_("This step is a signature or a seal: it is not approved, it is signed or sealed."))
    hand = hand_in(by, row)
    ensure(hand.verdict)
    ensure_same_text(circuit)
    settle(row, by=by, words=hand.words, note=note)
    go_on([circuit], steps, by=by)
    return row


def settle(step: CircuitStep, *, by: Actor, words: str = "", note: str = "", sha256: str = "") -> None:
    """Write that a step is done, and tell it (locked, in a scope)."""
    step.state, step.settled_at, step.settled_by_id = Stands.DONE, now(), by.person_id
    step.settled_by_name, step.said_post = by.name[:160], words[:240]
    step.reason, step.trouble = note.strip()[:LONGEST_REASON], {}
    step.sha256 = sha256 or step.circuit.version.sha256
    step.save(
        update_fields=[
            "state", "settled_at", "settled_by", "settled_by_name", "said_post", "reason", "trouble", "sha256"
        ]
    )  # fmt: skip
    announce(settled(step), by=by)


def settled(step: CircuitStep) -> StepSettled:
    """The fact that a step is done."""
    with override(current_entity().language):
        what = what_was_done(step.kind)
    note = f": {step.reason}" if step.reason else ""
    return StepSettled(
        document_id=step.circuit.document_id, circuit_id=step.circuit_id, step_id=step.pk,
        title=step.circuit.document.title, kind_of_step=step.kind, what=what,
        words=f" ({step.said_post or step.post}){note}", post=step.said_post or step.post, sha256=step.sha256,
    )  # fmt: skip


def look_at_step(step: CircuitStep, *, by: Actor) -> None:
    """Note the first time that whoever has a step has the document before her eyes."""
    if step.seen_at is None:
        step.seen_at = now()
        CircuitStep.objects.filter(pk=step.pk, seen_at=None).update(seen_at=step.seen_at)


@act
def return_step(step: CircuitStep, *, by: Actor, reason: str) -> Circuit:
    """Give the document back, saying why: nobody has it any more, and its draft is open to be written again.

    Raises `BadInput` (`reason`), `NotPermitted`, `AlreadyDone`.
    """
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Say why you return it: whoever asked will read it."), field="reason")
    if step.request is not None:
        return_request(step.request, by=by, reason=reason)
        return Circuit.objects.get(pk=step.circuit_id)
    circuit, steps = lock_circuit(step.circuit_id)
    row = waiting_row(circuit, steps, step.pk)
    hand = hand_in(by, row)
    ensure(hand.verdict)
    give_back(circuit, steps, row, by=by, reason=reason, words=hand.words)
    return circuit


def give_back(
    circuit: Circuit,
    steps: Sequence[CircuitStep],
    row: CircuitStep,
    *,
    by: Actor,
    reason: str,
    words: str = "",
) -> None:
    """Stop a circuit at the step that returns it, and open its draft (locked, in a scope)."""
    row.state, row.settled_at, row.settled_by_id = Stands.RETURNED, now(), by.person_id
    row.settled_by_name, row.said_post, row.reason = by.name[:160], words[:240], reason[:LONGEST_REASON]
    row.save(update_fields=["state", "settled_at", "settled_by", "settled_by_name", "said_post", "reason"])
    stop(circuit, steps, Circuit.State.RETURNED, reason=row.reason)
    said = CircuitReturned(
        document_id=circuit.document_id, circuit_id=circuit.pk, title=circuit.document.title,
        asked_by_id=circuit.begun_by_id, reason=row.reason,
    )  # fmt: skip
    announce(said, by=by)
    open_draft(circuit.document, by=by)


@act
def recall_circuit(circuit: Circuit, *, by: Actor, reason: str = "") -> Circuit:
    """Take it back from whoever has it; its draft is open again.

    Raises `NotPermitted`, and `AlreadyDone` when it is over or somebody is signing it at this moment.
    """
    ensure(may_recall(by, circuit))
    row, steps = lock_circuit(circuit.pk)
    _ensure_open(row)
    asked = [step.request_id for step in steps if step.request_id]
    if SignatureRequest.objects.filter(pk__in=asked, state=SignatureRequest.State.SIGNING).exists():
        raise AlreadyDone(_("It is being signed at this moment."))
    stop(row, steps, Circuit.State.RECALLED, reason=reason.strip()[:LONGEST_REASON])
    said = CircuitRecalled(
        document_id=row.document_id, circuit_id=row.pk, title=row.document.title,
        reason=f": {row.reason}" if row.reason else "",
    )  # fmt: skip
    announce(said, by=by)
    open_draft(row.document, by=by)
    return row


@act
def let_fall(circuit: Circuit, *, by: Actor) -> bool:
    """The text changed: the circuit stops, and what was approved counts no more. False when it had not changed."""
    row, steps = lock_circuit(circuit.pk)
    if not row.is_open or row.document.version_id == row.version_id:
        return False
    visas = [step for step in steps if step.is_done and step.kind in (Kind.VISA, Kind.READING)]
    CircuitStep.objects.filter(pk__in=[step.pk for step in visas]).update(state=Stands.FALLEN)
    stop(row, steps, Circuit.State.FALLEN)
    said = CircuitFallen(
        document_id=row.document_id, circuit_id=row.pk, title=row.document.title,
        asked_by_id=row.begun_by_id, visas=len(visas),
    )  # fmt: skip
    announce(said, by=by)
    return True


def stop(circuit: Circuit, steps: Sequence[CircuitStep], state: str, *, reason: str = "") -> None:
    """Nobody has it any more, now nor later: also what a batch has in hand is not kept (locked, in a scope)."""
    left = [step for step in steps if step.state in OPEN]
    withdraw_requests([step.request_id for step in left], signing_too=True)
    over = Stands.FALLEN if state == Circuit.State.FALLEN else Stands.WITHDRAWN
    CircuitStep.objects.filter(pk__in=[step.pk for step in left]).update(state=over, settled_at=now())
    circuit.state, circuit.reason, circuit.ended_at = state, reason, now()
    circuit.save(update_fields=["state", "reason", "ended_at"])


def open_draft(document: Document, *, by: Actor) -> None:
    """A text that is written here is open to be written again; the one that was fixed stays as it is."""
    if not document.is_frozen or not is_text(document):
        return
    hand = by if may_change(by, document) else Actor.program(document.entity_id)
    write_again(document, by=hand)


def waiting_row(circuit: Circuit, steps: Sequence[CircuitStep], step_id: UUID) -> CircuitStep:
    """The step, which waits. Raises `AlreadyDone` with what became of it."""
    row = next(step for step in steps if step.pk == step_id)
    _ensure_open(circuit)
    if row.state == Stands.TO_COME:
        raise AlreadyDone(_("It is not its turn yet."))
    if row.state != Stands.WAITING:
        raise AlreadyDone(_("This step is done already."))
    return row


def _ensure_open(circuit: Circuit) -> None:
    said = {
        Circuit.State.ENDED: _("Its circuit is finished."),
        Circuit.State.RETURNED: _("It was returned already."),
        Circuit.State.RECALLED: _("It was taken back already."),
        Circuit.State.FALLEN: _("Its text changed, and the circuit fell. Begin it again."),
    }
    if not circuit.is_open:
        raise AlreadyDone(said[Circuit.State(circuit.state)])


def ensure_same_text(circuit: Circuit) -> None:
    """Raises `Stale` when the document has another text than the one that goes round."""
    if circuit.document.version_id != circuit.version_id:
        raise Stale(_("The text changed meanwhile: this circuit falls. Ask for it to be sent again."))
