"""Jobs of the register of residents."""

from __future__ import annotations

from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity


@entity_job(name="padro.issue_paper", queue="default", retry=8, priority=10)
def issue_paper(*, entity: Entity, paper_id: str) -> None:
    """Make, seal and let out a slip; leave a certificate in the secretary's tray. Killed anywhere, it goes on."""
    from consistori.padro.services.issuing import issue

    issue(entity, paper_id)
