"""What the machine does when a signed file comes: validate it, with nothing locked."""

from __future__ import annotations

from uuid import UUID

from consistori.kernel.actor import Actor
from consistori.signature.arrivals import check_arrival, waiting_for_text
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="signature.check_arrival", queue="default", retry=4)
def check(*, entity: Entity, document_id: str) -> None:
    """Validate the signatures of a document that came, and keep the report."""
    check_arrival(entity, UUID(document_id), by=Actor.program(entity.pk))


@entity_job(name="signature.pair_signature", queue="default", retry=4)
def pair(*, entity: Entity, sha256: str) -> None:
    """A text came whose signature had come before, apart: judge the signature again, now with its text."""
    with working_for(entity):
        for document_id in waiting_for_text(sha256):
            defer(check, document_id=str(document_id))
