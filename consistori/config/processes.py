"""The processes of an installation: web, worker, signer (and the demo authority), started and stopped together."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from consistori.config import environment as env
from consistori.config.embedded import attach

GRACE_SECONDS = 10
START_SECONDS = 20
DEMO_MARK = "demo-seeded"
UNFINISHED_RESTORE = "restoring"
_PR_SET_PDEATHSIG = 1


def _leave_with_parent() -> None:
    """Ask the kernel (Linux) for a SIGTERM when the parent dies, however it dies."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Family:
    """Child processes of one parent: if one dies it is started again, and all leave together."""

    children: dict[str, tuple[list[str], subprocess.Popen[bytes]]] = field(default_factory=dict)
    leaving: bool = False

    def start(self, name: str, command: list[str]) -> None:
        # Its own session, so that all it started leaves with it; and it leaves if we are killed.
        child = subprocess.Popen(command, start_new_session=True, preexec_fn=_leave_with_parent)
        self.children[name] = (command, child)

    def leave(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.leaving = True

    def watch(self) -> None:
        """Stay until told to leave; a child that dies comes back after a second."""
        while not self.leaving:
            time.sleep(0.3)
            for name, (command, child) in list(self.children.items()):
                if child.poll() is not None and not self.leaving:
                    sys.stderr.write(f"consistori: {name} left with {child.returncode}; starting it again\n")
                    time.sleep(1)
                    self.start(name, command)

    def stop(self) -> None:
        for _, child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        ends = time.monotonic() + GRACE_SECONDS
        for _, child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, ends - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def web_command(port: int, *, workers: int | None = None) -> list[str]:
    """Gunicorn loads the application once and forks its workers, which share its memory (ADR 4)."""
    host = env.text("HOST", "127.0.0.1")
    return [
        sys.executable, "-m", "gunicorn", "consistori.config.wsgi:application", "--preload",
        "--bind", f"{host}:{port}", "--workers", str(workers or env.number("WEB_WORKERS", 2)),
        "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--graceful-timeout", "5",
        "--keep-alive", "5", "--log-level", "warning",
    ]  # fmt: skip


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "consistori", *words]


def run(kind: str, arguments: Sequence[str]) -> int:
    """`serve` or `demo`: database, migrations, then the family, until Ctrl-C or SIGTERM."""
    data_dir = env.data_dir()
    if (data_dir / UNFINISHED_RESTORE).exists():
        sys.stderr.write(f"A restore was left half way in {data_dir}: empty that folder and restore again.\n")
        return 1
    if kind == "demo":
        os.environ["CONSISTORI_DEMO"] = "1"
        port = env.number("PORT", 8000)
        authority = env.number("DEMO_AUTHORITY_PORT", port + 1)
        os.environ.setdefault("TSA_URLS", f"http://127.0.0.1:{authority}/tsa")
        os.environ.setdefault("TRUST_ROOTS", str(data_dir / "demo-authority" / "roots"))
    family = Family()
    signal.signal(signal.SIGTERM, family.leave)
    signal.signal(signal.SIGINT, family.leave)
    handle = attach()
    try:
        _start(family, kind, data_dir)
        if "--seed-only" not in arguments:
            family.watch()
    finally:
        family.stop()
        del handle
    return 0


def _code_of_now() -> str:
    """Changes when any file of the code does; read without loading the program, so that a start is quick."""
    house = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(house.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _prepare(data_dir: Path, *, migrates: bool) -> None:
    """Compiled code, static files and migrations, unless this very code was prepared here before."""
    mark, code = data_dir / "prepared", _code_of_now()
    if mark.exists() and mark.read_text() == code:
        return
    import django

    django.setup()
    from consistori.config.compiled import compile_what_a_start_loads
    from consistori.config.database import migrate_if_needed
    from consistori.config.statics import gather_if_needed

    compile_what_a_start_loads()
    gather_if_needed(data_dir)
    if migrates:
        migrate_if_needed(data_dir)
    mark.write_text(code)


def _wait_until_ready(family: Family, port: int) -> None:
    """The rest starts when the pages answer: on two cores they would only slow one another down."""
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and not family.leaving:
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)


def _start(family: Family, kind: str, data_dir: Path) -> None:
    port = env.number("PORT", 8000)
    os.environ["STATIC_MANIFEST"] = "1"
    is_told = kind == "demo" and (data_dir / DEMO_MARK).exists()
    if kind == "demo" and not is_told:
        family.start("demo authority", command("demo_authority"))
    _prepare(data_dir, migrates=kind == "demo" or (data_dir / "database.json").exists())
    family.start("web", web_command(port))
    _wait_until_ready(family, port)
    if is_told:
        family.start("demo authority", command("demo_authority"))
    family.start("signer", command("signer"))
    if kind == "demo":
        _tell_the_demo(data_dir, is_told=is_told)
    family.start("worker", command("worker"))
    sys.stdout.write(f"Consistori is at http://localhost:{port}\n")
    sys.stdout.flush()


def _tell_the_demo(data_dir: Path, *, is_told: bool) -> None:
    """Fill the demo the first time; say its addresses and logins every time."""
    from consistori.config.demo.summary import DemoSummary, print_summary, read_logins

    if is_told:
        print_summary(DemoSummary(data_dir, read_logins(data_dir)))
        return
    import django

    django.setup()
    from consistori.config.demo.seeding import seed

    print_summary(seed(data_dir))
