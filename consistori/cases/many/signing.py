"""From a batch to the tray: each document is fixed and asked for alone; what is not signed may come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from consistori.cases import selectors
from consistori.cases.many.doing import is_untouched
from consistori.cases.many.rules import Outcome
from consistori.cases.models import BatchItem, CaseBatch
from consistori.cases.selectors import Signer
from consistori.documents.models import Document
from consistori.documents.services import discard_document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signatures, withdraw_request


def signers_here() -> list[Signer]:
    """Who may be asked to sign here today: by her own post, then by delegation. Two statements."""
    return [*selectors.people_who_sign(), *selectors.signers_by_delegation()]


def signers_said(keys: Sequence[str]) -> list[Signer]:
    """Those of these keys, in the order of the keys. Raises `BadInput` (`signer`) when one signs nothing here today."""
    known = {one.key: one for one in signers_here()}
    found = [known[key] for key in dict.fromkeys(keys) if key in known]
    if not found or len(found) < len(set(keys)):
        raise BadInput(_("Say who must sign."), field="signer")
    return found


def send(item: BatchItem, batch: CaseBatch, by: Actor, who: list[Any]) -> None:
    """Fix its text, with its code, and leave it in the tray of whoever signs. Raises what asking raises."""
    document = _paper(item)
    try:
        request_signatures(by=by, document=document, signers=who, note=batch.note, in_order=batch.in_order)
    except AlreadyDone:
        if not SignatureRequest.objects.filter(document=document).unsettled().exists():
            raise
    item.outcome = Outcome.SENT


def withdraw(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Take it out of the tray; what somebody has signed stays signed. Raises `BadInput` saying so."""
    document = _paper(item)
    asked = list(SignatureRequest.objects.filter(version_id=document.version_id).with_papers())
    if any(one.is_signed for one in asked):
        raise BadInput(_("It is signed: it stays. What is wrong is mended by another act."))
    for one in asked:
        if one.is_waiting or one.is_failed:
            withdraw_request(one, by=by)
    item.outcome, item.why = Outcome.NOT_SENT, _("Withdrawn from the tray by %(name)s.") % {"name": by.name}


def throw_away(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Put in the bin what the batch wrote, if nobody has written in it since."""
    document = _paper(item)
    if document.is_discarded:
        item.outcome = Outcome.UNDONE
    elif is_untouched(document):
        discard_document(document, by=by)
        item.outcome = Outcome.UNDONE
    else:
        item.outcome, item.why = Outcome.KEPT, _("Somebody has written in it since: it stays.")


def _paper(item: BatchItem) -> Document:
    document: Document | None = (
        Document.objects.select_related("type", "version").filter(pk=item.document_id).first()
    )
    if document is None:
        raise BadInput(_("There is no document of this case."))
    return document
