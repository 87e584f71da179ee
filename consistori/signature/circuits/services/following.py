"""What circuits do when a request is signed, returned, withdrawn or passed on, and when posts change hands."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.signature.circuits.rules import Stands
from consistori.signature.circuits.seats import hand_in, resolve
from consistori.signature.circuits.services.arranging import give_to
from consistori.signature.circuits.services.settling import give_back, let_fall, settled
from consistori.signature.circuits.services.turning import go_on, lock_circuit, lock_circuits, reseat
from consistori.signature.models import Circuit, CircuitStep, SignatureRequest
from consistori.trail import act, announce


def steps_of_requests(ids: Sequence[UUID]) -> list[CircuitStep]:
    """The waiting steps that these requests are of. One statement."""
    rows = CircuitStep.objects.waiting().filter(request_id__in=list(ids))
    return list(rows.select_related("circuit", "delegation__of_post", "request"))


def after_signing(requests: Sequence[SignatureRequest], by: Actor) -> None:
    """Their steps are done, and whoever comes next has the document (the documents and the requests are locked)."""
    waiting = CircuitStep.objects.waiting().filter(request_id__in=[one.pk for one in requests])
    found = dict(waiting.values_list("request_id", "circuit_id"))
    if not found:
        return
    signed = {one.pk: one for one in requests if one.pk in found}
    circuits, steps = lock_circuits(set(found.values()))
    done: list[CircuitStep] = []
    for step in steps:
        request = signed.get(step.request_id) if step.request_id else None
        if request is None or not step.is_waiting or not step.circuit.is_open:
            continue
        step.state, step.settled_at = Stands.DONE, request.settled_at
        step.settled_by_id = request.by_hand_id or request.signer_id
        step.settled_by_name, step.said_post = by.name[:160], request.hand_post[:240]
        step.sha256, step.trouble = request.signed_sha256, {}
        done.append(step)
    CircuitStep.objects.bulk_update(
        done,
        ["state", "settled_at", "settled_by", "settled_by_name", "said_post", "sha256", "trouble"],
        batch_size=500,
    )
    touched = {step.circuit_id for step in done}
    moving = [circuit for circuit in circuits if circuit.pk in touched]
    go_on(moving, steps, by=by)
    for step in done:
        announce(settled(step), by=by)


def before_signing(requests: Sequence[SignatureRequest], by: Actor) -> None:
    """A post is asked for at the moment of the act: whoever held it yesterday signs no more in it (R-DEC-02).

    One statement when none of them is of a circuit. Raises `NotPermitted`.
    """
    for step in steps_of_requests([one.pk for one in requests]):
        verdict = hand_in(by, step).verdict
        if not verdict:
            raise NotPermitted(verdict.reason, article=verdict.article)


def after_return(request: SignatureRequest, by: Actor) -> None:
    """Who returns a request returns the whole circuit: nobody after her, nor beside her, has it any more."""
    found = steps_of_requests([request.pk])
    if not found:
        return
    circuit, steps = lock_circuit(found[0].circuit_id)
    row = next(step for step in steps if step.request_id == request.pk)
    if circuit.is_open:
        give_back(circuit, steps, row, by=by, reason=request.reason, words=request.hand_post)


def before_withdrawing(request: SignatureRequest, by: Actor) -> None:
    """A step is not withdrawn alone: the circuit would wait for ever. Raises `BadInput`."""
    if not by.is_system and steps_of_requests([request.pk]):
        raise BadInput(
            _("It is a step of a circuit. Take the circuit back, or ask another post for the step."),
            code="of-a-circuit",
        )


def after_passing(request: SignatureRequest, made: SignatureRequest | None, by: Actor) -> None:
    """What was asked of whoever leaves is asked of another: the step is of her post from now on."""
    for step in steps_of_requests([request.pk]):
        give_to(step, made, by=by)


@act
def fall_if_changed(document_id: UUID, *, by: Actor) -> int:
    """Let fall the circuits that go round with a text that is not the one of the document. Returns how many."""
    rows = Circuit.objects.filter(document_id=document_id, state=Circuit.State.OPEN)
    changed = rows.exclude(document__version_id=F("version_id"))
    return sum(let_fall(circuit, by=by) for circuit in list(changed))


@act
def follow_posts() -> int:
    """Put every waiting step in the hands of whoever holds its post today. Returns how many changed hands."""
    moved = 0
    waiting = (
        CircuitStep.objects.waiting().exclude(role="").select_related("delegation__to").order_by("circuit_id")
    )
    rows = list(waiting)
    holders = resolve(rows)
    stale = {
        row.circuit_id
        for row in rows
        if row.pk in holders and row.holder_id != getattr(holders[row.pk], "pk", None)
    }
    for circuit_id in sorted(stale):
        circuit, steps = lock_circuit(circuit_id)
        if circuit.is_open:
            moved += reseat([step for step in steps if step.is_waiting])
    return moved
