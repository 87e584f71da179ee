"""The night: a backup and its rehearsal, written down whichever way it goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from consistori.backups import rehearsing, shape
from consistori.backups.jobs import night
from consistori.backups.making import TONIGHT, make_backup
from consistori.backups.models import Rehearsal
from consistori.backups.sealing import new_identity
from consistori.backups.selectors import backups, last_rehearsal, rehearsals
from consistori.documents import blobs
from consistori.kernel.clock import now
from tests.faults.test_backup_and_restore import add_paper

pytestmark = pytest.mark.slow


@pytest.fixture
def nights(installation: Any, settings: Any) -> Path:
    """The folder of backups of an installation with a paper in it."""
    settings.DATA_DIR = installation.data
    settings.BACKUP_TO = str(installation.data / "backups")
    add_paper(installation.town)
    return Path(settings.BACKUP_TO)


def _yesterday(nights: Path) -> Path:
    """The backup of a night that is over. Only what comes after it is on trial: it is not rehearsed."""
    return make_backup(nights, recipients=settings.BACKUP_RECIPIENTS).place


def test_a_good_night_leaves_a_backup_and_a_good_rehearsal(nights):
    night.func(timestamp=0)

    row = last_rehearsal()
    assert row.state == Rehearsal.State.GOOD, row.detail
    assert row.figures["entities"] == 1
    assert row.figures["blobs"] == 1
    assert row.figures["events"] > 0
    assert row.backup_name == backups()[0].name
    with translation.override("ca"):
        assert "ens, 1;" in row.sentence
    assert not list(nights.parent.glob("rehearsal-*"))


def test_an_encrypted_night_is_rehearsed_with_the_key_of_that_night_alone(nights, settings):
    settings.BACKUP_RECIPIENTS = [new_identity()[1]]
    first = rehearsing.night()
    second = rehearsing.night()

    assert first.state == second.state == Rehearsal.State.GOOD, (first.detail, second.detail)
    older = rehearsing.rehearse(nights / first.backup_name)
    assert older.state == Rehearsal.State.BAD
    assert "not encrypted for this identity" in older.detail
    assert (nights.parent / "secrets" / TONIGHT).stat().st_mode & 0o077 == 0


def test_a_byte_that_changed_is_in_the_row_of_the_night(nights):
    _yesterday(nights)
    (blob,) = [p for p in (nights / "blobs").rglob("*") if p.is_file()]
    blob.write_bytes(b"x" * blob.stat().st_size)

    row = rehearsing.rehearse(nights)

    assert row.state == Rehearsal.State.BAD
    assert row.stage == Rehearsal.Stage.BYTES
    assert blob.name in row.detail
    with translation.override("es"):
        assert row.sentence == "Falló al comprobar cada huella."


def test_a_spoiled_copy_is_made_again_by_the_next_night(nights):
    _yesterday(nights)
    (blob,) = [p for p in (nights / "blobs").rglob("*") if p.is_file()]
    blob.write_bytes(b"x" * blob.stat().st_size)
    assert rehearsing.rehearse(nights).state == Rehearsal.State.BAD

    assert rehearsing.night().state == Rehearsal.State.GOOD


def test_an_encrypted_copy_cut_short_is_brought_again(nights, settings):
    settings.BACKUP_RECIPIENTS = [new_identity()[1]]
    _yesterday(nights)
    (blob,) = [p for p in nights.rglob("blobs*/**/*") if p.is_file()]
    whole = blob.stat().st_size
    with blob.open("r+b") as file:
        file.truncate(whole // 2)

    # Sealed anew its length may be another: `age` puts a stanza of chance in each header.
    second = rehearsing.night()
    assert second.state == Rehearsal.State.GOOD
    (line,) = shape.blobs_of(nights / second.backup_name)
    assert line.file == str(blob.relative_to(nights))
    shape.check_file(blob, shape.StoredFile(line.stored, line.stored_size))
    assert line.stored_size > line.size


def test_a_list_of_blobs_that_spoiled_does_not_stop_the_next_night(nights, settings):
    settings.BACKUP_RECIPIENTS = [new_identity()[1]]
    (_yesterday(nights) / shape.BLOBS).write_text("not json")

    assert rehearsing.night().state == Rehearsal.State.GOOD


def test_a_store_that_does_not_answer_is_a_bad_night_that_says_so(nights, settings, monkeypatch):
    def gone(_sha256: str) -> Any:
        raise blobs.StoreUnreachable("connection refused")

    monkeypatch.setattr(blobs, "open_as_kept", gone)

    row = rehearsing.night()

    assert row.state == Rehearsal.State.BAD
    assert "store of documents" in row.detail


def test_a_night_that_broke_in_an_unforeseen_way_is_closed_as_bad(nights, monkeypatch):
    def broken(*_words: Any, **_options: Any) -> Any:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(rehearsing, "make_backup", broken)

    with pytest.raises(RuntimeError):
        rehearsing.night()

    assert last_rehearsal().state == Rehearsal.State.BAD
    assert "unforeseen" in last_rehearsal().detail


def test_a_night_with_nowhere_to_write_is_a_bad_one(nights, settings):
    settings.BACKUP_TO = "/proc/nowhere"

    night.func(timestamp=0)

    row = last_rehearsal()
    assert row.state == Rehearsal.State.BAD
    assert row.stage == Rehearsal.Stage.BACKUP
    assert "/proc/nowhere" in row.detail


def test_where_no_folder_is_named_the_night_does_nothing(nights, settings):
    settings.BACKUP_TO = ""

    night.func(timestamp=0)

    assert rehearsals() == []
    assert shape.names_in(nights) == []


LEFT_BEHIND = """
import os, sys
from pathlib import Path
from consistori.config.embedded import start
start(Path(sys.argv[1]))
os._exit(9)  # killed: nobody stops its server
"""


def test_a_night_that_was_killed_is_told_as_bad_by_the_next_and_leaves_no_server_behind(nights):
    row = Rehearsal.objects.create(started_at=now())
    killed = nights.parent / "rehearsal-killed" / "house"
    subprocess.run([sys.executable, "-c", LEFT_BEHIND, str(killed)], check=False)
    pid = int((killed / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{pid}").exists()

    night.func(timestamp=0)

    row.refresh_from_db()
    assert row.state == Rehearsal.State.BAD
    told = rehearsals()
    states = [row.state for row in told]
    assert states == [Rehearsal.State.GOOD, Rehearsal.State.BAD], [row.detail for row in told]
    assert not Path(f"/proc/{pid}").exists()
    assert not list(nights.parent.glob("rehearsal-*/"))


def test_two_rehearsals_do_not_meet(nights):
    _yesterday(nights)
    with rehearsing.empty_folder():
        row = rehearsing.rehearse(nights)

    assert row.state == Rehearsal.State.BAD
    assert "under way" in row.detail
