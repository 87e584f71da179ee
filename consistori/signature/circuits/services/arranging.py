"""When a step cannot go on as it was asked: another post does it, or it is passed over, with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.directory.models import Delegation, Person
from consistori.directory.roles import SIGNS
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.signature.circuit_events import StepChanged, StepSkipped
from consistori.signature.circuits.policies import may_arrange
from consistori.signature.circuits.rules import COMPETENCE, OPEN, Kind, Seat, Stands, may_be_skipped
from consistori.signature.circuits.seats import posts_of_roles, resolve, sitters
from consistori.signature.circuits.services.turning import (
    ask_of_holders,
    go_on,
    lock_circuit,
    tell_turn,
    withdraw_requests,
)
from consistori.signature.models import CircuitStep, SignatureRequest
from consistori.signature.services.requests import LONGEST_REASON
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def skip_step(step: CircuitStep, *, by: Actor, reason: str) -> CircuitStep:
    """Go on without an approval or a reading, saying why. Raises `NotPermitted`, `BadInput` (`reason`; a signature is
    not passed over), `AlreadyDone`."""
    ensure(may_arrange(by, step.circuit))
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise BadInput(_("Say why it goes on without this step."), field="reason")
    if not may_be_skipped(Kind(step.kind)):
        raise BadInput(
            _("A signature and a seal are not passed over: ask another post that has the competence."),
            article=COMPETENCE,
        )
    circuit, steps = lock_circuit(step.circuit_id)
    row = _open_row(step, steps)
    row.state, row.reason, row.settled_at = Stands.SKIPPED, reason, now()
    row.settled_by_id, row.settled_by_name = by.person_id, by.name[:160]
    row.save(update_fields=["state", "reason", "settled_at", "settled_by", "settled_by_name"])
    said = StepSkipped(
        document_id=circuit.document_id, circuit_id=circuit.pk, step_id=row.pk, title=circuit.document.title,
        post=row.post, reason=reason,
    )  # fmt: skip
    announce(said, by=by)
    go_on([circuit], steps, by=by)
    return row


@act
def change_step(
    step: CircuitStep, *, by: Actor, seat: Seat | None = None, delegation: Delegation | None = None
) -> CircuitStep:
    """Ask another post for a step: the one that had it was vacant, or was not the right one.

    Raises `NotPermitted`, `AlreadyDone`, `BadInput` (`seat`): it does not sign, or whoever holds it is in the circuit.
    """
    ensure(may_arrange(by, step.circuit))
    if delegation is not None:
        seat = Seat(
            delegation.of_post.role,
            delegation.of_post.unit_id,
            delegation.of_post.title(current_entity().language),
        )
    if seat is None:
        raise BadInput(_("Say which post does it."), field="seat")
    if step.kind == Kind.SIGNATURE and seat.role not in SIGNS:
        raise BadInput(
            _("The post «%(post)s» does not sign.") % {"post": seat.title}, field="seat",
            article="Llei 40/2015, art. 43",
        )  # fmt: skip
    _circuit, steps = lock_circuit(step.circuit_id)
    row = _open_row(step, steps)
    before = row.post
    row.role, row.unit_id, row.post = seat.role, seat.unit_id, seat.title[:120]
    row.delegation = delegation
    holder = resolve([row]).get(row.pk)
    others = {one.holder_id or one.settled_by_id for one in steps if one.pk != row.pk}
    if holder is not None and holder.pk in others:
        raise BadInput(
            _("%(name)s is in the circuit already. A person does one thing in it.")
            % {"name": holder.full_name},
            field="seat",
        )
    _hand_over(row, holder, before, by)
    return row


def give_to(step: CircuitStep, made: SignatureRequest | None, *, by: Actor) -> None:
    """What was asked of whoever leaves is, from now on, of the post of whoever takes it (in a scope)."""
    _circuit, steps = lock_circuit(step.circuit_id)
    row = next(one for one in steps if one.pk == step.pk)
    before = row.post
    if made is None:
        row.request, row.holder, row.trouble = None, None, {"code": "asked-already", "facts": {}}
    else:
        post = next(
            (one for one in posts_of_roles(SIGNS) if one.person_id == made.signer_id),
            None,
        )
        row.request, row.holder, row.delegation = made, made.signer, None
        if post is not None and not sitters(Seat(row.role, row.unit_id, row.post), [post]):
            row.role, row.unit_id = post.role, post.unit_id
            row.post = post.title(current_entity().language)[:120]
    row.save(update_fields=["request", "holder", "delegation", "role", "unit", "post", "trouble"])
    if row.post != before:
        _tell_change(row, before, by)


def _open_row(step: CircuitStep, steps: list[CircuitStep]) -> CircuitStep:
    row = next(one for one in steps if one.pk == step.pk)
    if not row.circuit.is_open or row.state not in OPEN:
        raise AlreadyDone(_("This step is done already."))
    if SignatureRequest.objects.filter(pk=row.request_id, state=SignatureRequest.State.SIGNING).exists():
        raise AlreadyDone(_("It is being signed at this moment."))
    return row


def _hand_over(row: CircuitStep, holder: Person | None, before: str, by: Actor) -> None:
    if row.is_waiting:
        withdraw_requests([row.request_id])
        row.holder, row.request, row.trouble = holder, None, {}
        ask_of_holders([row])
    row.save(update_fields=["role", "unit", "post", "delegation", "holder", "request", "trouble"])
    _tell_change(row, before, by)
    if row.is_waiting:
        tell_turn(row)


def _tell_change(row: CircuitStep, before: str, by: Actor) -> None:
    said = StepChanged(
        document_id=row.circuit.document_id, circuit_id=row.circuit_id, step_id=row.pk,
        title=row.circuit.document.title, before=before, post=row.post,
    )  # fmt: skip
    announce(said, by=by)
