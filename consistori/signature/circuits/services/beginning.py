"""Beginning a circuit: the text is fixed if somebody signs or seals it, and the first ones have it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.directory.careers import is_usable
from consistori.directory.models import Person
from consistori.directory.roles import SIGNS
from consistori.directory.rules import Manner
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.services import freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.signature.circuit_events import CircuitBegun
from consistori.signature.circuits.asked import GuestAsked, StepAsked
from consistori.signature.circuits.policies import may_begin
from consistori.signature.circuits.rules import Asked, Kind, faults_of, in_order
from consistori.signature.circuits.seats import resolve
from consistori.signature.circuits.services.turning import go_on
from consistori.signature.circuits.words import in_words, refusal_of
from consistori.signature.models import Circuit, CircuitStep, GuestInvitation, SignatureRequest
from consistori.signature.seal_policies import may_use_seal
from consistori.signature.seals import CIRCUIT, act_in_force
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

LONGEST_NOTE = 500


@act
def begin_circuit(
    *, by: Actor, document: Document, steps: Sequence[StepAsked], note: str = "", name: str = ""
) -> Circuit:
    """Send a document through these steps [començar un circuit]; the first ones have it at once.

    Its text is fixed when somebody signs or seals it (PDF/A with code). Raises `NotPermitted`, `BadInput` (`steps`),
    `AlreadyDone` when it goes through another one already, and whatever freezing refuses.
    """
    ensure(may_begin(by, document))
    if document.is_discarded:
        raise NotPermitted(_("It is in the bin: take it out first."))
    rows = _rows(steps)
    people = resolve([row for row, _guest in rows])
    _look_at(rows, people, steps)
    _ensure_may_seal(by, steps)
    _ensure_free(document)
    circuit = Circuit(
        document=document, version=_version(document, [row for row, _guest in rows], by), name=name.strip()[:120],
        begun_by_id=by.person_id, begun_by_name=by.name, begun_at=now(), note=note.strip()[:LONGEST_NOTE],
    )  # fmt: skip
    _save_new(circuit)
    for row, _guest in rows:
        row.circuit = circuit
    made = CircuitStep.objects.bulk_create([row for row, _guest in rows])
    GuestInvitation.objects.bulk_create([_invitation(row, guest) for row, guest in rows if guest is not None])
    with override(current_entity().language):
        words = in_words(made)
    said = CircuitBegun(
        document_id=document.pk, circuit_id=circuit.pk, title=document.title, steps=words[:500],
        sha256=circuit.version.sha256,
    )  # fmt: skip
    announce(said, by=by)
    go_on([circuit], made, by=by)
    return circuit


def _rows(steps: Sequence[StepAsked]) -> list[tuple[CircuitStep, GuestAsked | None]]:
    """The steps as rows, not saved, with whom each invites."""
    places = in_order(step.place for step in steps)
    made = []
    for at, (step, place) in enumerate(zip(steps, places, strict=True)):
        row = CircuitStep(place=place, kind=step.kind, days=step.days, delegation=step.delegation)
        seat = step.seat
        if step.delegation is not None:
            post = step.delegation.of_post
            _ensure_delegation(step, at)
            row.role, row.unit_id = post.role, post.unit_id
            row.post = post.title(current_entity().language)[:120]
        elif seat is not None:
            row.role, row.unit_id, row.post = seat.role, seat.unit_id, seat.title[:120]
        elif step.guest is not None:
            _ensure_guest(step.guest, step.kind, at)
            row.post = (step.guest.acts_as.strip() or step.guest.name.strip())[:120]
        elif step.kind is not Kind.SEAL:
            raise BadInput(_("Step %(n)s: say who does it.") % {"n": at + 1}, field="steps")
        if step.kind is Kind.SIGNATURE and row.role and row.role not in SIGNS:
            raise BadInput(
                _("Step %(n)s: the post «%(post)s» does not sign.") % {"n": at + 1, "post": row.post},
                field="steps", article="Llei 40/2015, art. 43",
            )  # fmt: skip
        made.append((row, step.guest))
    return made


def _ensure_delegation(step: StepAsked, at: int) -> None:
    decree = step.delegation
    if decree is None or decree.manner == Manner.SUBSTITUTION or not is_usable(decree):
        raise BadInput(
            _("Step %(n)s: that delegation is not in force today.") % {"n": at + 1},
            field="steps", article="Llei 40/2015, art. 9",
        )  # fmt: skip


def _ensure_guest(guest: GuestAsked, kind: Kind, at: int) -> None:
    said = {"n": at + 1}
    if kind is not Kind.SIGNATURE:
        raise BadInput(_("Step %(n)s: whoever comes from outside signs.") % said, field="steps")
    if not (guest.name.strip() and guest.identifier.strip() and "@" in guest.email):
        raise BadInput(
            _("Step %(n)s: of whoever signs from outside we need the name, the number of the document and an e-mail.")
            % said,
            field="steps", article="Llei 39/2015, art. 9",
        )  # fmt: skip


def _look_at(
    rows: list[tuple[CircuitStep, GuestAsked | None]],
    people: dict[UUID, Person | None],
    steps: Sequence[StepAsked],
) -> None:
    """Raise the first thing that cannot be."""
    asked = []
    for (row, guest), step in zip(rows, steps, strict=True):
        person = people.get(row.pk)
        who = str(person.pk) if person else row.seat.key if row.seat else ""
        name = person.full_name if person else row.post
        if guest is not None:
            who, name = f"guest:{guest.identifier.strip().upper()}", guest.name
        asked.append(Asked(place=row.place, kind=Kind(row.kind), who=who, name=name, days=step.days))
    for fault in faults_of(asked):
        raise refusal_of(fault)


def _ensure_may_seal(by: Actor, steps: Sequence[StepAsked]) -> None:
    """Whoever sends a document to be sealed commands the seal: her post must be one of those that may (R-AUT-01)."""
    if not any(step.kind is Kind.SEAL for step in steps):
        return
    fixed = act_in_force(CIRCUIT)
    if fixed is not None:
        ensure(may_use_seal(by, fixed))


def _ensure_free(document: Document) -> None:
    if Circuit.objects.filter(document=document, state=Circuit.State.OPEN).exists():
        raise _going_round()
    if (
        SignatureRequest.objects.unsettled()
        .filter(document=document, version_id=document.version_id)
        .exists()
    ):
        raise AlreadyDone(_("Somebody has it to sign already. Withdraw it first, or let it be signed."))


def _going_round() -> AlreadyDone:
    return AlreadyDone(_("This document is going through a circuit already. Take it back first."))


def _version(document: Document, rows: Sequence[CircuitStep], by: Actor) -> DocumentVersion:
    """The text that goes round: fixed, with the posts that sign at its foot, when somebody signs or seals it."""
    posts = [row.post for row in rows if row.kind == Kind.SIGNATURE]
    if document.is_frozen or not any(row.kind in (Kind.SIGNATURE, Kind.SEAL) for row in rows):
        return document.version
    entity = current_entity()
    version = freeze_document(document, by=by, signer_posts=posts or [entity.name])
    document.refresh_from_db()
    return version


def _save_new(circuit: Circuit) -> None:
    try:
        with transaction.atomic():
            circuit.save()
    except IntegrityError as error:
        raise _going_round() from error


def _invitation(row: CircuitStep, guest: GuestAsked) -> GuestInvitation:
    return GuestInvitation(
        step=row, name=guest.name.strip()[:160], identifier=guest.identifier.strip().upper()[:20],
        email=guest.email.strip(), language=guest.language[:5],
    )  # fmt: skip
