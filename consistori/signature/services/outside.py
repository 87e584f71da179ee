"""What somebody of the house signed with another program, and brings back [signatura externa / firma externa].

Her certificate may be in a card, or in a cloud: she takes the file, signs it there and brings it. It is looked at
before anything of it is kept; what is decided by her signature gets its number then, in the same transaction: it
stands in the book, in its transcription and at `/verify/`, since nothing can be written in a text that is signed.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.directory.models import Person
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.signature import numbering
from consistori.signature.circuits.guest_files import SignedBy, brought_back
from consistori.signature.events import DocumentSigned, SignedForAnother
from consistori.signature.hands import hand_of
from consistori.signature.lasting.services import hand_over
from consistori.signature.models import SignatureRequest
from consistori.signature.services import hooks
from consistori.signature.services.batches import note_hands, taken
from consistori.signature.services.keys import carries_name_of
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

SETTLED = ["state", "settled_at", "trouble", "signed_sha256", "stamped_at"]


def bring_signed(
    entity: Entity, request_id: UUID, received: blobs.ReceivedBlob, *, by: Actor
) -> numbering.Numbering | None:
    """Keep the file that went out with one good signature more, of whoever had to sign; its number, when it gets one.

    What is outside is asked with no transaction open. Raises `BadInput` (`file`) with what is wrong in it, `Refusal`
    (who signs has not the competence, R-DEC-02), `NotPermitted`, and `AlreadyDone` when it no longer waits for her.
    """
    with working_for(entity):
        request = SignatureRequest.objects.with_papers().get(pk=request_id)
        ensure(hand_of(by, request, on=today()).verdict)
        taken([request_id])
        _ensure_this_text(request)
        base = request.document.latest_blob
        person = Person.objects.get(pk=by.person_id or UUID(int=0))
    found = brought_back(received, base=base.sha256, size=base.size)
    if not carries_name_of(person, found.name):
        raise BadInput(
            _("It is signed by %(name)s, and it waits for another person.") % {"name": found.name},
            field="file",
        )
    with working_for(entity), override(entity.language):
        return _kept(request_id, received, found, base.sha256, by=by)


@act
def _kept(
    request_id: UUID, received: blobs.ReceivedBlob, found: SignedBy, base: str, *, by: Actor
) -> numbering.Numbering | None:
    document_id = SignatureRequest.objects.values_list("document_id", flat=True).get(pk=request_id)
    Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    rows = taken([request_id])
    hand = hand_of(by, rows[0], on=today())
    ensure(hand.verdict)
    for hung in hooks.signing:
        hung(rows, by)
    note_hands(rows, {request_id: hand}, by)
    request = SignatureRequest.objects.with_papers().get(pk=request_id)
    _ensure_this_text(request)
    if request.document.latest_blob.sha256 != base:
        raise AlreadyDone(
            _("Somebody else has signed it meanwhile. Download it again and sign it."), field="file"
        )
    drawn = numbering.draw(request, version=request.version, by=by)
    append_evidence(request.version, blob=received, kind="signature", by=by)
    request.state, request.settled_at, request.trouble = SignatureRequest.State.SIGNED, now(), {}
    request.signed_sha256, request.stamped_at = received.sha256, found.stamped_at
    request.save(update_fields=SETTLED)
    hand_over([request.version_id], unstamped=[] if found.stamped_at else [request.version_id])
    _tell(request, by)
    for after in hooks.signed:
        after([request], by)
    return drawn


def _ensure_this_text(request: SignatureRequest) -> None:
    if request.document.version_id != request.version_id:
        raise Refusal(_("The text has changed since: it must be sent to be signed again."), code="other-text")


def _tell(request: SignatureRequest, by: Actor) -> None:
    decree = request.delegation
    if decree is not None:
        announce(
            SignedForAnother(
                document_id=request.document_id, request_id=request.pk, title=request.document.title,
                of_id=decree.of_post.person_id, of_name=decree.of_post.person.full_name, manner=decree.manner,
                decree=decree.decree, post=request.said_post,
            ),
            by=by,
        )  # fmt: skip
    announce(
        DocumentSigned(
            document_id=request.document_id, request_id=request.pk, title=request.document.title,
            signer_id=request.by_hand_id or request.signer_id, asked_by_id=request.asked_by_id,
            sha256=request.signed_sha256,
            stamped_at=request.stamped_at.isoformat() if request.stamped_at else "",
        ),
        by=by,
    )  # fmt: skip
