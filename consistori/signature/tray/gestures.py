"""One gesture over the tray: some are signed, some go back with their reason; done once, however often it arrives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import return_request, start_signing
from consistori.signature.tray.settings import asks_code
from consistori.trail import act

State = SignatureRequest.State


@dataclass(frozen=True)
class Settled:
    """What became of a gesture in one town: the batch that signs, and how many went back."""

    batch: SignatureBatch | None
    returned: int


@sensitive_variables("passphrase")
@act
def settle(
    requests: Sequence[SignatureRequest], *, by: Actor, back: Mapping[UUID, str], passphrase: str = "",
    key: SigningKey | None = None, code_shown: bool = False,
) -> Settled:  # fmt: skip
    """Give back those of `back`, with the reason of each, and take the others for signing: all of it, or nothing.

    Raises what `return_request` and `start_signing` raise, and `BadInput` (`code`) when the town asks for the second
    factor each time and nobody showed it. The caller leaves the job of the batch.
    """
    going_back = [one for one in requests if back.get(one.pk, "").strip()]
    to_sign = [one for one in requests if one not in going_back]
    if to_sign and not code_shown and asks_code():
        raise BadInput(_("This town asks for the code of your phone each time."), field="code")
    for one in going_back:
        return_request(one, by=by, reason=back[one.pk])
    if not to_sign:
        return Settled(None, len(going_back))
    batch = start_signing(to_sign, by=by, passphrase=passphrase, key=key)
    rows = SignatureRequest.objects.filter(pk__in=[one.pk for one in going_back])
    rows.update(batch=batch)  # so that the page of the batch says them too
    return Settled(batch, len(going_back))


def batches_with(person_id: UUID, ids: Collection[UUID]) -> list[SignatureBatch]:
    """The batches of hers that took these requests and have them no longer waiting: the gesture arrived already.

    One statement.
    """
    taken = SignatureRequest.objects.filter(pk__in=list(ids)).exclude(
        state__in=[State.WAITING, State.RETURNED]
    )
    rows = SignatureBatch.objects.filter(person_id=person_id, pk__in=taken.order_by().values("batch_id"))
    return list(rows.select_related("entity").order_by("-opened_at"))


def count_returned(person_id: UUID, ids: Collection[UUID]) -> int:
    """How many of these she gave back already. One statement."""
    hers = Q(signer_id=person_id) | Q(by_hand_id=person_id) | Q(batch__person_id=person_id)
    return int(SignatureRequest.objects.filter(hers, pk__in=list(ids), state=State.RETURNED).count())
