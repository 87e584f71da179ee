"""What follows a signature: what an officer signed is registered by a job; what its owner sent is helped no more."""

from __future__ import annotations

from consistori.assistance.models import AssistedFiling, HelpedDraft
from consistori.assistance.phone.assisted import file_signed
from consistori.eoffice.filing.events import ApplicationSigned
from consistori.signature.events import DocumentSigned
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import on


@on(DocumentSigned)
def the_application_is_signed(event: DocumentSigned) -> None:
    """Of what waits for the signature of an officer, and of nothing else."""
    row = AssistedFiling.objects.filter(
        application_id=event.document_id, state=AssistedFiling.State.SIGNING
    ).first()
    if row is not None:
        defer(register_what_was_signed, filing_id=str(row.pk))


@on(ApplicationSigned)
def its_owner_has_sent_it(event: ApplicationSigned) -> None:
    """Whoever helped sees that it is filed, and nothing of what it says."""
    HelpedDraft.objects.filter(draft__entry_id=event.entry_id).update(state=HelpedDraft.State.FILED)


@entity_job(name="assistance.register_what_was_signed", queue="default", retry=8, priority=20)
def register_what_was_signed(*, entity: Entity, filing_id: str) -> None:
    """Register it; tried again while the place of the documents is away."""
    with working_for(entity):
        row = AssistedFiling.objects.filter(pk=filing_id).first()
        if row is not None:
            file_signed(row)
