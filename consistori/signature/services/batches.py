"""Opening a batch: the person's key with its passphrase, and the documents that she signs with it.

`start_signing` is quick: it has the signer process open the key and leaves the work to a job (`signing.py`).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Unavailable, ensure
from consistori.signature.engine.errors import KeyRefused, ServiceSilent, SigningStopped
from consistori.signature.hands import Hand, hand_of
from consistori.signature.models import (
    SignatureBatch,
    SignatureRequest,
    SigningKey,
)
from consistori.signature.ports import signer
from consistori.signature.selectors import usable_keys_of
from consistori.signature.sentences import why_stopped
from consistori.signature.services import hooks
from consistori.signature.services.giving_back import give_back, give_back_hands
from consistori.signature.services.keeping import hand_over_signed
from consistori.signature.services.signing import BatchOutcome, run_batch
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act

MOST_IN_A_BATCH = 1000
TRIES_A_DOCUMENT = 3
LEAST_SIGNATURES = 8
STALE_AFTER = timedelta(minutes=11)
State = SignatureRequest.State


@sensitive_variables("passphrase")
@act
def start_signing(
    requests: Sequence[SignatureRequest], *, by: Actor, passphrase: str, key: SigningKey | None = None
) -> SignatureBatch:
    """Open the key with its passphrase and take these documents for signing; `run_batch` does the rest.

    Raises `BadInput` (`passphrase`: wrong or too many tries; `key`: none or expired), `NotPermitted`,
    `AlreadyDone` (somebody settled one meanwhile), `Unavailable` (the signer process does not run).
    """
    if not requests:
        raise BadInput(_("Choose at least one document."), field="request")
    if len(requests) > MOST_IN_A_BATCH:
        raise BadInput(_("Sign %(most)s at most each time.") % {"most": MOST_IN_A_BATCH}, field="request")
    rows = taken([request.pk for request in requests])
    hands = {row.pk: hand_of(by, row, on=today()) for row in rows}
    for hand in hands.values():
        ensure(hand.verdict)
    for hung in hooks.signing:
        hung(rows, by)
    chosen = key or _key_of(by)
    _ensure_usable(chosen, by)
    batch: SignatureBatch = SignatureBatch.objects.create(person_id=by.person_id, key=chosen, total=len(rows))
    _open_key(batch, chosen, passphrase)
    SignatureRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.SIGNING, batch=batch, trouble={}
    )
    note_hands(rows, hands, by)
    return batch


@sensitive_variables("passphrase")
def sign_requests(
    requests: Sequence[SignatureRequest], *, by: Actor, passphrase: str, key: SigningKey | None = None
) -> BatchOutcome:
    """Sign these documents now and wait for the outcome (API and demonstration; pages use the job)."""
    entity = Entity.objects.get(pk=by.entity_id or 0)
    with working_for(entity):
        batch = start_signing(requests, by=by, passphrase=passphrase, key=key)
    return run_batch(entity, batch.pk, by=by)


@act
def pause_batch(batch: SignatureBatch, *, by: Actor) -> None:
    """Sign no more for now; what is in hand is finished. The key stays open until its ten minutes are over.

    Raises `NotPermitted`, and `AlreadyDone` when nothing was being signed any more.
    """
    _ensure_hers(batch, by)
    changed = SignatureBatch.objects.filter(pk=batch.pk, state=SignatureBatch.State.SIGNING)
    if not changed.update(state=SignatureBatch.State.PAUSED):
        raise AlreadyDone(_("It is not being signed any more."))


@act
def resume_batch(batch: SignatureBatch, *, by: Actor) -> None:
    """Go on with what a pause left: without the passphrase while the key is open. The caller leaves the job.

    Raises `NotPermitted`, and `AlreadyDone` when it was not paused.
    """
    _ensure_hers(batch, by)
    changed = SignatureBatch.objects.filter(pk=batch.pk, state=SignatureBatch.State.PAUSED)
    if not changed.update(state=SignatureBatch.State.SIGNING):
        raise AlreadyDone(_("It was not paused."))


@act
def stop_batch(batch: SignatureBatch, *, by: Actor) -> None:
    """Leave for another day what a pause left: the key is dropped, and the rest waits in the tray.

    Raises `NotPermitted`, and `AlreadyDone` when it was not paused.
    """
    _ensure_hers(batch, by)
    row = SignatureBatch.objects.select_for_update().get(pk=batch.pk)
    if not row.is_paused:
        raise AlreadyDone(_("It was not paused."))
    give_back(row, SigningStopped("stopped"), by=by)
    with suppress(SigningStopped):
        signer().close_batch(str(batch.pk))


def _ensure_hers(batch: SignatureBatch, by: Actor) -> None:
    if by.person_id is None or batch.person_id != by.person_id:
        raise NotPermitted(_("Only whoever signs them can do that."))


def release_stale(*, by: Actor) -> int:
    """Give back to the tray what a killed program left half signed, also by a substitute. Returns how many."""
    asked_of_her = SignatureRequest.objects.filter(
        batch_id=OuterRef("pk"), state=State.SIGNING, signer_id=by.person_id
    )
    stale = SignatureBatch.objects.filter(
        Q(person_id=by.person_id) | Q(Exists(asked_of_her)),
        state__in=[SignatureBatch.State.SIGNING, SignatureBatch.State.PAUSED],
        opened_at__lt=now() - STALE_AFTER,
    )
    released = 0
    for batch in stale:
        trouble: dict[str, Any] = {"code": "batch-over" if batch.is_paused else "interrupted", "facts": {}}
        released += batch.requests.filter(state=State.SIGNING).update(state=State.WAITING, trouble=trouble)
        give_back_hands(batch.requests)
        hand_over_signed(batch)
        SignatureBatch.objects.filter(pk=batch.pk).update(
            state=SignatureBatch.State.INTERRUPTED, finished_at=now(), trouble=trouble
        )
    return released


def note_hands(rows: Sequence[SignatureRequest], hands: Mapping[UUID, Hand], by: Actor) -> None:
    """Write in each row that is not hers by whose hand and decree it is signed, one statement a decree."""
    by_decree: dict[UUID, list[SignatureRequest]] = {}
    for row in rows:
        decree = hands[row.pk].substitution
        if decree is not None:
            by_decree.setdefault(decree.pk, []).append(row)
    for decree_id, taken in by_decree.items():
        SignatureRequest.objects.filter(pk__in=[row.pk for row in taken]).update(
            by_hand_id=by.person_id, delegation_id=decree_id, hand_post=hands[taken[0].pk].words
        )


def taken(ids: list[UUID]) -> list[SignatureRequest]:
    """The requests, locked. Raises `AlreadyDone` when one no longer waits or it is not her turn yet."""
    rows = SignatureRequest.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    found: list[SignatureRequest] = list(rows.waiting().whose_turn_it_is())
    if len(found) != len(set(ids)):
        raise AlreadyDone(_("Some of these documents no longer wait for you. Look at the tray again."))
    return found


def _key_of(by: Actor) -> SigningKey:
    """Her key, the last one that she used."""
    keys = usable_keys_of(by.person_id) if by.person_id else []
    if not keys:
        raise BadInput(_("You have no key to sign with. Bring one, in «My keys»."), field="key")
    return keys[0]


def _ensure_usable(key: SigningKey, by: Actor) -> None:
    if key.person_id != by.person_id or key.removed_at:
        raise BadInput(_("Choose one of your keys."), field="key")
    if key.is_expired:
        error = KeyRefused("expired", on=key.valid_to)
        raise BadInput(why_stopped(error), field="key", code=error.code)


def _open_key(batch: SignatureBatch, key: SigningKey, passphrase: str) -> None:
    try:
        signer().open_batch(
            str(batch.pk),
            most=max(LEAST_SIGNATURES, batch.total * TRIES_A_DOCUMENT),
            bound=bytes.fromhex(key.fingerprint),
            sealed=bytes(key.sealed),
            passphrase=passphrase,
        )
    except KeyRefused as error:
        raise BadInput(why_stopped(error), field="passphrase", code=error.code) from error
    except ServiceSilent as error:
        raise Unavailable(why_stopped(error), code=error.code) from error
    SigningKey.objects.filter(pk=key.pk).update(last_used_at=now())
