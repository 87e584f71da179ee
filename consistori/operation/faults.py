"""Errors of the program as the console keeps them: where and how often, with a trace that holds no values."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7

KEPT_DAYS, KEPT_ROWS = 90, 500
MOST_TRACE, MOST_CAUSES = 20_000, 5
ROOT = Path(__file__).resolve().parents[2]

_DETAIL = re.compile(r"\n\s*(?:DETAIL|HINT|CONTEXT|LINE \d+|PARAMETERS)\b.*", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'|(?<==)\([^)]*\)")
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_NUMBER = re.compile(r"\b[A-Za-z]{0,3}\d[\d.\-/]{3,}[A-Za-z]?\b")
_KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(frozen=True)
class FaultSeen:
    """An error as it happened, values taken out. `mark` is the same wherever the same error happens."""

    kind: str
    place: str
    said: str
    trace: str
    logger: str
    path: str = ""
    request_id: str = ""
    entity_slug: str = ""

    @property
    def mark(self) -> str:
        return sha256(f"{self.kind}|{self.place}|{self.logger}".encode()).hexdigest()[:32]


def without_values(text: str) -> str:
    """The message of an error without what it may quote: words between quotes, e-mails, numbers, keys."""
    text = _DETAIL.sub("", text)
    for pattern in (_QUOTED, _MAIL, _KEYS, _NUMBER):
        text = pattern.sub("…", text)
    return text.strip()[:400]


def seen(error: BaseException, *, logger: str, **told: str) -> FaultSeen:
    """What is kept of an exception."""
    last = _last_of_ours(error.__traceback__)
    return FaultSeen(
        kind=_kind(error),
        place=last,
        said=without_values(str(error)),
        trace=_trace(error),
        logger=logger,
        **told,
    )


def _kind(error: BaseException) -> str:
    cls = type(error)
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def _short(file: str) -> str:
    try:
        return str(Path(file).relative_to(ROOT))
    except ValueError:
        return re.sub(r"^.*/(?:site-packages|lib/python[\d.]+)/", "", file)


def _last_of_ours(tb: TracebackType | None) -> str:
    frames = traceback.extract_tb(tb)
    ours = [frame for frame in frames if str(ROOT / "consistori") in frame.filename] or list(frames)
    return f"{_short(ours[-1].filename)}:{ours[-1].lineno} {ours[-1].name}" if ours else ""


def _trace(error: BaseException) -> str:
    """Files, lines and our code: `traceback` without the values that its messages would quote."""
    parts: list[str] = []
    at: BaseException | None = error
    while at is not None and len(parts) < MOST_CAUSES:
        lines = [f'  File "{_short(f.filename)}", line {f.lineno}, in {f.name}\n    {f.line}' for f in
                 traceback.extract_tb(at.__traceback__)]  # fmt: skip
        said = f"{_kind(at)}: {without_values(str(at))}"
        parts.append("\n".join(["Traceback (most recent call last):", *lines, said]))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n\nbecause of which:\n\n".join(reversed(parts))[-MOST_TRACE:]


_UPSERT = """
INSERT INTO operation_fault (id, mark, kind, place, said, trace, logger, path, request_id, entity_slug, version,
  first_at, last_at, times, mended_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1, '')
ON CONFLICT (mark) DO UPDATE SET times = operation_fault.times + 1, said = excluded.said, trace = excluded.trace,
  path = excluded.path, request_id = excluded.request_id, entity_slug = excluded.entity_slug,
  version = excluded.version, last_at = excluded.last_at, mended_at = NULL, mended_by = ''
RETURNING xmax = 0
"""
_FORGET = """
DELETE FROM operation_fault WHERE last_at < %s
  OR id IN (SELECT id FROM operation_fault ORDER BY last_at DESC OFFSET %s)
"""


def keep(fault: FaultSeen, *, through: BaseDatabaseWrapper | None = None) -> None:
    """Write the error down, or one more time of it. What was mended and comes back is open again."""
    moment = now()
    row: list[Any] = [
        uuid7(), fault.mark, fault.kind[:120], fault.place[:200], fault.said, fault.trace, fault.logger[:120],
        fault.path[:200], fault.request_id[:64], fault.entity_slug[:60], version()[:40], moment, moment,
    ]  # fmt: skip
    with (through or connection).cursor() as cursor:
        cursor.execute(_UPSERT, row)
        if cursor.fetchone()[0]:
            cursor.execute(_FORGET, [moment - timedelta(days=KEPT_DAYS), KEPT_ROWS])


def keep_apart(fault: FaultSeen) -> bool:
    """Write it, through a connection of its own where a transaction is open that may yet take it away."""
    if not connection.in_atomic_block:
        keep(fault)
        return True
    apart = connection.copy()
    try:
        keep(fault, through=apart)
    except DatabaseError:
        return False
    finally:
        apart.close()
    return True


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the program, as its package says."""
    try:
        return metadata.version("consistori")
    except metadata.PackageNotFoundError:
        return ""
