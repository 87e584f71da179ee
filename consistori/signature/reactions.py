"""What signatures do when others tell a fact."""

from consistori.documents.events import VersionAdded
from consistori.kernel.actor import Actor
from consistori.signature import arrival_reactions
from consistori.signature.circuits import reactions as circuit_reactions
from consistori.signature.copies import reactions as copy_reactions
from consistori.signature.models import SignatureRequest
from consistori.signature.services.requests import withdraw_request
from consistori.tenancy.scope import current_entity
from consistori.trail import on

__all__ = ["arrival_reactions", "circuit_reactions", "copy_reactions", "withdraw_the_older_text"]


@on(VersionAdded)
def withdraw_the_older_text(event: VersionAdded) -> None:
    """Nobody is left with an older text to sign: its requests are withdrawn, and must be asked again."""
    open_ones = SignatureRequest.objects.waiting().filter(document_id=event.document_id).with_papers()
    by = Actor.program(current_entity().pk)
    for request in open_ones:
        if request.version_id != request.document.version_id:
            withdraw_request(request, by=by)
