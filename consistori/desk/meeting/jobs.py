"""The job of the weekly meeting."""

from __future__ import annotations

from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity


@entity_job(name="desk.write_minute", queue="default", retry=8, priority=10)
def write_minute(*, entity: Entity, meeting_id: str) -> None:
    """Write the minute of a closed meeting and file it in the year's case. Done twice, it writes one."""
    from consistori.desk.meeting.minute import write

    write(entity, meeting_id)
