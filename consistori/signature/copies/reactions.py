"""The copy that its officer signs herself, where the town has no seal for copies, is one when she has signed it."""

from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.copy_events import AuthenticCopySealed
from consistori.signature.events import DocumentSigned
from consistori.signature.models import AuthenticCopy
from consistori.tenancy.scope import current_entity
from consistori.trail import announce, on


@on(DocumentSigned)
def the_copy_is_signed(event: DocumentSigned) -> None:
    """One statement for what is no copy."""
    waiting = AuthenticCopy.objects.filter(document_id=event.document_id, state=AuthenticCopy.State.SIGNING)
    if not waiting.update(state=AuthenticCopy.State.READY, ready_at=now(), trouble={}):
        return
    title = Document.objects.get(pk=event.document_id).title
    told = AuthenticCopySealed(document_id=event.document_id, title=title, sha256=event.sha256)
    announce(told, by=Actor.program(current_entity().pk))
