"""What the machine does for circuits: seal, invite, and follow who holds each post."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from consistori.kernel.clock import now
from consistori.signature.circuits import guests
from consistori.signature.circuits.rules import Kind
from consistori.signature.circuits.sealing import put_seal
from consistori.signature.circuits.services import follow_posts
from consistori.signature.circuits.services.turning import begun_turns
from consistori.signature.models import CircuitStep
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

MINUTES_ALONE = 10
"""A step that still waits for its seal after these is not being tried any more, or hardly."""


@entity_job(name="signature.seal_step", queue="sign", retry=6, priority=5)
def seal_step(*, entity: Entity, step_id: str) -> None:
    """Put the seal that a step waits for; silence is tried again."""
    put_seal(entity, UUID(step_id))


def leave_seal(step: CircuitStep) -> None:
    """Leave the job that seals a step, in this transaction."""
    defer(seal_step, step_id=str(step.pk))


@entity_job(name="signature.invite_guest", queue="mail", retry=8)
def invite_guest(*, entity: Entity, step_id: str) -> None:
    """Send the link to somebody from outside whose turn it is."""
    guests.invite(entity, UUID(step_id))


def leave_invitation(step: CircuitStep) -> None:
    """Leave the job that invites a guest, in this transaction."""
    defer(invite_guest, step_id=str(step.pk))


begun_turns[Kind.SEAL] = leave_seal
begun_turns["guest"] = leave_invitation
guests.leave_seal_job.append(leave_seal)


@by_the_clock("*/10 * * * *", name="signature.seal_waiting_steps")
def seal_waiting_steps(timestamp: int) -> None:
    """Every ten minutes: the steps that wait for a seal, whatever stopped them, in case it has passed."""
    in_each_town(_seal_waiting)


def _seal_waiting(entity: Entity) -> None:
    with working_for(entity):
        before = now() - timedelta(minutes=MINUTES_ALONE)
        rows = CircuitStep.objects.waiting().filter(began_at__lt=before)
        for step in rows.filter(kind=Kind.SEAL) | rows.filter(guest__way="identity"):
            leave_seal(step)


@by_the_clock("4 0 * * *", name="signature.follow_posts")
def follow_every_post(timestamp: int) -> None:
    """Posts begin and end at midnight: what waits is in the hands of whoever holds them today."""
    in_each_town(_follow)


def _follow(entity: Entity) -> None:
    with working_for(entity):
        follow_posts()
