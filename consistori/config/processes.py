"""The processes of an installation: web, worker, signer (and the demo authority), started and stopped together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from consistori.config import environment as env
from consistori.config.embedded import attach
from consistori.config.family import Child, Family, begin
from consistori.config.listening import open_door, tell_systemd
from consistori.config.loading import load_program
from consistori.config.rolling import STATE, Rolling

START_SECONDS = 20
DEMO_MARK = "demo-seeded"
UNFINISHED_RESTORE = "restoring"
LOCK = "serve.lock"
PREPARED = "prepared"
HOUSE = Path(__file__).resolve().parent.parent


def web_command(port: int, *, workers: int | None = None, door: int = 0) -> list[str]:
    """Gunicorn loads the application once and forks its workers, which share its memory (ADR 4).

    `door` is a socket that already listens. A worker that is told to leave finishes what it has begun.
    """
    bind = f"fd://{door}" if door else f"{env.text('HOST', '127.0.0.1')}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "consistori.config.wsgi:application", "--preload",
        "--bind", bind, "--workers", str(workers or env.number("WEB_WORKERS", 2)),
        "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--graceful-timeout", "60",
        "--keep-alive", "5", "--log-level", "warning", "--config", "python:consistori.config.gunicorn_hooks",
    ]  # fmt: skip


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "consistori", *words]


def run(kind: str, arguments: Sequence[str]) -> int:
    """`serve` or `demo`: database, migrations, then the family, until Ctrl-C or SIGTERM."""
    data_dir = env.data_dir()
    if (data_dir / UNFINISHED_RESTORE).exists():
        sys.stderr.write(f"A restore was left half way in {data_dir}: empty that folder and restore again.\n")
        return 1
    if (lock := _lock(data_dir)) is None:
        sys.stderr.write(
            f"Consistori runs already in {data_dir}: stop it there, or `consistori restart` it.\n"
        )
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
    signal.signal(signal.SIGHUP, family.ask)
    for counted in (data_dir / "metrics").glob("*.db"):
        counted.unlink()  # by processes that are no more
    handle = attach()
    try:
        rolling = _start(family, kind, data_dir)
        tell_systemd("READY=1")
        if "--seed-only" not in arguments:
            family.watch(rolling.restart)
    finally:
        tell_systemd("STOPPING=1")
        family.stop()
        (data_dir / STATE).unlink(missing_ok=True)
        del handle
        lock.close()
    return 0


def _lock(data_dir: Path) -> TextIO | None:
    """Held while this lives, even if it is killed; None when another one already serves this data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = (data_dir / LOCK).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def code_of_now(house: Path = HOUSE) -> str:
    """Changes when any file of the code does; read without loading the program, so that a start is quick."""
    digest = hashlib.sha256()
    for path in sorted(house.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_embedded(data_dir: Path) -> bool:
    """Whether the database is the one of the data folder, which we migrate ourselves."""
    return (data_dir / "database.json").exists()


def prepare(data_dir: Path, *, migrates: bool) -> None:
    """Compiled code, static files and migrations, unless this very code was prepared here before."""
    mark, code = data_dir / PREPARED, code_of_now()
    if mark.exists() and mark.read_text() == code:
        return
    load_program()
    from consistori.config.compiled import compile_what_a_start_loads
    from consistori.config.database import migrate_if_needed
    from consistori.config.statics import gather_if_needed

    compile_what_a_start_loads()
    gather_if_needed(data_dir)
    if migrates:
        migrate_if_needed(data_dir)
    mark.write_text(code)


def _start(family: Family, kind: str, data_dir: Path) -> Rolling:
    """The rest starts when the web can serve: on two cores they would only slow one another down."""
    port = env.number("PORT", 8000)
    os.environ["STATIC_MANIFEST"] = "1"
    is_told = kind == "demo" and (data_dir / DEMO_MARK).exists()
    if kind == "demo" and not is_told:
        family.start("demo authority", command("demo_authority"))
    prepare(data_dir, migrates=kind == "demo" or is_embedded(data_dir))
    door = open_door(env.text("HOST", "127.0.0.1"), port)

    def begin_web(ready: int) -> Child:
        return begin(web_command(port, door=door.fileno()), handles=[door.fileno()], drains=True, ready=ready)

    rolling = Rolling(family, data_dir, begin_web, command("prepare"))
    rolling.start_web(seconds=START_SECONDS)
    if is_told:
        family.start("demo authority", command("demo_authority"))
    family.start("signer", command("signer"))
    if kind == "demo":
        _tell_the_demo(data_dir, is_told=is_told)
    family.start("worker", command("worker"))
    sys.stdout.write(f"Consistori is at http://localhost:{port}\n")
    sys.stdout.flush()
    return rolling


def _tell_the_demo(data_dir: Path, *, is_told: bool) -> None:
    """Fill the demo the first time; say its addresses and logins every time."""
    from consistori.config.demo.summary import DemoSummary, print_summary, read_logins

    if is_told:
        print_summary(DemoSummary(data_dir, read_logins(data_dir)))
        return
    load_program()
    from consistori.config.demo.seeding import seed

    print_summary(seed(data_dir))
