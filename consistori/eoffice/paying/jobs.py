"""What the machine does for pay letters: make that of an entry whose sheet fixes the fee."""

from __future__ import annotations

from consistori.eoffice.paying.letters import issue_letter
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="eoffice.issue_pay_letter", queue="default", retry=8)
def issue_pay_letter(*, entity: Entity, entry_id: str) -> None:
    """Make the pay letter of an entry, once; nothing for one that costs nothing."""
    with working_for(entity):
        entry = RegistryEntry.objects.filter(pk=entry_id).first()
        if entry is not None:
            issue_letter(entry, by=Actor.program(entity.pk))
