"""Circuits in the tests: the posts of the cast, and a document that goes round."""

from __future__ import annotations

from typing import Any

from consistori.signature.circuits.asked import StepAsked, seat_of
from consistori.signature.circuits.rules import Kind
from consistori.signature.circuits.services import begin_circuit
from consistori.signature.models import CircuitStep


def seat(actor: Any) -> Any:
    """The seat of the post that somebody of the cast holds."""
    from consistori.directory.models import Post

    return seat_of(Post.objects.filter(person_id=actor.person_id).get())


def visa(actor: Any, place: int = 0, days: int | None = None) -> StepAsked:
    return StepAsked(Kind.VISA, place, seat=seat(actor), days=days)


def reading(actor: Any, place: int = 0) -> StepAsked:
    return StepAsked(Kind.READING, place, seat=seat(actor))


def signature(actor: Any, place: int = 0, days: int | None = None) -> StepAsked:
    return StepAsked(Kind.SIGNATURE, place, seat=seat(actor), days=days)


def begin(by: Any, document: Any, *steps: StepAsked, note: str = "") -> Any:
    """Begin it, and give it back with its steps in order."""
    circuit = begin_circuit(by=by, document=document, steps=steps, note=note)
    return circuit, list(CircuitStep.objects.filter(circuit=circuit).order_by("place", "pk"))


def states(circuit: Any) -> list[str]:
    rows = CircuitStep.objects.filter(circuit=circuit).order_by("place", "pk")
    return list(rows.values_list("state", flat=True))


def told(kind: str = "") -> list[str]:
    """What this scope has told so far, as sentences; of one kind of fact, if it is named."""
    from consistori.tenancy.scope import current_scope

    return [
        str(one.event.says) % one.event.payload()
        for one in current_scope().pending
        if not kind or type(one.event).__name__ == kind
    ]
