"""Where the worker finds the jobs of the terms."""

from __future__ import annotations

from uuid import UUID

from consistori.deadlines.services.recounting import reached_by, recount_for
from consistori.tenancy import jobs
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@jobs.entity_job(name="deadlines.recount", retry=3, priority=-10)
def recount(*, entity: Entity, version_id: str) -> None:
    """Count again the terms of one entity with a new calendar."""
    recount_for(entity, UUID(version_id))


@jobs.entity_job(name="deadlines.recount_below", retry=3)
def recount_below(*, entity: Entity, version_id: str) -> None:
    """Leave the same for each entity that reads the calendars of this one."""
    for below in reached_by(entity):
        with working_for(below):
            jobs.defer(recount, version_id=version_id, lock=f"recount-{below.pk}")
