"""Argon2 within bounds: however many people knock, passwords take a part of the machine and no more."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from consistori.kernel.errors import Unavailable


class TooManyAtOnce(Unavailable):
    """So many people are entering that this one waits outside some seconds (503, Retry-After)."""


WAIT_SECONDS = 4.0
LOOK_EVERY = 0.02
_waiting = threading.BoundedSemaphore(2)


def places() -> int:
    """How many passwords are hashed at once in the whole machine: half its processors, one at least."""
    return max(1, (os.cpu_count() or 2) // 2)


def has_room() -> bool:
    """Whether one more may come in to this process; costs nothing, and may be out of date the next instant."""
    if not _waiting.acquire(blocking=False):
        return False
    _waiting.release()
    return True


@contextmanager
def a_place() -> Iterator[None]:
    """Hold one of the machine's places to hash, shared by all its processes as locks on files.

    Two threads of a process may be here at once, one hashing and one that waits: the others are left for pages.
    Whoever finds no place in four seconds is told to come back, which costs nothing.
    """
    if not _waiting.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        handle = _take(time.monotonic() + WAIT_SECONDS)
        try:
            yield
        finally:
            os.close(handle)
    finally:
        _waiting.release()


def _take(until: float) -> int:
    folder = Path(settings.DATA_DIR) / "hashing"
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for n in range(places()):
            handle = os.open(folder / str(n), os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                os.close(handle)
        if time.monotonic() > until:
            raise TooManyAtOnce
        time.sleep(LOOK_EVERY)


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane (OWASP's first choice), hashed within the bounds of the machine."""

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with a_place():
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        with a_place():
            return bool(super().verify(password, encoded))
