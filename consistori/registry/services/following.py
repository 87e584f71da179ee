"""Documents that follow their entry: it was registered while the place where they are kept did not answer.

Whoever files has presented it at that moment (Llei 39/2015, art. 16.3); the receipt waits until it can list each file.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.registry.events import DocumentsFollowed
from consistori.registry.models import EntryDocument, EntryState, RegistryEntry
from consistori.registry.policies import may_register
from consistori.registry.receipts import make_receipt
from consistori.registry.services.registering import _documents
from consistori.tenancy import jobs
from consistori.trail import act, announce


@act
def await_documents(entry: RegistryEntry, *, by: Actor) -> None:
    """Let the receipt of an entry wait for its documents: called in the act that registered it without them."""
    ensure(may_register(by))
    EntryState.objects.filter(entry=entry, receipt_id=None).update(receipt_state=EntryState.Receipt.NONE)


@act
def bring_documents(entry: RegistryEntry, *, by: Actor, documents: Sequence[Document]) -> None:
    """Put with an entry the documents that it was waiting for, once, and have its receipt made."""
    ensure(may_register(by))
    state = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    if state.receipt_state != EntryState.Receipt.NONE or EntryDocument.objects.filter(entry=entry).exists():
        raise AlreadyDone(_("Its documents are here already."))
    brought = _documents(entry, documents)
    EntryDocument.objects.bulk_create(brought)
    state.receipt_state = EntryState.Receipt.WAITING
    state.save(update_fields=["receipt_state"])
    jobs.defer(make_receipt, entry_id=str(entry.pk))
    announce(
        DocumentsFollowed(
            entry_id=entry.pk, reference=entry.reference, documents=[row.sha256 for row in brought]
        ),
        by=by,
    )
