"""A crew [colla]: makers in several processes, each with several papers in hand while timestamps travel.

One batch, one crew. Papers are given and outcomes come back by pipes; a member that dies gives back what it had in
hand, which the member of this process makes. Members hold no key: each signature is asked of the signer process.
"""

import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import Any

from consistori.signature.engine.errors import SigningStopped
from consistori.signature.engine.making import Made, Maker, Paper, Setup

READY = "ready"
PATIENCE = 180.0
"""Seconds; whoever is asked answers or is given up in ten."""

MODULE = "consistori.signature.engine.crew"

log = logging.getLogger("consistori.signing")


@dataclass(eq=False)
class Member:
    """Whoever makes, at the other end of a pipe, with the papers that it has in hand."""

    pipe: Any
    process: subprocess.Popen[bytes] | None = None
    is_ready: bool = False
    in_hand: dict[int, Paper] = field(default_factory=dict)

    def give(self, paper: Paper) -> None:
        self.in_hand[paper.number] = paper
        self.pipe.send(paper)


class Crew:
    """Makers for one batch. `with Crew(setup, maker, processes=2, lanes=6) as crew`.

    `maker` is the one of this process, which begins at once and makes all when there are no others.
    """

    def __init__(self, setup: Setup, maker: Maker, *, processes: int, lanes: int) -> None:
        self.capacity = max(1, processes) * lanes
        self._lanes = lanes
        self._home = _at_home(maker, lanes)
        self._others = [_begun(setup, lanes) for _ in range(processes)]

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def busy(self) -> int:
        """How many papers are in hand."""
        return sum(len(member.in_hand) for member in self._members)

    @property
    def processes(self) -> Sequence[int]:
        """The processes of the members that are not at home."""
        return [member.process.pid for member in self._others if member.process]

    def take(self, paper: Paper) -> None:
        """Give a paper to the ready member that has fewest."""
        others = [one for one in self._others if one.is_ready and len(one.in_hand) < self._lanes]
        member = min(others, key=lambda one: len(one.in_hand), default=self._home)
        try:
            member.give(paper)
        except OSError:
            self._lose(member)

    def made(self) -> list[Made]:
        """Wait until something is made; all that is, in the order in which it was.

        Raises `interrupted` when for minutes nobody makes anything.
        """
        found: list[Made] = []
        while not found and self.busy:
            heard = wait([member.pipe for member in self._members], PATIENCE)
            if not heard:
                raise SigningStopped("interrupted")
            for pipe in heard:
                member = next(one for one in self._members if one.pipe is pipe)
                found += self._hear(member)
        return found

    def close(self) -> None:
        """Let them leave: what they have in hand is forgotten."""
        for member in self._members:
            member.pipe.close()
        for member in self._others:
            if member.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    member.process.wait(10)
                if member.process.poll() is None:
                    member.process.kill()
                    member.process.wait()

    @property
    def _members(self) -> list[Member]:
        return [*self._others, self._home]

    def _hear(self, member: Member) -> list[Made]:
        found: list[Made] = []
        try:
            while member.pipe.poll():
                said = member.pipe.recv()
                if said == READY:
                    member.is_ready = True
                else:
                    del member.in_hand[said.number]
                    found.append(said)
        except (EOFError, OSError):
            self._lose(member)
        return found

    def _lose(self, member: Member) -> None:
        """A member died: what it had in hand is made at home. Raises `interrupted` when it is home that is lost."""
        if member is self._home:
            raise SigningStopped("interrupted")
        log.warning("one of the processes that sign left; the rest goes on")
        self._others.remove(member)
        member.pipe.close()
        for paper in member.in_hand.values():
            self._home.give(paper)


def serve(pipe: Any, maker: Maker, lanes: int) -> None:
    """Make what comes by the pipe, several at once, until the other end closes."""
    one_at_a_time = threading.Lock()

    def answer(paper: Paper) -> None:
        made = maker.make(paper)
        with one_at_a_time, contextlib.suppress(OSError):
            pipe.send(made)

    with ThreadPoolExecutor(lanes, thread_name_prefix="signing") as pool:
        while True:
            try:
                paper = pipe.recv()
            except (EOFError, OSError):
                return
            pool.submit(answer, paper)


def _at_home(maker: Maker, lanes: int) -> Member:
    ours, theirs = Pipe()
    threading.Thread(target=serve, args=(theirs, maker, lanes), daemon=True).start()
    return Member(ours, is_ready=True)


def _begun(setup: Setup, lanes: int) -> Member:
    """A process of its own, told by the pipe what it needs; nothing of it is in its command line."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE, str(theirs.fileno()), str(lanes)],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    pipe = Connection(ours.detach())
    with contextlib.suppress(OSError):
        pipe.send(setup)
    return Member(pipe, process)


def main(arguments: Sequence[str]) -> None:
    """A member: `python -m consistori.signature.engine.crew DESCRIPTOR LANES`."""
    descriptor, lanes = int(arguments[0]), int(arguments[1])
    os.set_inheritable(descriptor, False)
    pipe = Connection(descriptor)
    try:
        maker = Maker(pipe.recv())
        pipe.send(READY)
    except (EOFError, OSError):
        return
    serve(pipe, maker, lanes)


if __name__ == "__main__":
    main(sys.argv[1:])
