"""The turn goes from step to step: many circuits at once, so that a batch of signatures asks the database little."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import override

from consistori.deadlines.rules.days import Watcher
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.directory.careers import post_of_hand
from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.signature.circuit_events import CircuitEnded, PostOfStepVacant, StepTurn
from consistori.signature.circuits.rules import Kind, Standing, Stands, turn_of
from consistori.signature.circuits.seats import resolve
from consistori.signature.circuits.words import what_is_asked
from consistori.signature.events import SignatureRequested
from consistori.signature.hands import words_for
from consistori.signature.models import Circuit, CircuitStep, SignatureRequest
from consistori.tenancy.scope import current_entity
from consistori.trail import announce

after_end: list[Callable[[Circuit, Actor], None]] = []
"""Told in the transaction in which the last step is done: whoever goes on with the document hangs here."""

begun_turns: dict[str, Callable[[CircuitStep], None]] = {}
"""By kind of step, what is left for a job when its turn comes and no person of the house does it: `seal`, `guest`."""

_STEP_JOINS = ("delegation__of_post__person", "delegation__to", "holder")


def lock_circuit(circuit_id: UUID) -> tuple[Circuit, list[CircuitStep]]:
    """A circuit and its steps for this act alone, as they are now.

    Always in the same order: document, requests, circuit, steps; the batches of signatures lock so too.
    """
    document_id = Circuit.objects.values_list("document_id", flat=True).get(pk=circuit_id)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    asked = CircuitStep.objects.filter(circuit_id=circuit_id, request__isnull=False).values("request_id")
    list(SignatureRequest.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk"))
    (circuit,), steps = lock_circuits([circuit_id])
    circuit.document = document
    return circuit, steps


def lock_circuits(ids: Iterable[UUID]) -> tuple[list[Circuit], list[CircuitStep]]:
    """Circuits and all their steps, whose documents and requests are locked already. Five statements at most."""
    rows = Circuit.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    circuits = {circuit.pk: circuit for circuit in rows}
    found = CircuitStep.objects.select_for_update(of=("self",)).filter(circuit__in=list(circuits))
    steps = list(found.order_by("circuit_id", "place", "pk"))
    prefetch_related_objects(steps, *_STEP_JOINS)
    for step in steps:
        step.circuit = circuits[step.circuit_id]
    return list(circuits.values()), steps


def go_on(circuits: Sequence[Circuit], steps: Sequence[CircuitStep], *, by: Actor) -> None:
    """Give the turn to whoever comes now in each of these circuits, or end it (locked, in a scope).

    The statements do not grow with the circuits, but for what is told and for those that end.
    """
    prefetch_related_objects(list(circuits), "document", "version")
    starting: list[CircuitStep] = []
    for circuit in circuits:
        own = [step for step in steps if step.circuit_id == circuit.pk]
        place = turn_of(Standing(step.place, Stands(step.state)) for step in own)
        if place is None:
            _end(circuit, by)
            continue
        starting += [step for step in own if step.place == place and step.state == Stands.TO_COME]
    _begin(starting)


def _end(circuit: Circuit, by: Actor) -> None:
    circuit.state, circuit.ended_at = Circuit.State.ENDED, now()
    circuit.save(update_fields=["state", "ended_at"])
    said = CircuitEnded(
        document_id=circuit.document_id, circuit_id=circuit.pk, title=circuit.document.title,
        asked_by_id=circuit.begun_by_id,
    )  # fmt: skip
    announce(said, by=Actor.program(circuit.entity_id))
    for hung in after_end:
        hung(circuit, by)


def _begin(steps: list[CircuitStep]) -> None:
    if not steps:
        return
    moment, dues = now(), _due_after({step.days for step in steps if step.days})
    holders = resolve(steps)
    for step in steps:
        step.state, step.began_at, step.due_on = Stands.WAITING, moment, dues.get(step.days or 0)
        step.holder = holders.get(step.pk)
    ask_of_holders(steps)
    CircuitStep.objects.bulk_update(
        steps, ["state", "began_at", "due_on", "holder", "request", "trouble"], batch_size=500
    )
    for step in steps:
        tell_turn(step)
        left = begun_turns.get("guest" if step.kind != Kind.SEAL and not step.role else step.kind)
        if left is not None:
            left(step)


def ask_of_holders(steps: Sequence[CircuitStep]) -> None:
    """The requests of the signatures among these steps whose post somebody holds; rows are not saved. Two statements.

    Who has the same text to sign already is not asked twice: the step says so, and a person changes it.
    """
    asked = [step for step in steps if step.kind == Kind.SIGNATURE and step.holder is not None]
    if not asked:
        return
    open_ones = set(
        SignatureRequest.objects.unsettled()
        .filter(version_id__in={step.circuit.version_id for step in asked})
        .values_list("version_id", "signer_id")
    )
    made: list[SignatureRequest] = []
    for step in asked:
        key = (step.circuit.version_id, step.holder_id)
        if key in open_ones:
            step.trouble = {"code": "asked-already", "facts": {}}
            continue
        open_ones.add(key)
        request = _request_of(step)
        step.trouble, step.request = {}, request
        made.append(request)
    SignatureRequest.objects.bulk_create(made)
    for request in made:
        said = SignatureRequested(
            document_id=request.document_id, request_id=request.pk, title=request.document.title,
            signer_id=request.signer_id, signer_name=request.signer.full_name,
        )  # fmt: skip
        announce(said, by=Actor.program(request.entity_id))


def _request_of(step: CircuitStep) -> SignatureRequest:
    circuit, decree, words, post = step.circuit, step.delegation, "", step.post
    if decree is not None:
        words, held = words_for(decree, today()), post_of_hand(decree)
        post = held.title(current_entity().language) if held else post
    return SignatureRequest(
        document=circuit.document, version=circuit.version, signer=step.holder, signer_post=post[:120],
        delegation=decree, hand_post=words, place=step.place, asked_by_id=circuit.begun_by_id,
        asked_by_name=circuit.begun_by_name, asked_at=now(), note=circuit.note,
    )  # fmt: skip


def tell_turn(step: CircuitStep) -> None:
    """Tell whose turn it is; or that nobody holds the post."""
    circuit, by = step.circuit, Actor.program(step.entity_id)
    facts: dict[str, Any] = {
        "document_id": circuit.document_id, "circuit_id": circuit.pk, "step_id": step.pk,
        "title": circuit.document.title, "post": step.post,
    }  # fmt: skip
    if step.role and step.holder_id is None:
        announce(PostOfStepVacant(**facts), by=by)
        return
    with override(current_entity().language):
        what = what_is_asked(step.kind)
    name = step.holder.full_name if step.holder else step.post
    announce(StepTurn(**facts, what=what, holder_id=step.holder_id, holder_name=name), by=by)


def _due_after(days: set[int]) -> dict[int, date]:
    """The last day of so many working days of the town, counted from tomorrow (Llei 39/2015, art. 30.2 and 30.3)."""
    if not days:
        return {}
    watcher = Watcher(tuple(calendars_of([place_of(current_entity())])))
    ahead = list(islice(watcher.working_days_after(today()), max(days)))
    return {n: ahead[n - 1] for n in days}


def reseat(steps: Sequence[CircuitStep]) -> int:
    """Put each waiting step in the hands of whoever holds its post today (locked). Returns how many changed.

    Where the post changed hands, what was asked of the one before is asked of the one now; what she is signing at this
    moment she signs.
    """
    holders = resolve(steps)
    moved = [step for step in steps if step.pk in holders and _differs(step, holders[step.pk])]
    busy = set(
        SignatureRequest.objects.filter(
            Q(state=SignatureRequest.State.SIGNING), pk__in=[step.request_id for step in moved]
        ).values_list("pk", flat=True)
    )
    moved = [step for step in moved if step.request_id not in busy]
    if not moved:
        return 0
    withdraw_requests([step.request_id for step in moved if step.request_id])
    for step in moved:
        step.holder, step.request, step.trouble = holders[step.pk], None, {}
    ask_of_holders(moved)
    CircuitStep.objects.bulk_update(moved, ["holder", "request", "trouble"], batch_size=500)
    for step in moved:
        tell_turn(step)
    return len(moved)


def _differs(step: CircuitStep, holder: Person | None) -> bool:
    return step.holder_id != (holder.pk if holder else None)


def withdraw_requests(ids: Iterable[UUID | None], *, signing_too: bool = False) -> None:
    """Ask no longer. With `signing_too` also what a batch has in hand: what comes out of it is not kept."""
    states = [SignatureRequest.State.WAITING, SignatureRequest.State.FAILED]
    if signing_too:
        states.append(SignatureRequest.State.SIGNING)
    rows = SignatureRequest.objects.filter(pk__in=[one for one in ids if one], state__in=states)
    rows.update(state=SignatureRequest.State.WITHDRAWN, settled_at=now(), trouble={})
