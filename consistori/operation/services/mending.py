"""Acts on what went wrong: an error that was mended, a job that is tried again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotHere, ensure
from consistori.operation.events import FaultMended, JobTriedAgain
from consistori.operation.models import Fault
from consistori.operation.policies import may_operate
from consistori.operation.services.telling import tell_above
from consistori.tenancy.models import Entity


def mark_mended(fault_id: UUID, *, by: Actor, above: Entity | None) -> Fault:
    """Say that the error was seen to. If it happens again it opens by itself."""
    ensure(may_operate(by, above))
    fault = Fault.objects.filter(pk=fault_id).first()
    if fault is None:
        raise NotHere(_("That error is not kept any more."))
    if fault.mended_at is not None:
        raise AlreadyDone(_("It was marked as mended already."))
    fault.mended_at, fault.mended_by = now(), by.name
    with transaction.atomic():
        fault.save(update_fields=["mended_at", "mended_by"])
        tell_above(FaultMended(fault_id=fault.pk, error=fault.kind, place=fault.place), by=by, above=above)
    return fault


def try_job_again(job_id: int, *, by: Actor, above: Entity | None) -> ProcrastinateJob:
    """Put a job that failed in the queue again, as it was."""
    ensure(may_operate(by, above))
    job = ProcrastinateJob.objects.filter(pk=job_id).first()
    if job is None:
        raise NotHere(_("That job is not in the queue any more."))
    if job.status != "failed":
        raise AlreadyDone(_("That job has not failed."))
    with transaction.atomic():
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=now())
        tell_above(JobTriedAgain(job_id=job_id, job=job.task_name), by=by, above=above)
    return job
