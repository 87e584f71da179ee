"""How many requests a program may send in a minute, counted in each web process."""

from __future__ import annotations

import threading
import time

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Refusal

REQUESTS_A_MINUTE = 1200
WRONG_KEYS_A_MINUTE = 30

_lock = threading.Lock()
_window = 0
_counts: dict[str, int] = {}


class TooMany(Refusal):
    """Slow down; `wait` says how many seconds."""

    status = 429
    default_code = "too-many-requests"

    def __init__(self, wait: int) -> None:
        super().__init__(_("Too many requests in a minute. Wait %(seconds)s seconds.") % {"seconds": wait})
        self.wait = wait


def requests_a_minute() -> int:
    return int(getattr(settings, "API_REQUESTS_PER_MINUTE", REQUESTS_A_MINUTE))


def count(who: str, most: int) -> None:
    """Count one for `who` in this minute; raises `TooMany` beyond `most`."""
    global _window
    minute, second = divmod(int(time.monotonic()), 60)
    with _lock:
        if minute != _window:
            _window = minute
            _counts.clear()
        _counts[who] = _counts.get(who, 0) + 1
        if _counts[who] > most:
            raise TooMany(60 - second)


def forget() -> None:
    """Begin to count again (for tests)."""
    with _lock:
        _counts.clear()
