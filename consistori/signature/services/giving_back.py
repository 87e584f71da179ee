"""What a batch did not sign waits again in the tray."""

from __future__ import annotations

from consistori.directory.rules import Manner
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.engine.errors import SigningStopped
from consistori.signature.events import BatchEnded
from consistori.signature.models import SignatureBatch, SignatureRequest, SignatureRequestQuerySet
from consistori.signature.sentences import trouble_of
from consistori.signature.services.keeping import hand_over_signed
from consistori.trail import announce

State = SignatureRequest.State


def give_back_hands(rows: SignatureRequestQuerySet) -> None:
    """What a substitute took and did not sign is again of whoever was asked; a delegation stays."""
    taken = rows.filter(state=State.WAITING, by_hand__isnull=False)
    taken.filter(delegation__manner=Manner.SUBSTITUTION).update(by_hand=None, delegation=None, hand_post="")


def give_back(batch: SignatureBatch, why: SigningStopped | None, *, by: Actor) -> None:
    """What was not signed waits again in the tray, and the batch says how it ended (in a scope)."""
    trouble = trouble_of(why) if why else {}
    batch.requests.filter(state=State.SIGNING).update(state=State.WAITING, trouble=trouble)
    give_back_hands(batch.requests)
    hand_over_signed(batch)
    batch.refresh_from_db(fields=["done", "failed", "total"])
    batch.state = SignatureBatch.State.INTERRUPTED if why else SignatureBatch.State.DONE
    batch.finished_at, batch.trouble = now(), trouble
    batch.save(update_fields=["state", "finished_at", "trouble"])
    said = BatchEnded(
        batch_id=batch.pk,
        person_id=batch.person_id,
        done=batch.done,
        total=batch.total,
        trouble=trouble.get("code", ""),
    )
    announce(said, by=by)
