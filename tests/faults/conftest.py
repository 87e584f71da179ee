"""The ground of the faults: an installation of its own, with real processes that can be killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from consistori.config.processes import web_command

START_SECONDS = 60


@dataclass
class Installation:
    """A town with a program's key, in committed rows, and the environment of its processes."""

    town: Any
    secret: str
    data: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    url: str = ""
    log: Path | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "X-Entity": self.town.slug, "Accept-Language": "en"}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") if self.log else nullcontext() as errors:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=os.environ | self.environment,
                start_new_session=True,
                stderr=errors,
            )
        self.processes.append(process)
        return process

    def start_web(self) -> subprocess.Popen[bytes]:
        """The real server, one worker; ready when it answers."""
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        process = self.start(*web_command(port, workers=1)[1:])
        wait_until(lambda: _answers(f"{self.url}/healthz"), START_SECONDS)
        return process

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "consistori", "worker", *options)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """`kill -9` of the process and of all its children, with no goodbye."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def api(self, method: str, path: str, **sent: Any) -> httpx.Response:
        headers = self.headers | sent.pop("headers", {})
        return httpx.request(method, f"{self.url}/api/v1/{path}", headers=headers, timeout=60, **sent)


def _answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(url, timeout=2).status_code == 200
    return False


def wait_until(done: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait for something to be so; fails when it does not come."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := done():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come in time")


def gather_statics(data: Path) -> None:
    """The styles and behaviours of this code as `serve` would gather them there: gathered once, then copied."""
    from consistori.config.statics import _fingerprint
    from consistori.config.testing import HOME

    kept = HOME / f"static-{_fingerprint()[:16]}"
    with (HOME / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "static.gathered").exists():
            environment = os.environ | {"CONSISTORI_DATA": str(kept), "STATIC_MANIFEST": "1"}
            subprocess.run([sys.executable, "-c", GATHER], env=environment, check=True)
    shutil.copytree(kept / "static", data / "static")
    shutil.copy(kept / "static.gathered", data)


GATHER = """
from consistori.config.loading import load_program
load_program()
from django.conf import settings
from consistori.config.statics import gather_if_needed
gather_if_needed(settings.DATA_DIR)
"""


def make_town(slug: str = "vall-llobera", prefix: str = "VLL") -> tuple[Any, str]:
    """A town at modality basic and the secret of a program that does what its secretary may."""
    from consistori.directory.services import SCOPES, create_token
    from consistori.kernel.actor import Actor
    from consistori.tenancy.models import Entity
    from consistori.tenancy.scope import working_for

    town = Entity.objects.create(
        slug=slug,
        name="Ajuntament de Vall-llobera",
        short_name="Vall-llobera",
        code_prefix=prefix,
        dir3="L01999999",
    )
    with working_for(town):
        by = Actor.system("proves", town.pk)
        _, secret = create_token(by=by, name="Gestor", scopes=sorted(SCOPES), roles=["secretary"])
    return town, secret


@pytest.fixture
def installation(own_database: str, tmp_path: Path, settings: Any) -> Iterator[Installation]:
    """A database of its own, a folder of its own, and processes that are all stopped at the end."""
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.API_REQUESTS_PER_MINUTE = 10**6
    town, secret = make_town()
    made = Installation(
        town=town,
        secret=secret,
        data=tmp_path,
        environment={
            "CONSISTORI_DATA": str(tmp_path),
            "DATABASE_URL": own_database,
            "DATABASE_OWNER_URL": own_database.replace("consistori_app", "consistori_owner"),
            "API_REQUESTS_PER_MINUTE": "1000000",
            "STATIC_MANIFEST": "0",
        },
    )
    yield made
    from django.db import connections

    for process in made.processes:
        made.kill(process)
    for connection in connections.all():
        connection.close()
