"""Questions about signatures: the trays, the circuits, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consistori.directory.models import Post
from consistori.directory.roles import SIGNS
from consistori.kernel.clock import now, today
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.tenancy.scope import scope_or_none

State = SignatureRequest.State
MOST_SHOWN = 300
MOST_WAITING = 1000
"""What one gesture can sign, so what the tray must be able to show."""


@dataclass(frozen=True)
class TrayCounts:
    """How many papers stand behind each tab of the tray."""

    mine: int
    sent: int
    signed: int
    returned: int


def waiting_for(person_id: UUID) -> list[SignatureRequest]:
    """What waits for her signature and is her turn, oldest first, with its papers. One statement."""
    return list(rows_waiting_for(person_id))


def rows_waiting_for(person_id: UUID) -> Any:
    """The same as a query, to be asked together with another one of requests `with_papers`."""
    return _turn_of(person_id).with_papers().order_by("asked_at", "id")[:MOST_WAITING]


def waiting_among(person_id: UUID, ids: Iterable[UUID]) -> list[SignatureRequest]:
    """Those of these requests that wait for her and are her turn, oldest first. Others are left out."""
    rows = _turn_of(person_id).filter(pk__in=list(ids))
    return list(rows.with_papers().order_by("asked_at", "id")[:MOST_WAITING])


def waiting_of_batch(person_id: UUID, batch_id: UUID) -> list[SignatureRequest]:
    """What a batch of hers left and waits for her again, oldest first. One statement."""
    rows = _turn_of(person_id).filter(batch_id=batch_id, batch__person_id=person_id)
    return list(rows.with_papers().order_by("asked_at", "id")[:MOST_WAITING])


def failed_of_batch(person_id: UUID, batch_id: UUID) -> list[SignatureRequest]:
    """What could not be signed of a batch of hers and may be tried again. One statement."""
    rows = SignatureRequest.objects.triable().filter(batch_id=batch_id, batch__person_id=person_id)
    return list(rows.with_papers().order_by("asked_at", "id")[:MOST_WAITING])


def count_waiting(person_id: UUID | None) -> int:
    """How many wait for her, in the entity or entities of the scope; 0 outside a scope."""
    if person_id is None or scope_or_none() is None:
        return 0
    return int(_turn_of(person_id).count())


def turns_of(person_id: UUID | None) -> Any:
    """The same as rows to be counted together with others; None outside a scope."""
    return None if person_id is None or scope_or_none() is None else _turn_of(person_id)


def sent_by(person_id: UUID) -> list[SignatureRequest]:
    """What this person asked others to sign and is not settled yet. One statement."""
    rows = SignatureRequest.objects.filter(
        asked_by_id=person_id, state__in=[State.WAITING, State.SIGNING, State.FAILED]
    )
    return list(rows.with_papers().order_by("-asked_at")[:MOST_SHOWN])


def signed_by(person_id: UUID) -> list[SignatureRequest]:
    """What this person signed, and what she asked for and is signed; the last first. One statement."""
    mine = Q(signer_id=person_id) | Q(by_hand_id=person_id) | Q(asked_by_id=person_id)
    rows = SignatureRequest.objects.filter(mine, state=State.SIGNED)
    return list(rows.with_papers().order_by("-settled_at")[:MOST_SHOWN])


def returned_to(person_id: UUID) -> list[SignatureRequest]:
    """What was returned to her, or she returned; the last first. One statement."""
    mine = Q(signer_id=person_id) | Q(asked_by_id=person_id)
    rows = SignatureRequest.objects.filter(mine, state=State.RETURNED)
    return list(rows.with_papers().order_by("-settled_at")[:MOST_SHOWN])


def tray_counts(person_id: UUID, *, mine: int | None = None) -> TrayCounts:
    """The figures of the four tabs. One statement, two when `mine` (her turn) is not known yet."""
    hers = Q(signer_id=person_id) | Q(asked_by_id=person_id)
    unsettled = Q(state__in=[State.WAITING, State.SIGNING, State.FAILED])
    told = SignatureRequest.objects.filter(hers).aggregate(
        sent=Count("pk", filter=Q(asked_by_id=person_id) & unsettled),
        signed=Count("pk", filter=Q(state=State.SIGNED)),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
    )
    return TrayCounts(mine=count_waiting(person_id) if mine is None else mine, **told)


def requests_of(document_ids: Iterable[UUID]) -> list[SignatureRequest]:
    """Every request about these documents, by document and place, with its signer. One statement."""
    rows = SignatureRequest.objects.filter(document_id__in=list(document_ids)).select_related(
        "signer", "by_hand"
    )
    return list(rows.order_by("document_id", "place", "asked_at"))


def circuit_of(version_id: UUID) -> list[SignatureRequest]:
    """Who had, has and will have a version, in order; what was withdrawn is left out. One statement."""
    rows = SignatureRequest.objects.filter(version_id=version_id).exclude(state=State.WITHDRAWN)
    found = list(rows.select_related("signer", "by_hand", "delegation").order_by("place", "asked_at"))
    turn = min((one.place for one in found if one.is_waiting), default=0)
    for one in found:
        one.is_later = one.is_waiting and one.place > turn
    return found


def types_signed_before(person_id: UUID) -> set[UUID | None]:
    """The document types that this person has signed some time: others must be read whole. One statement."""
    hand = Q(signer_id=person_id) | Q(by_hand_id=person_id)
    rows = SignatureRequest.objects.filter(hand, state=State.SIGNED)
    return set(rows.order_by().values_list("document__type_id", flat=True).distinct())


def keys_of(person_id: UUID) -> list[SigningKey]:
    """Her keys, the last used first. One statement."""
    kept = SigningKey.objects.kept().filter(person_id=person_id)
    return sorted(kept, key=lambda key: key.last_used_at or key.created_at, reverse=True)


def usable_keys_of(person_id: UUID) -> list[SigningKey]:
    """Those of her keys that can sign today. One statement."""
    at = now()
    return [key for key in keys_of(person_id) if key.valid_from <= at < key.valid_to]


def demo_keys_in_use() -> int:
    """How many demonstration keys there are (`doctor` refuses production with any)."""
    return int(SigningKey.objects.kept().filter(origin=SigningKey.Origin.DEMO).count())


def batches_to_tell(person_id: UUID) -> list[SignatureBatch]:
    """Her batches under way or paused, and those that are over of which something can be done: what an interrupted one
    left («312 left, sign again»), and what could not be signed (`failed_now`). With their entity, the last first. One
    statement.
    """
    left = SignatureRequest.objects.waiting().filter(batch_id=OuterRef("pk")).order_by()
    failed = SignatureRequest.objects.triable().filter(batch_id=OuterRef("pk")).order_by()
    counted, spoiled = (
        Subquery(rows.values("batch_id").annotate(n=Count("pk")).values("n")) for rows in (left, failed)
    )
    halted = Q(Exists(left), state=SignatureBatch.State.INTERRUPTED) | Q(
        Exists(failed), state__in=[SignatureBatch.State.INTERRUPTED, SignatureBatch.State.DONE], failed__gt=0
    )
    under_way = Q(state__in=[SignatureBatch.State.SIGNING, SignatureBatch.State.PAUSED])
    rows = SignatureBatch.objects.filter(halted | under_way, person_id=person_id)
    found = rows.annotate(waiting_now=counted, failed_now=Coalesce(spoiled, 0)).select_related("entity")
    return list(found.order_by("-opened_at")[:20])


def interrupted_batches(person_id: UUID) -> list[SignatureBatch]:
    """Of those, the interrupted ones of which something waits. One statement."""
    return [batch for batch in batches_to_tell(person_id) if batch.is_over and batch.waiting_now]


def returned_of(person_id: UUID, *, most: int = 20) -> list[SignatureRequest]:
    """What she asked for and came back unsigned, while its text was not made again. One statement."""
    rows = SignatureRequest.objects.filter(
        asked_by_id=person_id, state=State.RETURNED, document__version_id=F("version_id")
    )
    return list(rows.with_papers().order_by("-settled_at")[:most])


def _turn_of(person_id: UUID) -> Any:
    return SignatureRequest.objects.for_signer(person_id).waiting().whose_turn_it_is()


def signers_here() -> list[UUID]:
    """Who may be asked to sign in the entity of the scope today. One statement."""
    rows = Post.objects.live(today()).filter(role__in=SIGNS, person__is_active=True)
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))
