"""The jobs of batches: going on with one, and letting go what has waited its minutes."""

from __future__ import annotations

from uuid import UUID

from consistori.cases.many.rules import WINDOW, Stage
from consistori.cases.models import CaseBatch
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer, entity_job, start_long
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

SOME_SECONDS_MORE = 2


@entity_job(name="cases.run_batch", retry=5)
def run_batch(*, entity: Entity, batch_id: str, run_id: str = "") -> None:
    """Go on with a batch from the first that is not done; begun twice, one waits for the other."""
    from consistori.cases.many.running import run

    run(entity, UUID(batch_id))


@entity_job(name="cases.let_batch_go", retry=5)
def let_batch_go(*, entity: Entity, batch_id: str) -> None:
    """Its minutes are over: what was sent to be signed goes now, unless it was taken back."""
    let_go(entity, UUID(batch_id))


@by_the_clock("*/5 * * * *", name="cases.let_batches_go")
def let_batches_go(timestamp: int) -> None:
    """What a lost job, or a clock that went wrong, left waiting goes too."""
    in_each_town(_let_go_those_due)


def _let_go_those_due(entity: Entity) -> None:
    with working_for(entity):
        due = CaseBatch.objects.filter(stage=Stage.LEAVING, leaves_at__lte=now())
        ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        let_go(entity, pk)


def let_go(entity: Entity, batch_id: UUID) -> bool:
    """Begin to send it, if its window is over and nobody took it back. Whether it went."""
    with working_for(entity):
        due = CaseBatch.objects.filter(pk=batch_id, stage=Stage.LEAVING, leaves_at__lte=now())
        if not due.update(stage=Stage.SENDING):
            return False
        leave_run(CaseBatch.objects.get(pk=batch_id))
        return True


def begin_run(batch: CaseBatch, by: Actor) -> None:
    """Leave its first job, with its line in the tray of jobs of whoever begins it, which leads to its page."""
    run = start_long(run_batch, title=batch.title, by=by, total=batch.each.count(), batch_id=str(batch.pk))
    batch.run_id = run.pk
    batch.save(update_fields=["run_id"])
    JobRun.objects.filter(pk=run.pk).update(result_url=batch.entity.staff_url(f"cases/many/{batch.pk}/"))


def leave_run(batch: CaseBatch) -> None:
    """Leave the job that goes on with it, in this transaction."""
    defer(run_batch, lock=f"batch of cases {batch.pk}", batch_id=str(batch.pk))


def leave_when_due(batch: CaseBatch) -> None:
    """Leave the job that lets it go when its minutes are over."""
    defer(let_batch_go, wait=int(WINDOW.total_seconds()) + SOME_SECONDS_MORE, batch_id=str(batch.pk))
