"""Drawing one page of a file as a PNG, in a process apart that may die of it: this one goes on answering.

Each process of the house keeps two such helpers at most, started when a page is asked; a page that takes too long
costs its helper, and is told.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.previews import CannotDraw, Drawable, PageNotHere
from consistori.formats import kinds
from consistori.formats.layers import Layer

SECONDS = 25.0
"""The longest that a page is waited for."""

_HELPERS = 2

log = logging.getLogger(__name__)


class Helper:
    """A drawing process and its lines of questions and answers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "consistori.formats.drawer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, asked: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer; None if there is none in time, or the process died of the question."""
        if self._process.stdin is None or self._process.stdout is None:
            return None
        try:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            return None
        answer = self._line(self._process.stdout.fileno(), time.monotonic() + seconds)
        return json.loads(answer) if answer else None

    def _line(self, out: int, until: float) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            left = until - time.monotonic()
            ready = left > 0 and select.select([out], [], [], left)[0]
            piece = os.read(out, 1 << 20) if ready else b""
            if not piece:
                return b""
            line += piece
        return line

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def has_gone(self) -> bool:
        """Whether it ended by itself, and not only takes long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        return not self.is_alive

    def stop(self) -> None:
        """End it, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class Helpers:
    """The helpers of this process: a child of a fork makes its own."""

    def __init__(self) -> None:
        self._owner = 0
        self._lock = threading.Lock()
        self._renew()

    def _renew(self) -> None:
        self._owner = os.getpid()
        self._free: list[Helper] = []
        self._places = threading.BoundedSemaphore(_HELPERS)

    def ask(self, asked: dict[str, Any], *, seconds: float = SECONDS) -> dict[str, Any]:
        """The answer of a helper. Raises `CannotDraw` if it died of it or took too long."""
        with self._lock:
            if self._owner != os.getpid():
                self._renew()
        with self._places:
            answer = self._asked(asked, seconds)
        if answer is None:
            log.warning("a page could not be drawn: %s", asked.get("path"))
            raise CannotDraw
        return answer

    def _asked(self, asked: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer of a free helper; of a new one when it went away, for nobody asked it, just as it was asked."""
        helper = self._taken()
        used, helper = helper is not None, helper or Helper()
        answer = helper.ask(asked, seconds)
        if answer is None and used and helper.has_gone():
            helper.stop()
            helper = Helper()
            answer = helper.ask(asked, seconds)
        if answer is None:
            helper.stop()
            return None
        with self._lock:
            self._free.append(helper)
        return answer

    def _taken(self) -> Helper | None:
        """One that waits; none if all are at work or gone."""
        with self._lock:
            while self._free:
                helper = self._free.pop()
                if helper.is_alive:
                    return helper
                helper.stop()
        return None

    def stop(self) -> None:
        """End those that are free."""
        with self._lock:
            if self._owner == os.getpid():
                for helper in self._free:
                    helper.stop()
                self._free = []


helpers = Helpers()
atexit.register(helpers.stop)


def draw(place: Path, path: Path, shown: Drawable, page: int, width: int) -> None:
    """Put at `place` the PNG of a page (from 1) with its `width` in pixels. Raises `PageNotHere` or `CannotDraw`."""
    _answered(
        {
            "do": "draw",
            "path": str(path),
            "kind": "pdf" if shown.kind is kinds.PDF else "image",
            "page": page,
            "width": width,
            "out": str(place),
        }
    )


def layer(path: Path, page: int, *, wanted: str = "") -> Layer:
    """The words of a page of a PDF in their place. Raises `PageNotHere` or `CannotDraw`."""
    told = _answered({"do": "layer", "path": str(path), "page": page, "wanted": wanted[:200]})
    return Layer.of_json(told)


def _answered(asked: dict[str, Any]) -> Any:
    answer = helpers.ask(asked)
    if answer.get("error") == "page":
        raise PageNotHere(_("The document has not got that page."))
    if "error" in answer:
        log.warning(
            "page %s of %s could not be drawn: %s", asked["page"], asked["path"], answer.get("detail")
        )
        raise CannotDraw
    return answer["ok"]
