"""What the board does when something happened: the secretary signed the certificate, or gave it back."""

from __future__ import annotations

from consistori.bulletin.exposing.certifying import certificate_returned, certificate_signed
from consistori.signature.events import DocumentSigned, SignatureReturned, SignatureWithdrawn
from consistori.signature.models import SignatureRequest
from consistori.trail import on


@on(DocumentSigned)
def keep_the_certificate(event: DocumentSigned) -> None:
    """One statement for what is no certificate."""
    certificate_signed(event.document_id)


@on(SignatureReturned)
def look_at_the_certificate(event: SignatureReturned) -> None:
    """It waits for somebody."""
    certificate_returned(event.document_id, event.reason)


@on(SignatureWithdrawn)
def look_at_it_unless_it_is_asked_still(event: SignatureWithdrawn) -> None:
    """Nobody is asked to sign it any more: it would wait for ever."""
    if not SignatureRequest.objects.filter(document_id=event.document_id).unsettled().exists():
        certificate_returned(
            event.document_id, f"{SignatureRequest.State.WITHDRAWN.label} · {event.signer_name}"
        )
