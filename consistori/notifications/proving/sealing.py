"""Making proofs, sealing them at level B-B with the seal of the body, and dating a batch of them with one timestamp.

What is needed is read in short transactions; sealing and asking for timestamps hold none. Killed anywhere, it begins
again from what is kept: a proof is made once, and what is sealed is not sealed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from consistori.kernel.clock import now
from consistori.notifications.hangings import PROOF
from consistori.notifications.models import Evidence, Notification, Proof, StampedList
from consistori.notifications.proving.telling import as_bytes, proof_of
from consistori.notifications.rules.states import FINAL
from consistori.signature import ports as signing
from consistori.signature.engine.errors import ServiceSilent
from consistori.signature.seals import Sealing, seal_apart, sealing_for
from consistori.tenancy.jobs import defer_many
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

AT_ONCE = 1000


class NotStampedYet(Exception):
    """The authority of timestamps is silent: the list waits, and the job is tried again later."""


def make_proofs_of(entity: Entity, notification_ids: Sequence[str]) -> int:
    """Make the proofs that these lack, and seal and date what waits in the town; how many were made.

    The PDF of those that ended is left to other jobs.
    """
    with working_for(entity):
        made = _make(entity, [UUID(key) for key in notification_ids])
    seal_and_stamp(entity)
    return made


def _make(entity: Entity, keys: Sequence[UUID]) -> int:
    """The JSON of each proof that lacks. Five statements, however many they are."""
    from consistori.notifications.jobs import draw_proof

    joined = Notification.objects.select_related("dispatch", "party", "version", "dispatch__version")
    rows = list(joined.filter(pk__in=keys).order_by("pk"))
    there: dict[tuple[UUID, str], int] = {}
    for key, kind, line in Proof.objects.filter(notification_id__in=keys).values_list(
        "notification_id", "kind", "last_line"
    ):
        there[key, kind] = max(line, there.get((key, kind), 0))
    lines: dict[UUID, list[Evidence]] = {}
    for one in Evidence.objects.filter(notification_id__in=keys).order_by("notification_id", "number"):
        lines.setdefault(one.notification_id, []).append(one)
    made, ended = [], []
    for row in rows:
        own = lines.get(row.pk, [])
        for kind, up_to in _wanted(row, own):
            if there.get((row.pk, kind), 0) >= up_to:
                continue
            data = as_bytes(proof_of(entity, row, own, kind=kind))
            sha256 = hashlib.sha256(data).hexdigest()
            made.append(
                Proof(notification=row, kind=kind, data=data, sha256=sha256, last_line=own[-1].number)
            )
            if kind == Proof.Kind.OUTCOME:
                ended.append({"notification_id": str(row.pk)})
    Proof.objects.bulk_create(made, ignore_conflicts=True)
    if ended:
        defer_many(draw_proof, ended)
    return len(made)


def _wanted(row: Notification, own: Sequence[Evidence]) -> list[tuple[str, int]]:
    """Which proofs it should have, each up to which line of its evidence at least."""
    found = []
    if row.available_at is not None and own:
        found.append((Proof.Kind.AVAILABILITY.value, 1))
    if row.state in FINAL and own:
        ends = [one.number for one in own if one.kind in FINAL]
        found.append((Proof.Kind.OUTCOME.value, max(ends, default=1)))
    return found


def seal_and_stamp(entity: Entity) -> int:
    """Seal what waits, up to a thousand with one opening of the key and one timestamp; how many.

    Without a seal fixed by the town the proofs stay unsealed and say so. Raises `NotStampedYet` when the authority of
    timestamps was silent: what was sealed is kept, and only the date lacks.
    """
    sealed = 0
    while True:
        with working_for(entity):
            waiting = Proof.objects.filter(sealing=Proof.Sealing.WAITING).order_by("pk")
            hashes = dict(waiting.values_list("pk", "sha256")[:AT_ONCE])
            sealing = sealing_for(PROOF, entity, uses=len(hashes)) if hashes else None
            if sealing is None and hashes:
                Proof.objects.filter(pk__in=hashes).update(sealing=Proof.Sealing.NO_SEAL)
        if not hashes or sealing is None:
            break
        sealed += _seal(entity, sealing, hashes)
    _stamp_lists(entity)
    return sealed


def _seal(entity: Entity, sealing: Sealing, hashes: dict[UUID, str]) -> int:
    """One list: its signatures, and the row that gathers their hashes to be dated."""
    signatures = seal_apart(sealing, list(hashes.values()))
    moment = now()
    with working_for(entity):
        mine = Proof.objects.select_for_update().filter(pk__in=hashes, sealing=Proof.Sealing.WAITING)
        rows = list(mine.order_by("pk"))
        if not rows:
            return 0
        content = list_of(rows, signatures)
        gathered = StampedList.objects.create(
            content=content, sha256=hashlib.sha256(content).hexdigest(), count=len(rows)
        )
        for row in rows:
            row.signature, row.sealed_at = signatures[row.sha256], moment
            row.sealing, row.stamp = Proof.Sealing.SEALED, gathered
        Proof.objects.bulk_update(rows, ["signature", "sealed_at", "sealing", "stamp"], batch_size=500)
    return len(rows)


def list_of(rows: Sequence[Proof], signatures: dict[str, bytes]) -> bytes:
    """The list that a timestamp dates: a line for each proof, its hash and that of its signature, in order."""
    lines = sorted(f"{row.sha256} {hashlib.sha256(signatures[row.sha256]).hexdigest()}" for row in rows)
    return ("\n".join(lines) + "\n").encode()


def _stamp_lists(entity: Entity) -> None:
    """Ask for the timestamp of the lists that have none, one after another, with no transaction open."""
    with working_for(entity):
        waiting: list[tuple[Any, str]] = list(
            StampedList.objects.filter(token=None).order_by("made_at").values_list("pk", "sha256")
        )
    for key, sha256 in waiting:
        try:
            token, at = _token(bytes.fromhex(sha256))
        except ServiceSilent as silent:
            raise NotStampedYet(str(silent)) from silent
        with working_for(entity):
            StampedList.objects.filter(pk=key, token=None).update(token=token, stamped_at=at)


def _token(digest: bytes) -> tuple[bytes, Any]:
    """A timestamp token over a digest, checked against the trust list. Raises `SigningStopped`."""
    import asyncio

    from consistori.signature.engine.timestamps import Stamper

    stamper = Stamper(signing.timestamp_authority(), signing.trust_list().context())
    token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
    return token.dump(), stamper.stamped_at
