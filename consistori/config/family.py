"""Child processes of one parent: whichever dies is started again, and all leave together, the web first."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

DRAIN_SECONDS = 65
GRACE_SECONDS = 10
_PR_SET_PDEATHSIG = 1


def _leave_with_parent() -> None:
    """Ask the kernel (Linux) for a SIGTERM when the parent dies, however it dies."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process, and what it takes to start it again. A `drains` one finishes what people wait for."""

    command: list[str]
    process: subprocess.Popen[bytes]
    handles: Sequence[int] = ()
    drains: bool = False

    def leave(self, seconds: float) -> None:
        """SIGTERM, and after `seconds` SIGKILL to all that it started."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def begin(command: list[str], *, handles: Sequence[int] = (), drains: bool = False, ready: int = 0) -> Child:
    """Start a child in a session of its own, so that all it started leaves with it; and it leaves if we are killed.

    `handles` are open files that it inherits; `ready` is the end of a pipe where it says that it can serve.
    """
    surroundings = os.environ | ({"CONSISTORI_READY_FD": str(ready)} if ready else {})
    process = subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=_leave_with_parent,
        pass_fds=[*handles, *([ready] if ready else [])],
        env=surroundings,
    )
    return Child(command, process, handles, drains)


@dataclass
class Family:
    """The children by name. `leaving` and `asked` are set by signals, and looked at by `watch`."""

    children: dict[str, Child] = field(default_factory=dict)
    leaving: bool = False
    asked: bool = False

    def start(self, name: str, command: list[str]) -> None:
        self.children[name] = begin(command)

    def leave(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.leaving = True

    def ask(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """SIGHUP: start again one after another, with nobody waiting."""
        self.asked = True

    def watch(self, restart: Callable[[], None]) -> None:
        """Stay until told to leave; a child that dies comes back after a second; `restart` when asked."""
        while not self.leaving:
            time.sleep(0.3)
            if self.asked:
                self.asked = False
                restart()
            for name, child in list(self.children.items()):
                if child.process.poll() is not None and not self.leaving:
                    sys.stderr.write(
                        f"consistori: {name} left with {child.process.returncode}; starting it again\n"
                    )
                    time.sleep(1)
                    with contextlib.suppress(OSError):  # tried again at the next round
                        self.children[name] = begin(child.command, handles=child.handles, drains=child.drains)

    def stop(self) -> None:
        """First those that drain, for somebody may wait for the others through them; then the rest at once."""
        for child in self.children.values():
            if child.drains:
                child.leave(DRAIN_SECONDS)
        rest = [child for child in self.children.values() if not child.drains]
        for child in rest:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        ends = time.monotonic() + GRACE_SECONDS
        for child in rest:
            child.leave(max(0.1, ends - time.monotonic()))
