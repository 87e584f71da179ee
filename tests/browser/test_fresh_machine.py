"""Stop and start again: all is there."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.browser.conftest import ROOT, _environment, _ready, _two_free_ports


def test_a_town_of_ones_own_is_there_after_stopping_and_starting(tmp_path_factory):
    data = tmp_path_factory.mktemp("town")
    for folder in (data, *data.parents[:3]):
        folder.chmod(0o755)
    port = _two_free_ports()
    where = _environment(data, PORT=str(port), WEB_WORKERS="1")

    def consistori(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "consistori", *words],
            cwd=ROOT, env=where, input=said, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    assert consistori("migrate").returncode == 0
    made = consistori(
        "entity", "create", "vall", "--name", "Ajuntament de Vall", "--short-name", "Vall", "--prefix", "VAL"
    )
    assert made.returncode == 0, made.stderr
    hired = consistori(
        "user", "create", "anna@vall.example", "--given", "Anna", "--family", "Puig", "--entity", "vall",
        "--role", "administrator", "--title", "Secretaria", said="una contrasenya ben llarga\n",
    )  # fmt: skip
    assert hired.returncode == 0, hired.stderr
    key = consistori("token", "create", "Prova", "--entity", "vall")
    assert key.stdout.startswith("cst_")
    for _ in range(2):
        process = subprocess.Popen([sys.executable, "-m", "consistori", "serve"], cwd=ROOT, env=where)
        try:
            _wait_until_ready(f"http://localhost:{port}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    told = consistori("trail", "verify")
    assert "vall: holds" in told.stdout
    assert not _alive(data)


def _wait_until_ready(url: str) -> None:
    ends = time.monotonic() + 90
    while not _ready(url):
        assert time.monotonic() < ends, "it did not start"
        time.sleep(0.1)


def _alive(data: object) -> list[str]:
    """The processes that still hold the data folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(data) in line:
            found.append(line)
    return found
