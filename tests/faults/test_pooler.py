"""PgBouncer in transaction mode between the web and the database: few connections, nobody's rows mixed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from consistori.config.testing import HOST
from consistori.tenancy.scope import working_for

from .buckets import free_port
from .conftest import Installation, make_town, wait_until

SERVER_CONNECTIONS = 3
WHO_ASK = 8
_INI = """
[databases]
* = host={host} pool_size={size}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
max_client_conn = 200
server_reset_query =
admin_users = consistori_app
logfile = {log}
"""


class Pooler:
    """PgBouncer on a port of loopback, that can be killed and begun again."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port, self.folder, self.database = free_port(), folder, database
        self.process: subprocess.Popen[bytes] | None = None
        # It refuses to be root, and the socket of the server is of whoever runs it.
        owner = Path(HOST).owner()
        self.identity = {"user": owner} if os.getuid() == 0 else {}

    @property
    def url(self) -> str:
        return f"postgresql://consistori_app@127.0.0.1:{self.port}/{self.database}"

    def start(self) -> None:
        (self.folder / "users").write_text('"consistori_app" ""\n')
        ini = self.folder / "pgbouncer.ini"
        ini.write_text(
            _INI.format(
                host=HOST,
                size=SERVER_CONNECTIONS,
                port=self.port,
                users=self.folder / "users",
                log=self.folder / "log",
            )
        )
        for path in (self.folder, *self.folder.iterdir()):
            if self.identity:
                shutil.chown(path, self.identity["user"])
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen([program, str(ini)], stdout=silent, stderr=silent, **self.identity)
        wait_until(self._answers)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False


@pytest.fixture
def pooled(installation: Installation) -> Iterator[Pooler]:
    """The web goes through the pooler; all the rest goes straight."""
    direct = installation.environment["DATABASE_URL"]
    folder = Path(tempfile.mkdtemp(prefix="consistori-pooler-"))
    pooler = Pooler(folder, direct.split("/")[3].split("?")[0])
    try:
        pooler.start()
        installation.environment |= {"DATABASE_URL": pooler.url, "DATABASE_DIRECT_URL": direct}
        yield pooler
    finally:
        for process in installation.processes:
            installation.kill(process)
        pooler.kill()
        shutil.rmtree(folder)


@pytest.mark.slow
def test_a_town_works_through_a_pooler(installation: Installation, pooled: Pooler) -> None:
    other, other_secret = make_town("els-molinars", "MOL")
    installation.start_web()
    towns = [(installation.town, installation.secret, "Gual"), (other, other_secret, "Llicència")]

    def work(place: int) -> None:
        town, secret, title = towns[place % 2]
        with httpx.Client(
            base_url=f"{installation.url}/api/v1",
            headers={"Authorization": f"Bearer {secret}", "X-Entity": town.slug},
            timeout=60,
        ) as client:
            for turn in range(2):
                made = client.post("/cases", json={"title": f"{title} {place}-{turn}"})
                assert made.status_code == 201, made.text
                sent = client.post(
                    f"/cases/{made.json()['id']}/documents",
                    files={"file": ("informe.txt", f"Informe {title} {place}-{turn}".encode())},
                )
                assert sent.status_code == 201, sent.text
                read = client.get("/cases", params={"limit": 100})
                assert read.status_code == 200, read.text
                titles = {one["title"].split()[0] for one in read.json()["items"]}
                assert titles == {title}, "rows of another town"

    with ThreadPoolExecutor(WHO_ASK) as pool:
        list(pool.map(work, range(WHO_ASK)))

    with psycopg.connect(f"{pooled.url.rsplit('/', 1)[0]}/pgbouncer", autocommit=True) as admin:
        cursor = psycopg.ClientCursor(admin)
        cursor.execute("SHOW SERVERS")
        names = [column.name for column in cursor.description or ()]
        servers = [row for row in cursor.fetchall() if row[names.index("database")] == pooled.database]
    assert 1 <= len(servers) <= SERVER_CONNECTIONS
    _left_nothing_behind(pooled)

    with working_for(installation.town):
        from consistori.trail.services import verify_chain

        assert verify_chain().holds
    worker = installation.start_worker("--until-empty")
    assert worker.wait(120) == 0
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert (
        not ProcrastinateJob.objects.exclude(status="succeeded").exclude(scheduled_at__isnull=False).exists()
    )


def _left_nothing_behind(pooled: Pooler) -> None:
    """What a transaction said of its entities is gone from the connection that the next one gets."""
    for _ in range(SERVER_CONNECTIONS * 2):
        with psycopg.connect(pooled.url) as connection:
            told = connection.execute(
                "SELECT coalesce(current_setting('consistori.entities', true), ''), count(*) FROM cases_casefile"
            ).fetchone()
            assert told == ("", 0)


@pytest.mark.slow
def test_a_pooler_that_dies_loses_nothing(installation: Installation, pooled: Pooler) -> None:
    installation.start_web()
    assert installation.api("POST", "cases", json={"title": "Gual abans"}).status_code == 201
    pooled.kill()

    away = installation.api("POST", "cases", json={"title": "Gual mentrestant"})
    assert away.status_code == 503
    assert away.headers["Retry-After"]

    pooled.start()
    assert installation.api("POST", "cases", json={"title": "Gual després"}).status_code == 201
    titles = [one["title"] for one in installation.api("GET", "cases").json()["items"]]
    assert sorted(titles) == ["Gual abans", "Gual després"]


def test_the_worker_and_the_commands_go_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    from consistori.config import cli

    monkeypatch.setenv("DATABASE_URL", "postgresql://app@pooler:6432/consistori")
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgresql://app@server/consistori")
    cli._go_straight()
    assert os.environ["DATABASE_URL"] == "postgresql://app@server/consistori"
