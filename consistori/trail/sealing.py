"""Sealing the log of readings [segellar el registre de consultes]: once a day its digest enters the chain.

A seal covers the readings from the end of the one before to its own end. Whoever changes, adds or takes away a
reading after it was sealed is found out, because the digest that is in the chain no longer comes out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.scope import current_writer_id
from consistori.trail.facts import Event, act, announce
from consistori.trail.models import Reading, TrailEvent

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LOG = uuid5(NAMESPACE_URL, "consistori:log-of-readings")
"""The subject of the seals in every chain, so that they are found among millions of facts."""


@dataclass(frozen=True, kw_only=True)
class ReadingsSealed(Event):
    """The log of readings was sealed until a moment: how many there were since the seal before, and their digest."""

    subject: ClassVar[str] = "log_id"
    says: ClassVar = _("seals the log of readings: %(count)s readings until %(until)s")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    since: str
    until: str
    count: int
    sha256: str
    log_id: UUID = LOG


@dataclass(frozen=True)
class Seal:
    """A seal as it lies in the chain."""

    seq: int
    since: datetime
    until: datetime
    count: int
    sha256: str


@dataclass(frozen=True)
class SealReport:
    """What a check of the seals found; `broken_at` is the number in the chain of the first that does not hold."""

    seals: int
    readings: int
    sealed_until: datetime | None
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def line_of(row: Reading) -> str:
    """A reading as canonical JSON: keys in order, no spaces, UTF-8."""
    said = {
        "id": str(row.pk),
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "person": str(row.person_id) if row.person_id else None,
        "name": row.person_name,
        "kind": row.kind,
        "record": str(row.record_id),
        "label": row.label,
        "channel": row.channel,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest_of(since: datetime, until: datetime) -> tuple[int, str]:
    """How many readings there are from `since` until just before `until`, and the SHA-256 of their lines."""
    digest, count = hashlib.sha256(), 0
    rows = Reading.objects.filter(at__gte=since, at__lt=until).order_by("at", "id")
    for row in rows.iterator(chunk_size=2000):
        digest.update(line_of(row).encode() + b"\n")
        count += 1
    return count, digest.hexdigest()


def seals() -> Iterator[Seal]:
    """The seals of the entity of the scope, in the order of the chain."""
    for row in TrailEvent.objects.filter(subject_id=LOG).order_by("seq"):
        yield _read(row)


def last_seal() -> Seal | None:
    """The seal that closes the log now; None while there is none."""
    row = TrailEvent.objects.filter(subject_id=LOG).order_by("-seq").first()
    return _read(row) if row else None


def _read(row: TrailEvent) -> Seal:
    said = json.loads(row.content)["payload"]
    since, until = datetime.fromisoformat(said["since"]), datetime.fromisoformat(said["until"])
    return Seal(row.seq, since, until, said["count"], said["sha256"])


@act
def seal_readings(*, by: Actor, until: datetime | None = None) -> Seal | None:
    """Seal what was read until the beginning of today (or `until`); None when there is nothing new to seal."""
    _one_at_a_time()
    before = last_seal()
    since = before.until if before else BEGINNING
    end = until or timezone.make_aware(datetime.combine(today(), time.min))
    end = end.astimezone(UTC)
    if end <= since:
        return None
    count, sha256 = digest_of(since, end)
    if count == 0:
        return None
    announce(
        ReadingsSealed(since=since.isoformat(), until=end.isoformat(), count=count, sha256=sha256), by=by
    )
    return Seal(0, since, end, count, sha256)


def _one_at_a_time() -> None:
    # Two runs that read the same last seal would leave two that begin at the same moment, and the log would seem
    # touched for ever after. Whoever comes second waits here until the first has committed, and then reads its seal.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trail.seal'), %s)", [current_writer_id()])


def verify_seals() -> SealReport:
    """Check every seal of the entity of the scope against the readings that it closed."""
    at, total, number = BEGINNING, 0, 0
    for number, seal in enumerate(seals(), 1):
        if seal.since != at:
            return SealReport(number, total, at, seal.seq, "does not begin where the one before ended")
        count, sha256 = digest_of(seal.since, seal.until)
        if count != seal.count:
            why = "readings are missing" if count < seal.count else "there are readings that were not sealed"
            return SealReport(number, total, at, seal.seq, why)
        if sha256 != seal.sha256:
            return SealReport(number, total, at, seal.seq, "a reading was changed")
        at, total = seal.until, total + count
    return SealReport(number, total, at if number else None)


def is_late(now: datetime) -> bool:
    """Whether there are readings older than two days that no seal closes."""
    before = last_seal()
    since = before.until if before else BEGINNING
    return bool(Reading.objects.filter(at__gte=since, at__lt=now - timedelta(days=2)).exists())
