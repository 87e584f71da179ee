"""How a chain is checked: plain arithmetic, the same as the stand-alone script of `scripts/verify_trail.py`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = bytes(32)


@dataclass(frozen=True)
class Link:
    """One event as it lies in the chain."""

    seq: int
    content: str
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True)
class ChainReport:
    """What a check of the chain found. `broken_at` is the number of the first event that does not hold."""

    length: int
    head: bytes
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def link_hash(previous_hash: bytes, content: str) -> bytes:
    """SHA-256 of the previous hash and the event's canonical JSON in UTF-8."""
    return hashlib.sha256(previous_hash + content.encode()).digest()


def check_chain(links: Iterable[Link], *, start: int = 1, previous: bytes = GENESIS) -> ChainReport:
    """Whether every event follows the one before it, none missing, none changed."""
    expected, length = start, 0
    for link in links:
        fault = _fault_of(link, expected, previous)
        if fault:
            return ChainReport(length, previous, link.seq if link.seq <= expected else expected, fault)
        previous, expected, length = link.hash, expected + 1, length + 1
    return ChainReport(length, previous)


def _fault_of(link: Link, expected: int, previous: bytes) -> str:
    if link.seq != expected:
        return "missing" if link.seq > expected else "repeated"
    if link.previous_hash != previous:
        return "does not follow the one before"
    if link_hash(previous, link.content) != link.hash:
        return "its content was changed"
    if json.loads(link.content).get("seq") != link.seq:
        return "its number was changed"
    return ""
