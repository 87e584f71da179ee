"""A copy of the house that can be given its next version in place, as an operator does, while it serves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from consistori.config.processes import PREPARED, code_of_now
from tests.faults.conftest import Installation, gather_statics, wait_until

ROOT = Path(__file__).resolve().parents[2]
TOMORROW = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "{last}")]
    operations = [
        migrations.RunSQL("SELECT pg_sleep(1)", migrations.RunSQL.noop),
        migrations.AddField("casefile", "tomorrow", models.CharField(max_length=9, db_default="")),
    ]
"""
INDEX = """
from django.db import migrations, models

from consistori.tenancy.migrating import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "9998_tomorrow")]
    operations = [AddIndexConcurrently("casefile", models.Index(fields=["tomorrow"], name="cases_tomorrow"))]
"""


class House:
    """The code in a folder of its own, over the database and the data folder of an installation."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation, self.code, self.web_workers = installation, folder / "code", 1
        shutil.copytree(
            ROOT / "consistori", self.code / "consistori", ignore=shutil.ignore_patterns("tests", "var")
        )
        # `serve` and `restart` migrate by themselves the database that they take for their own.
        (installation.data / "database.json").write_text("{}")
        gather_statics(installation.data)
        # The template of the tests is migrated, and what pytest loaded is compiled: it is prepared.
        (installation.data / PREPARED).write_text(code_of_now(self.code / "consistori"))

    @property
    def environment(self) -> dict[str, str]:
        here = {"PYTHONPATH": str(self.code), "WEB_WORKERS": str(self.web_workers)}
        return os.environ | self.installation.environment | here

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "consistori", *words]
        process = subprocess.Popen(command, env=self.environment, cwd=self.code, start_new_session=True)
        self.installation.processes.append(process)
        return process

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "consistori", *words]
        return subprocess.run(command, env=self.environment, cwd=self.code, capture_output=True, text=True)

    def serve(self) -> subprocess.Popen[bytes]:
        """`consistori serve`, answering."""
        import socket

        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.installation.url = f"http://127.0.0.1:{port}"
        self.installation.environment["PORT"] = str(port)
        serving = self.start("serve")
        wait_until(lambda: (self.installation.data / "serve.json").exists() and self.alive(), 90)
        return serving

    def alive(self) -> Any:
        try:
            return httpx.get(f"{self.installation.url}/healthz", timeout=5).json()
        except httpx.HTTPError:
            return None

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.code / "consistori" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def becomes_tomorrow(self) -> None:
        """New code, a new column, a new index, and every wall of the database a little different."""
        self.add_migrations()
        self.edit("config/health.py", '{"alive": True}', '{"alive": True, "tomorrow": True}')
        self.edit(
            "tenancy/security.py", "FOR DELETE USING ({writes})", "FOR DELETE USING ({writes} AND true)"
        )

    def add_migrations(self) -> None:
        folder = self.code / "consistori" / "cases" / "migrations"
        last = max(path.stem for path in folder.glob("0*.py"))
        (folder / "9998_tomorrow.py").write_text(TOMORROW.format(last=last))
        (folder / "9999_index.py").write_text(INDEX)

    def stop(self, serving: subprocess.Popen[bytes]) -> int:
        serving.send_signal(signal.SIGTERM)
        return serving.wait(120)
