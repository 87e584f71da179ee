"""The acts of signatures that last: hand a signed version over, make it last, renew what weakens.

Network and arithmetic happen outside transactions, several documents at a time (what takes long is waiting for the
authority of timestamps); what is made is kept in short transactions of a few documents. Whoever fails stays where it
was, with its reason and the moment of its next try.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.engine.errors import FileRefused, SigningStopped
from consistori.signature.events import SignaturesRenewed
from consistori.signature.lasting.policies import may_look_after
from consistori.signature.lasting.rules import WITHIN, Need, wait_after
from consistori.signature.lasting.selectors import due, ending, last_blobs
from consistori.signature.lasting.words import trouble_said, why_needed
from consistori.signature.models import Lasting, SignatureRequest
from consistori.signature.ports import timestamp_authority, trust_list
from consistori.signature.sentences import trouble_of
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.signature.engine.evidence import Keeper
    from consistori.signature.engine.lasting import Lengthened

AT_ONCE = 24
THREADS = 8
HOPELESS = frozenset({"evidence-none", "not-pdf", "nothing-signed", "too-many-signatures"})
"""What trying again would not change."""

after_handing: list[Callable[[Sequence[UUID]], None]] = []
"""Called in the act that hands versions over (the room's jobs hang here)."""


@dataclass(frozen=True)
class Outcome:
    """What became of one version: its level before and after, and why there was or there is something to do."""

    version_id: UUID
    title: str
    needs: tuple[Need, ...]
    before: str
    after: str
    holds_until: datetime | None
    trouble: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self.trouble


def hand_over(version_ids: Sequence[UUID], *, unstamped: Collection[UUID] = ()) -> None:
    """Leave signed versions to be made to last, in the transaction that keeps their signatures.

    Two statements whatever the number. A version that was handed before and has one signature more begins again.
    `unstamped`: those of them with a signature whose time nothing proves yet.
    """
    if not version_ids:
        return
    rows = [Lasting(version_id=pk, level=_first_level(pk in unstamped)) for pk in dict.fromkeys(version_ids)]
    _upsert(rows, ["level", "handed_at", "tries", "next_try_at", "trouble"])
    for listener in after_handing:
        listener(version_ids)


def _first_level(is_unstamped: bool) -> str:
    return str(Lasting.Level.B if is_unstamped else Lasting.Level.T)


def note_lengthened(made: Mapping[UUID, Lengthened], *, by: Actor) -> None:
    """Write down how far these versions hold now, in the transaction that keeps their bytes. One statement."""
    ensure(may_look_after(by) if not by.person_id else True)
    at = now()
    rows = [_noted(Lasting(version_id=pk), one, at) for pk, one in made.items()]
    _upsert(rows, NOTED)


def make_last(
    entity: Entity, version_ids: Sequence[UUID], *, by: Actor, threads: int = THREADS
) -> list[Outcome]:
    """Make these versions last now: those that are due, whose circuit is complete. No transaction may be open."""
    with working_for(entity):
        rows = list(due(now() + timedelta(days=1)).filter(version_id__in=version_ids).with_papers())
    return list(_lengthen_all(entity, rows, by=by, threads=threads))


def look_after(
    entity: Entity,
    *,
    by: Actor,
    within: timedelta = WITHIN,
    at: datetime | None = None,
    patient: bool = True,
    threads: int = THREADS,
) -> Iterator[Outcome]:
    """All that weakens in an entity: find what was never handed over, make it last, renew what ends `within`.

    `at` is the instant that counts as now. `patient` leaves for its time what waits for its next try.
    """
    ensure(may_look_after(by))
    with working_for(entity):
        find_unhanded()
        moment = at or now()
        waiting = due(moment) if patient else due(moment + timedelta(days=366))
        ids = list(waiting.values_list("pk", flat=True))
        ids += ending(moment, within=within).values_list("pk", flat=True)
    for start in range(0, len(ids), AT_ONCE * 4):
        with working_for(entity):
            some = Lasting.objects.filter(pk__in=ids[start : start + AT_ONCE * 4])
            rows = list(some.with_papers())
        yield from _lengthen_all(entity, rows, by=by, threads=threads, at=at, within=within)


@act
def find_unhanded() -> int:
    """Hand over the signed versions that nobody did: from before, or of a program that was killed."""
    signed = SignatureRequest.objects.filter(state=SignatureRequest.State.SIGNED)
    known = Lasting.objects.values("version_id")
    rows = signed.exclude(version_id__in=known).order_by().values("version_id")
    found = rows.annotate(bare=Count("pk", filter=Q(stamped_at=None))).values_list("version_id", "bare")
    new = [Lasting(version_id=pk, level=_first_level(bare > 0)) for pk, bare in found]
    _upsert(new, ["tries"])
    return len(new)


NOTED = [
    "level",
    "evidence_at",
    "stamped_at",
    "holds_until",
    "algorithm",
    "stamps",
    "tries",
    "next_try_at",
    "trouble",
]


def _upsert(rows: list[Lasting], fields: list[str]) -> None:
    if rows:
        Lasting.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["version"], update_fields=fields
        )


def _noted(row: Lasting, one: Lengthened, at: datetime) -> Lasting:
    row.level, row.evidence_at, row.stamps = one.level, at, one.stamps
    row.tries, row.next_try_at, row.trouble = 0, None, {}
    if one.kind == "timestamp":
        row.stamped_at, row.holds_until, row.algorithm = one.stamped_at, one.holds_until, one.algorithm
    if one.trouble is not None:
        row.tries, row.trouble = 1, trouble_of(one.trouble)
        row.next_try_at = at + wait_after(1)
    return row


@dataclass(frozen=True)
class _Work:
    row: Lasting
    path: Path
    sha256: str


@dataclass(frozen=True)
class _Made:
    work: _Work
    lengthened: Lengthened | None
    blob: ReceivedBlob | None
    trouble: SigningStopped | None = None


def _lengthen_all(
    entity: Entity,
    rows: Sequence[Lasting],
    *,
    by: Actor,
    threads: int,
    at: datetime | None = None,
    within: timedelta = WITHIN,
) -> Iterator[Outcome]:
    """Lengthen in threads and keep a few at a time; while some are kept, the next ones are being made."""
    if not rows:
        return
    keeper = _keeper(at)
    with ThreadPoolExecutor(threads) as pool:
        ahead: list[Future[_Made]] = []
        for start in range(0, len(rows), AT_ONCE):
            behind, ahead = ahead, _send(entity, pool, keeper, rows[start : start + AT_ONCE])
            yield from _keep_all(entity, behind, by, at, within)
        yield from _keep_all(entity, ahead, by, at, within)


def _keeper(at: datetime | None) -> Keeper:
    # Loaded when first needed: pyHanko costs most of a second of every start.
    from consistori.signature.engine.evidence import Keeper

    return Keeper(trust_list().with_own_memory(), timestamp_authority(), at=at)


def _send(
    entity: Entity, pool: ThreadPoolExecutor, keeper: Keeper, rows: Sequence[Lasting]
) -> list[Future[_Made]]:
    with working_for(entity):
        last = last_blobs([row.version_id for row in rows])
        works = [
            _Work(row, blobs.existing_path(last[row.version_id].sha256), last[row.version_id].sha256)
            for row in rows
        ]
    return [pool.submit(_make, work, keeper) for work in works]


def _make(work: _Work, keeper: Keeper) -> _Made:
    """In a thread, without database."""
    from consistori.signature.engine.lasting import lengthen

    data = work.path.read_bytes()
    try:
        if hashlib.sha256(data).hexdigest() != work.sha256:
            raise FileRefused("damaged")
        level = work.row.level
        made = lengthen(data, keeper, alone=level == Lasting.Level.T, bare=level == Lasting.Level.B)
        return _Made(work, made, blobs.receive(io.BytesIO(made.data), limit=len(made.data)))
    except SigningStopped as error:
        return _Made(work, None, None, error)


def _keep_all(
    entity: Entity, futures: Iterable[Future[_Made]], by: Actor, at: datetime | None, within: timedelta
) -> list[Outcome]:
    made = [future.result() for future in futures]
    if not made:
        return []
    with working_for(entity), override(entity.language):
        return [_keep(one, by, at or now(), within) for one in made]


def _keep(made: _Made, by: Actor, at: datetime, within: timedelta) -> Outcome:
    """Append the increment and write down how far it holds; or why not, and when it is tried again."""
    row, before = made.work.row, made.work.row.level
    needs = tuple(row.needs(at, within=within))
    try:
        if made.trouble is not None:
            _wait(row, made.trouble, at)
        else:
            _append(row, made, needs, by=by, at=at)
    except Refusal as refusal:
        # Another job may have done it meanwhile: then it is done.
        row.refresh_from_db(fields=["level", "holds_until", "algorithm", "tries", "trouble", "next_try_at"])
        if row.needs(at, within=within):
            _wait(row, SigningStopped(refusal.code), at)
    said = trouble_said(row.trouble)
    title = row.version.document.title
    return Outcome(row.version_id, title, needs, before, row.level, row.holds_until, said)


@act
def _append(row: Lasting, made: _Made, needs: tuple[Need, ...], *, by: Actor, at: datetime) -> None:
    one: Any = made.lengthened
    append_evidence(row.version, blob=made.blob, kind=one.kind, by=by)  # type: ignore[arg-type]
    renewed, was_bare = row.level == Lasting.Level.LTA, row.level == Lasting.Level.B
    _noted(row, one, at)
    row.save(update_fields=NOTED)
    if was_bare and one.kind == "timestamp":
        bare = SignatureRequest.objects.filter(version_id=row.version_id, stamped_at=None)
        bare.filter(state=SignatureRequest.State.SIGNED).update(stamped_at=one.stamped_at)
    if renewed and one.kind == "timestamp":
        said = SignaturesRenewed(
            document_id=row.version.document_id,
            version_id=row.version_id,
            title=row.version.document.title,
            why="; ".join(why_needed(need) for need in needs),
            holds_until=one.holds_until.isoformat(),
            sha256=one.sha256,
        )
        announce(said, by=by)


def _wait(row: Lasting, trouble: SigningStopped, at: datetime) -> None:
    row.tries += 1
    row.trouble = trouble_of(trouble)
    row.next_try_at = None if trouble.code in HOPELESS else at + wait_after(row.tries)
    row.save(update_fields=["tries", "trouble", "next_try_at"])
