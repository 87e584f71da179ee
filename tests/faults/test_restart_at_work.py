"""A new version and its migration while everybody works: no request is lost, and what goes wrong leaves the old one."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection

from consistori.tenancy.scope import working_for
from tests.faults.conftest import wait_until
from tests.faults.half_sent import half_sent
from tests.faults.house_of_tomorrow import House

pytestmark = pytest.mark.slow


@pytest.fixture
def house(installation, tmp_path_factory):
    made = House(installation, tmp_path_factory.mktemp("house"))
    yield made
    for process in installation.processes:
        if process.poll() is None:
            made.stop(process)


BREATH_SECONDS = 0.25


class Fire:
    """Programs that open and read cases one after another; every answer is kept.

    Without a breath they would only keep from starting, on two cores, what they wait for.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.answers: Counter[Any] = Counter()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(n % 2 == 0,)) for n in range(4)]

    def __enter__(self) -> Fire:
        for thread in self._threads:
            thread.start()
        wait_until(lambda: self.answers[201] > 8)
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        before = self.answers[201]
        wait_until(lambda: self.answers[201] > before + 8, 60)

    def _work(self, one_connection: bool) -> None:
        made = self.house.installation
        kept = httpx.Client(headers=made.headers, timeout=60) if one_connection else None
        while not self._stop.wait(BREATH_SECONDS):
            try:
                client = kept or httpx.Client(headers=made.headers, timeout=60)
                opened = client.post(f"{made.url}/api/v1/cases", json={"title": "Gual"})
                self.answers[opened.status_code] += 1
                read = client.get(f"{made.url}/api/v1/cases/{opened.json()['id']}")
                self.answers[read.status_code] += 1
            except Exception as error:
                self.answers[repr(error)] += 1


def _cases(town: Any) -> list[str]:
    from consistori.cases.models import CaseFile

    with working_for(town):
        return sorted(CaseFile.objects.values_list("number", flat=True))


def test_a_new_version_that_cannot_serve_leaves_the_old_one_and_one_that_can_loses_no_request(house):
    """One house at work, told to begin again three times: its code is broken, its migration is, all is well."""
    house.web_workers = 2
    serving = house.serve()
    house.edit("config/health.py", '{"alive": True}', '{"alive": True')
    with Fire(house) as fire:
        broken_code = house.run("restart")
        fire.goes_on()
        assert house.alive() == {"alive": True}

        house.edit("config/health.py", '{"alive": True', '{"alive": True}')
        house.becomes_tomorrow()
        migration = house.code / "consistori/cases/migrations/9998_tomorrow.py"
        whole = migration.read_text()
        migration.write_text(whole.replace("pg_sleep(1)", "no_such_function()"))
        broken_migration = house.run("restart")
        fire.goes_on()
        assert house.alive() == {"alive": True}

        migration.write_text(whole)
        done = house.run("restart")
        assert done.returncode == 0, done.stderr
        fire.goes_on()

    for refused in (broken_code, broken_migration):
        assert refused.returncode == 1
        assert "NOT restarted" in refused.stderr
    assert house.alive() == {"alive": True, "tomorrow": True}
    assert set(fire.answers) == {200, 201}, fire.answers
    numbers = _cases(house.installation.town)
    assert len(numbers) == fire.answers[201]
    assert [int(n[-6:]) for n in numbers] == list(range(1, len(numbers) + 1))
    assert _has_column() and _index_is_valid()
    assert house.stop(serving) == 0


def _has_column() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = 'cases_casefile' AND column_name = 'tomorrow'"
        )
        return cursor.fetchone() is not None


def _index_is_valid() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('cases_tomorrow')")
        return cursor.fetchone() == (True,)


def test_a_second_one_is_refused_where_one_serves_and_may_come_when_that_was_killed(house):
    serving = house.serve()

    refused = house.run("serve")

    assert refused.returncode == 1
    assert "runs already" in refused.stderr
    assert house.alive() == {"alive": True}
    house.installation.kill(serving)
    (house.installation.data / "serve.json").unlink()
    serving = house.serve()
    assert house.alive() == {"alive": True}
    _told_to_leave_it_finishes_what_somebody_had_begun_to_send(house, serving)


def _told_to_leave_it_finishes_what_somebody_had_begun_to_send(house, serving):
    made = house.installation
    case = made.api("POST", "cases", json={"title": "Gual"}).json()["id"]
    sending, rest = half_sent(made, f"/api/v1/cases/{case}/documents", size=3_000_000)
    wait_until(lambda: any(p.stat().st_size for p in (Path(made.data) / "blobs" / "incoming").glob("*.part")))

    serving.send_signal(signal.SIGTERM)
    wait_until(lambda: not _connects(made.url))
    sending.sendall(rest)

    answer = sending.makefile("rb").readline().decode()
    assert " 201 " in answer
    assert serving.wait(120) == 0


def _connects(url: str) -> bool:
    try:
        httpx.get(url + "/healthz", timeout=1)
    except httpx.HTTPError:
        return False
    return True


def test_a_migration_killed_half_way_is_done_again_whole(house):
    house.add_migrations()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE cases_casefile IN ACCESS SHARE MODE")
        migrating = house.start("migrate")
        wait_until(_waits_for_the_table, 60)
        house.installation.kill(migrating)
        wait_until(_nobody_else_is_at_the_table)
        cursor.execute("COMMIT")
    assert not _has_column()

    done = house.run("migrate")

    assert done.returncode == 0, done.stderr
    assert _has_column() and _index_is_valid()


def _waits_for_the_table() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'cases_casefile'::regclass"
            " AND mode = 'AccessExclusiveLock'"
        )
        return cursor.fetchone() is not None


def _nobody_else_is_at_the_table() -> bool:
    """The database has noticed that whoever waited for it is dead: it looks once a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE relation = 'cases_casefile'::regclass AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone() is None


def test_an_index_killed_half_way_is_made_again(house):
    house.add_migrations()
    (house.code / "consistori/cases/migrations/9999_index.py").rename(house.code / "9999_index.py")
    assert house.run("migrate").returncode == 0
    (house.code / "9999_index.py").rename(house.code / "consistori/cases/migrations/9999_index.py")
    with connection.cursor() as cursor:
        # Somebody has been writing for long: the index waits for her, half made.
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE cases_casefile IN ROW EXCLUSIVE MODE")
        migrating = house.start("migrate")
        wait_until(_is_half_made, 60)
        house.installation.kill(migrating)
        wait_until(_nobody_else_is_at_the_table)
        cursor.execute("COMMIT")
    assert not _index_is_valid()

    done = house.run("migrate")

    assert done.returncode == 0, done.stderr
    assert _index_is_valid()


def _is_half_made() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('cases_tomorrow') AND NOT indisvalid"
        )
        return cursor.fetchone() is not None
