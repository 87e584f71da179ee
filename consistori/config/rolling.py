"""Starting again with nobody waiting: the new web serves before the old one leaves, and both share one door."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from consistori.config.family import DRAIN_SECONDS, GRACE_SECONDS, Child, Family
from consistori.config.listening import ReadySignal, tell_systemd

STATE = "serve.json"
READY_SECONDS = 90
PREPARE_SECONDS = 3600
WEB = "web"


@dataclass
class ServeState:
    """What `consistori serve` tells of itself in the data folder, for `consistori restart`."""

    pid: int
    restarts: int = 0
    good: bool = True
    reason: str = ""

    def write(self, data: Path) -> None:
        coming = data / f"{STATE}.coming"
        coming.write_text(json.dumps(asdict(self)))
        coming.replace(data / STATE)


def read_state(data: Path) -> ServeState | None:
    """The state of the `serve` of a data folder, if it lives."""
    try:
        state = ServeState(**json.loads((data / STATE).read_text()))
        os.kill(state.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return state


class Rolling:
    """The restarts of a family. `begin_web(ready)` starts a web server that says through `ready` when it can serve."""

    def __init__(
        self, family: Family, data: Path, begin_web: Callable[[int], Child], prepare: list[str]
    ) -> None:
        self.family, self.data, self.begin_web, self.prepare = family, data, begin_web, prepare
        self.state = ServeState(os.getpid())
        self.state.write(data)

    def start_web(self, *, seconds: float = READY_SECONDS) -> bool:
        """Start the web and wait until it can serve. Returns whether it said so; it stays in the family anyway."""
        ready = ReadySignal()
        self.family.children[WEB] = self.begin_web(ready.write)
        ready.handed_over()
        return ready.wait(seconds, lambda: self.family.leaving)

    def restart(self) -> None:
        """Prepare the new code, start a new web, let the old one finish, then the others in their turn.

        If anything goes wrong before the new web can serve, the old one goes on as if nothing had been asked.
        """
        tell_systemd("STATUS=Restarting")
        try:
            reason = self._prepared() or self._change_web()
        except OSError as error:
            reason = f"it could not be started: {error}"
        if not reason:
            self._change_the_rest()
        self.state.restarts += 1
        self.state.good, self.state.reason = not reason, reason
        with contextlib.suppress(OSError):  # a full disk is no reason to take a town down
            self.state.write(self.data)
        told = f"not restarted, the old one goes on: {reason}" if reason else "restarted"
        sys.stderr.write(f"consistori: {told}\n")
        tell_systemd("STATUS=" + told)

    def _prepared(self) -> str:
        """Compiled code, static files and migrations of the new code, in a process that has loaded it."""
        try:
            done = subprocess.run(self.prepare, timeout=PREPARE_SECONDS, capture_output=True, text=True)
        except subprocess.TimeoutExpired:
            return f"it was not prepared in {PREPARE_SECONDS} s"
        lines = done.stderr.strip().splitlines()
        return (
            ""
            if done.returncode == 0
            else f"it could not be prepared: {lines[-1] if lines else done.returncode}"
        )

    def _change_web(self) -> str:
        old = self.family.children[WEB]
        if not self.start_web():
            failed, self.family.children[WEB] = self.family.children[WEB], old
            failed.leave(GRACE_SECONDS)
            return "the new web cannot serve (its words are above)"
        old.leave(DRAIN_SECONDS)
        return ""

    def _change_the_rest(self) -> None:
        for name, child in list(self.family.children.items()):
            if name != WEB:
                child.leave(DRAIN_SECONDS)
                self.family.start(name, child.command)


def ask_for_restart(data: Path) -> str:
    """Ask the living `serve` of a data folder to start again, and wait. Returns why not, or nothing."""
    before = read_state(data)
    if before is None:
        return f"no `consistori serve` runs in {data}"
    os.kill(before.pid, signal.SIGHUP)
    while (now := read_state(data)) is not None and now.pid == before.pid:
        if now.restarts > before.restarts:
            return "" if now.good else now.reason
        time.sleep(0.1)
    return "`consistori serve` left meanwhile"
