"""What the machine does for signatures: sign a batch, and ask the timestamp server whether it is back."""

from uuid import UUID

from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.signature import arrival_jobs, seal_jobs
from consistori.signature.circuits import jobs as circuit_jobs
from consistori.signature.copies import jobs as copy_jobs
from consistori.signature.engine.errors import SigningStopped
from consistori.signature.events import TimestampsAreBack
from consistori.signature.lasting import jobs as lasting_jobs
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.ports import timestamp_authority
from consistori.signature.services.signing import batch_stopped, run_batch
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

__all__ = [
    "arrival_jobs",
    "circuit_jobs",
    "copy_jobs",
    "lasting_jobs",
    "seal_jobs",
    "sign_batch",
    "watch_timestamps",
    "watch_when_silent",
]
WAITING_FOR_STAMPS = ("timestamp-silent", "timestamp-refused")


class StillSilent(Exception):
    """The timestamp server does not answer yet: the job is tried again later."""


@entity_job(name="signature.sign_batch", queue="sign", retry=1, priority=10)
def sign_batch(*, entity: Entity, batch_id: str, person_id: str) -> None:
    """Sign what is left of a batch whose key the signer process has open."""
    person = Person.objects.get(pk=person_id)
    run_batch(entity, UUID(batch_id), by=actor_of(person, entity, "web"))


def leave_batch(batch: SignatureBatch) -> None:
    """Leave the job that signs a batch, in this transaction. A second one waits for the first to leave it."""
    defer(sign_batch, lock=f"batch {batch.pk}", batch_id=str(batch.pk), person_id=str(batch.person_id))


@entity_job(name="signature.watch_timestamps", queue="sign", retry=8)
def watch_timestamps(*, entity: Entity) -> None:
    """Tell who has documents waiting for a timestamp that the server answers again."""
    with working_for(entity):
        waiting = SignatureRequest.objects.waiting().filter(trouble__code__in=WAITING_FOR_STAMPS)
        if not waiting.exists():
            return
    if not timestamp_authority().is_alive():
        raise StillSilent
    with working_for(entity):
        people = sorted({str(pk) for pk in waiting.values_list("signer_id", flat=True)})
        count = waiting.update(trouble={})
        by = Actor.program(entity.pk)
        announce(TimestampsAreBack(person_ids=people, waiting=count), by=by)


def watch_when_silent(stopped: SigningStopped) -> None:
    """Leave the job that asks the timestamp server until it answers."""
    if stopped.code in WAITING_FOR_STAMPS:
        defer(watch_timestamps)


batch_stopped.append(watch_when_silent)
