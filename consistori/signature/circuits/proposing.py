"""The circuit that is proposed for a document: the town's for its type, or the one of the house. It never obliges."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.catalogue.models import DocumentType
from consistori.directory.models import Post
from consistori.directory.roles import SIGNS
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, ensure
from consistori.signature.circuit_events import ProposedCircuitChanged
from consistori.signature.circuits.policies import may_propose
from consistori.signature.circuits.rules import Asked, Kind, Seat, faults_of, in_order
from consistori.signature.circuits.seats import sitters
from consistori.signature.circuits.words import refusal_of
from consistori.signature.models import ProposedCircuit
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

HERE = Path(__file__).parent / "data" / "proposed.toml"
ME = "me"


@dataclass(frozen=True)
class ProposedStep:
    """A step of a proposal: `who` is a role, or `me`; `title` and `unit` say which post of several with that role."""

    kind: str
    who: str
    place: int
    days: int | None = None
    title: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """The post of the step, as the forms name it."""
        if self.kind == Kind.SEAL:
            return "seal"
        return ME if self.who == ME else f"{self.who}|{self.unit}|{self.title}"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a type: its name, its steps, and whether the town wrote it."""

    name: str
    steps: tuple[ProposedStep, ...]
    is_own: bool = False


@cache
def of_the_house() -> dict[str, dict[str, Any]]:
    """The proposals of the house by type, as they are written."""
    return tomllib.loads(HERE.read_text("utf-8"))


def house_proposal(code: str) -> Proposal | None:
    """That of the house for a type, in the language of who reads."""
    said = of_the_house().get(code)
    if said is None:
        return None
    name = said["es"] if (get_language() or "ca").startswith("es") else said["ca"]
    return Proposal(name, tuple(ProposedStep(**step) for step in said["steps"]))


def proposal_for(document: Document) -> Proposal | None:
    """What is proposed for a document, by its type. One statement."""
    return proposal_of(document.type.code) if document.type else None


def proposal_of(code: str) -> Proposal | None:
    """What is proposed for a type. One statement."""
    own = ProposedCircuit.objects.filter(type_code=code).first()
    return _own(own) if own is not None else house_proposal(code)


def proposals() -> list[tuple[DocumentType, Proposal | None]]:
    """Every type in use with what is proposed for it, those that have something first. Two statements."""
    own = {row.type_code: _own(row) for row in ProposedCircuit.objects.all()}
    rows = [(kind, own.get(kind.code) or house_proposal(kind.code)) for kind in DocumentType.objects.in_use()]
    return sorted(rows, key=lambda row: row[1] is None)


def _own(row: ProposedCircuit) -> Proposal:
    return Proposal(row.name, tuple(ProposedStep(**step) for step in row.steps), is_own=True)


def seats_of(
    proposal: Proposal, actor: Actor, posts: Iterable[Post]
) -> list[tuple[ProposedStep, Seat | None]]:
    """The steps with the post that each names here: the one that is held now, or the role, if nobody holds it."""
    posts, language = list(posts), current_entity().language
    found: list[tuple[ProposedStep, Seat | None]] = []
    for step in proposal.steps:
        if step.kind == Kind.SEAL:
            found.append((step, None))
            continue
        if step.who == ME:
            mine = [post for post in posts if post.person_id == actor.person_id]
            held = next((post for post in mine if post.role in SIGNS), None)
            seat = Seat(held.role, held.unit_id, held.title(language)[:120]) if held else None
        else:
            wanted = Seat(step.who, UUID(step.unit) if step.unit else None, step.title)
            here = sitters(wanted, posts)
            seat = Seat(here[0].role, here[0].unit_id, here[0].title(language)[:120]) if here else wanted
        found.append((step, seat))
    return found


@act
def propose_circuit(kind: DocumentType, *, by: Actor, steps: Sequence[ProposedStep], name: str = "") -> None:
    """Write what this town proposes for a type; without steps, that of the house is proposed again.

    Raises `NotPermitted`, `BadInput` (`steps`).
    """
    ensure(may_propose(by))
    if not steps:
        ProposedCircuit.objects.filter(type_code=kind.code).delete()
    else:
        _look_at(steps)
        places = in_order(step.place for step in steps)
        rows = [asdict(step) | {"place": place} for step, place in zip(steps, places, strict=True)]
        ProposedCircuit.objects.update_or_create(
            entity=current_entity(), type_code=kind.code,
            defaults={
                "name": name.strip()[:120], "steps": rows, "changed_at": now(), "changed_by_name": by.name[:160]
            },
        )  # fmt: skip
    announce(ProposedCircuitChanged(type_code=kind.code, name=kind.name), by=by)


def _look_at(steps: Sequence[ProposedStep]) -> None:
    asked = [
        Asked(
            step.place,
            Kind(step.kind),
            "" if step.key == "seal" else step.key,
            step.title or step.who,
            step.days,
        )
        for step in steps
    ]
    for fault in faults_of(asked):
        raise refusal_of(fault)
    if all(step.kind == Kind.SEAL for step in steps):
        raise BadInput(
            _("Somebody approves, signs or reads it: a seal alone is an automated act."), field="steps"
        )
