"""What was acknowledged to the clerks: that, and no less, must be there afterwards."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class KnownCase:
    """A case as the house last said that it is."""

    id: str
    number: str
    title: str
    situation: str = "open"
    reserved: bool = False
    labels: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)


@dataclass
class KnownDocument:
    """A document as the house last said that it is. `sha256` is empty once it was fixed to be signed."""

    id: str
    case: str
    title: str
    sha256: str
    is_discarded: bool = False
    word: str = ""
    pages: int = 0
    paper: str = ""
    before: tuple[str, int] | None = None


@dataclass
class KnownText:
    """A text that is written on the desk: its working copy as the house last acknowledged it; `mark`, its last word."""

    id: str
    case: str
    html: str = ""
    mark: str = ""
    edition: int = 1
    window: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_frozen: bool = False
    is_unsure: bool = False


@dataclass
class Ledger:
    """All that was acknowledged, and how often each act was."""

    cases: dict[str, KnownCase] = field(default_factory=dict)
    documents: dict[str, KnownDocument] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    texts: dict[str, KnownText] = field(default_factory=dict)
    letters: dict[str, float] = field(default_factory=dict)
    harmful: set[str] = field(default_factory=set)
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    unsure: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
