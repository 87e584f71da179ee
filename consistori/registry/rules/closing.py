"""Closing a day of the books: one fingerprint of all that was entered, tied to that of the day before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def line_of(said: Mapping[str, Any]) -> str:
    """An entry, or an annotation, as one line that is always written the same: JSON with its keys in order."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(previous: str, lines: Iterable[str]) -> str:
    """SHA-256, in hexadecimal, of the fingerprint of the day before and of each line, with a line feed after each."""
    digest = hashlib.sha256(f"{previous}\n".encode())
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()
