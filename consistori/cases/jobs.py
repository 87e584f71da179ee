"""What the machine does for cases, after the act and with no transaction held."""

from __future__ import annotations

from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity


@entity_job(name="cases.make_cover", queue="default", retry=5)
def make_cover(*, entity: Entity, case_id: str) -> None:
    """Make the cover [caràtula] of a case as PDF/A, or make it again when its title or series changed."""
    from consistori.cases.cover import keep_cover

    keep_cover(entity, case_id)
