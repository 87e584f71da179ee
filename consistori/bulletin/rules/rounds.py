"""The chain of rounds [rondes / rondas]: what the public page served each hour, each round with the hash of the one
before, so that none can be taken out, put in or changed later (R-PUB-02).

An outsider checks it with nothing but SHA-256: hash = sha256(previous hash in hexadecimal + content).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64
SLACK = timedelta(minutes=90)
"""Between two rounds of an hour: more than this without one is a stretch of which nothing is proven."""


class Seen(StrEnum):
    """What a round saw of an edict."""

    SERVED = "served"
    """In the list, and its document is the one that was published, byte by byte."""
    ALTERED = "altered"
    """A document was served, and it is another."""
    ABSENT = "absent"
    """The page answers, and it is not there."""
    SILENT = "silent"
    """Nothing answered: it may have been there, and nobody can say it."""


@dataclass(frozen=True)
class Round:
    """One round of the chain. `content` is the canonical JSON that was hashed."""

    seq: int
    content: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Report:
    """What the rounds say of one edict between two instants.

    `served` of `rounds`; `gaps` are the stretches of which nothing is proven, and `faults` those in which it was not
    served: each since, until. `first` and `last`: the hashes that bound them.
    """

    rounds: int
    served: int
    gaps: tuple[tuple[datetime, datetime], ...]
    faults: tuple[tuple[datetime, datetime], ...]
    first: str = ""
    last: str = ""

    @property
    def is_continuous(self) -> bool:
        """Whether it was there at each round, and no stretch is longer than `SLACK` without one."""
        return self.rounds > 0 and not self.gaps and not self.faults


def content_of(said: dict[str, Any]) -> str:
    """The canonical JSON: keys in order, no spaces."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def link(previous: str, content: str) -> str:
    """The hash of a round."""
    return hashlib.sha256((previous + content).encode()).hexdigest()


def broken_at(rounds: Iterable[Round], *, before: str | None = None) -> int | None:
    """The number of the first round that does not hold; None when the whole stretch does.

    `before` is the hash of the round before the first one; `GENESIS` when it begins the board.
    """
    previous, seq = before, None
    for one in rounds:
        follows = seq is None or one.seq == seq + 1
        agrees = previous is None or one.previous == previous
        if not (follows and agrees and link(one.previous, one.content) == one.hash):
            return one.seq
        previous, seq = one.hash, one.seq
    return None


def report_on(
    reference: str, since: datetime, until: datetime, rounds: Sequence[tuple[datetime, Round]]
) -> Report:
    """What the rounds between two instants say of an edict; they come in order, each with when it was."""
    gaps: list[tuple[datetime, datetime]] = []
    faults: list[tuple[datetime, datetime]] = []
    served, at_last, count = 0, since, 0
    ordered = [(at, one) for at, one in rounds if since <= at <= until]
    for place, (at, one) in enumerate(ordered):
        seen = seen_in(one.content, reference)
        if seen is Seen.SILENT or seen is None:
            continue
        count += 1
        if at - at_last > SLACK:
            gaps.append((at_last, at))
        at_last = at
        if seen is Seen.SERVED:
            served += 1
        else:
            after = next((then for then, later in ordered[place + 1 :]
                          if seen_in(later.content, reference) is Seen.SERVED), until)  # fmt: skip
            faults.append((at, after))
    if until - at_last > SLACK:
        gaps.append((at_last, until))
    hashes = [one.hash for _at, one in ordered]
    return Report(
        rounds=count,
        served=served,
        gaps=tuple(gaps),
        faults=_joined(faults),
        first=hashes[0] if hashes else "",
        last=hashes[-1] if hashes else "",
    )


def seen_in(content: str, reference: str) -> Seen | None:
    """What a round says of an edict; None when it was not looked at in it."""
    for said in json.loads(content)["edicts"]:
        if said["reference"] == reference:
            return Seen(said["seen"])
    return None


def _joined(stretches: list[tuple[datetime, datetime]]) -> tuple[tuple[datetime, datetime], ...]:
    """Those that touch are one."""
    joined: list[tuple[datetime, datetime]] = []
    for since, until in stretches:
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return tuple(joined)
