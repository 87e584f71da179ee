"""What could not be signed, tried again: the file was put right, or the fault was not of the paper."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.signature.events import SignatureTriedAgain
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.policies import may_try_again
from consistori.signature.services.giving_back import give_back_hands
from consistori.trail import act, announce

State = SignatureRequest.State


@act
def try_again(requests: Sequence[SignatureRequest], *, by: Actor) -> list[SignatureRequest]:
    """Put back in the tray what could not be signed; nothing of it is signed yet.

    Those of which the text changed since, or that were asked again, are left as they are. Raises `NotPermitted`, and
    `AlreadyDone` when there is nothing to try.
    """
    for request in requests:
        ensure(may_try_again(by, request))
    rows = _locked([request.pk for request in requests])
    if not rows:
        raise AlreadyDone(_("None of these can be tried again: look at them one by one."))
    for batch_id in {row.batch_id for row in rows if row.batch_id}:
        many = sum(row.batch_id == batch_id for row in rows)
        SignatureBatch.objects.filter(pk=batch_id).update(failed=F("failed") - many)
    put_back = SignatureRequest.objects.filter(pk__in=[row.pk for row in rows])
    put_back.update(state=State.WAITING, trouble={}, settled_at=None)
    give_back_hands(put_back)
    for row in rows:
        said = SignatureTriedAgain(
            document_id=row.document_id,
            request_id=row.pk,
            title=row.document.title,
            signer_id=row.signer_id,
            signer_name=row.signer.full_name,
        )
        announce(said, by=by)
    return rows


def _locked(ids: list[UUID]) -> list[SignatureRequest]:
    open_now = SignatureRequest.objects.filter(
        version_id=OuterRef("version_id"), signer_id=OuterRef("signer_id")
    ).unsettled()
    rows = SignatureRequest.objects.select_for_update(of=("self",)).filter(~Exists(open_now), pk__in=ids)
    return list(rows.triable().select_related("document", "signer").order_by("pk"))
