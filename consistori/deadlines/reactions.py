"""What the terms do when something happened: a calendar was published."""

from __future__ import annotations

from consistori.deadlines.events import CalendarPublished
from consistori.deadlines.jobs import recount_below
from consistori.tenancy import jobs
from consistori.trail import on


@on(CalendarPublished)
def count_again(event: CalendarPublished) -> None:
    """Every term that it may reach is counted again, here and in the entities below, as a job."""
    jobs.defer(recount_below, version_id=str(event.calendar_id))
