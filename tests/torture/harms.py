"""What is done to the house, one thing after another, by chance."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.torture.house import House
from tests.torture.partners import Door


class Harms(threading.Thread):
    """Does harm until it is told to stop, and then puts everything right."""

    def __init__(self, house: House, seed: int) -> None:
        super().__init__(daemon=True)
        self.house, self.chance = house, random.Random(seed)
        self.done: Counter[str] = Counter()
        self.over = threading.Event()
        self.trouble = ""

    def run(self) -> None:
        harms: list[tuple[int, Callable[[], None]]] = [
            (4, self.kill_web_worker), (2, self.kill_web), (4, self.kill_worker), (3, self.kill_signer),
            (1, self.kill_all),
            (2, self.restart_database), (2, self.fill_the_disk), (2, self.slow_the_disk), (3, self.move_the_clock),
            (2, self.cut_timestamps), (1, self.stop_authority), (1, self.cut_authority), (1, self.stop_worker),
            (2, self.cut_mail), (1, self.silence_mail), (2, self.cut_scanner), (1, self.silence_scanner),
        ]  # fmt: skip
        weights, acts = [weight for weight, _ in harms], [act for _, act in harms]
        while not self.over.wait(self.chance.uniform(2, 9)):
            act = self.chance.choices(acts, weights)[0]
            try:
                act()
            except Exception as error:
                self.trouble = f"{act.__name__}: {error!r}"
                self.house.tell(f"  a harm could not be done: {self.trouble}")

    def _tell(self, what: str) -> None:
        self.done[what] += 1
        self.house.tell(f"  harm: {what}")

    def _kill(self, kind: str, what: str, *, last: bool = False) -> None:
        if found := self.house.processes(kind):
            self._tell(what)
            self.house.kill(found[-1] if last else found[0])

    def kill_web_worker(self) -> None:
        self._kill("web", "kill -9 of a web worker", last=True)

    def kill_web(self) -> None:
        self._kill("web", "kill -9 of the web server")

    def kill_worker(self) -> None:
        self._kill("worker", "kill -9 of the worker of jobs")

    def kill_signer(self) -> None:
        self._kill("signer", "kill -9 of the signer")

    def kill_all(self) -> None:
        self._tell("kill -9 of web, worker and signer at once")
        for kind in ("web", "worker", "signer"):
            for pid in self.house.processes(kind):
                self.house.kill(pid)

    def restart_database(self) -> None:
        self._tell("the database cut off and begun again")
        self.house.restart_database()

    def fill_the_disk(self) -> None:
        if not self.house.limited:
            return
        self._tell("the disk of documents full")
        filler = self.house.fill_the_store()
        self.over.wait(self.chance.uniform(3, 9))
        filler.unlink()

    def slow_the_disk(self) -> None:
        """Others write on the same disk, and have it written at once, again and again."""
        self._tell("the disk slow")
        ends, path = time.monotonic() + self.chance.uniform(4, 9), self.house.home / "var" / "noise"
        while time.monotonic() < ends and not self.over.is_set():
            with path.open("wb") as file:
                file.write(os.urandom(8 * 1024 * 1024))
                file.flush()
                os.fsync(file.fileno())
        path.unlink(missing_ok=True)

    def move_the_clock(self) -> None:
        seconds = self.chance.choice([-7200, -600, -61, 61, 600, 7200])
        self._tell(f"the clock {'ahead' if seconds > 0 else 'back'}")
        self.house.clock.write_text(str(seconds))
        self.over.wait(self.chance.uniform(3, 9))
        self.house.clock.write_text("0")

    def cut_timestamps(self) -> None:
        self._shut(self.house.timestamps, "the timestamp authority cut off")

    def cut_mail(self) -> None:
        self._shut(self.house.mail, "the mail server cut off")

    def cut_scanner(self) -> None:
        self._shut(self.house.scanner, "the scanner cut off")

    def _shut(self, door: Door, what: str) -> None:
        self._tell(what)
        door.is_open = False
        self.over.wait(self.chance.uniform(3, 12))
        door.is_open = True

    def silence_mail(self) -> None:
        self._hush(self.house.mail, "the mail server silent")

    def silence_scanner(self) -> None:
        self._hush(self.house.scanner, "the scanner silent")

    def _hush(self, door: Door, what: str) -> None:
        """It takes what comes and says nothing, until whoever waits is tired."""
        self._tell(what)
        door.is_silent = True
        self.over.wait(self.chance.uniform(4, 20))
        door.is_silent = False

    def cut_authority(self) -> None:
        """Whoever says whether a certificate holds (OCSP) is not there, again and again."""
        self._tell("the authority of certificates killed for some seconds")
        ends = time.monotonic() + self.chance.uniform(3, 9)
        while time.monotonic() < ends and not self.over.is_set():
            for pid in self.house.processes("authority"):
                self.house.kill(pid)
            time.sleep(0.3)

    def stop_authority(self) -> None:
        self._freeze("authority", "the authority of certificates silent")

    def stop_worker(self) -> None:
        self._freeze("worker", "the worker of jobs frozen")

    def _freeze(self, kind: str, what: str) -> None:
        found = self.house.processes(kind)
        if not found:
            return
        self._tell(what)
        self.house.kill(found[0], signal.SIGSTOP)
        self.over.wait(self.chance.uniform(3, 9))
        self.house.kill(found[0], signal.SIGCONT)

    def put_right(self) -> None:
        """No more harm, and nothing of it left."""
        self.over.set()
        self.join(60)
        for door in (self.house.timestamps, self.house.mail, self.house.scanner):
            door.is_open, door.is_silent = True, False
        self.house.clock.write_text("0")
        (self.house.store / "filler").unlink(missing_ok=True)
        for kind in ("authority", "worker"):
            for pid in self.house.processes(kind):
                self.house.kill(pid, signal.SIGCONT)
