"""What the scanner leaves in its folder, and what somebody sends from their telephone."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from consistori.assistance.counter import scanner
from consistori.assistance.counter.papers import as_it_came, say_of_paper, turn
from consistori.assistance.counter.phone import door_of, open_door, send_pictures
from consistori.assistance.counter.services import begin, leave
from consistori.assistance.models import AttentionPaper, PhoneDoor
from consistori.assistance.tests.conftest import scan
from consistori.documents.received import ReceivedFile
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy.scope import working_for

LONG_AGO = 60


@pytest.fixture
def folder(town: Any, settings: Any, tmp_path: Path) -> Path:
    settings.COUNTER_DROP = str(tmp_path)
    place = tmp_path / town.slug
    place.mkdir()
    return place


def leave_there(folder: Path, name: str, data: bytes = b"x", *, ago: float = LONG_AGO) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (time.time() - ago, time.time() - ago))
    return path


def test_only_whole_files_of_the_town_are_shown_the_oldest_first(town, other_town, folder, tmp_path):
    leave_there(folder, "b.pdf")
    leave_there(folder, "a.pdf", ago=LONG_AGO * 2)
    leave_there(folder, "half.pdf", ago=0)
    leave_there(folder, "x.part")
    leave_there(folder, ".hidden")
    leave_there(folder, "empty.pdf", b"")
    secret = leave_there(tmp_path, "secret.pdf")
    (folder / "link.pdf").symlink_to(secret)

    found = scanner.waiting(town)

    assert [(one.name, one.is_whole) for one in found] == [
        ("a.pdf", True),
        ("b.pdf", True),
        ("half.pdf", False),
    ]
    assert scanner.waiting(other_town) == []


@pytest.mark.parametrize(
    "name", ["../secret.pdf", "link.pdf", "not-there.pdf", ".hidden", "/etc/hostname", ""]
)
def test_nothing_outside_the_folder_is_taken(town, folder, tmp_path, name):
    secret = leave_there(tmp_path, "secret.pdf")
    (folder / "link.pdf").symlink_to(secret)
    leave_there(folder, ".hidden")

    with working_for(town), pytest.raises(NotHere):
        scanner.take(town, name)


def test_a_file_leaves_the_folder_when_it_is_kept_and_not_before(
    town, folder, django_capture_on_commit_callbacks
):
    path = leave_there(folder, "SCAN.tif", scan(200))

    with django_capture_on_commit_callbacks() as callbacks, working_for(town):
        received = scanner.take(town, "SCAN.tif")

    assert received.blob.size == path.stat().st_size
    for call in callbacks:
        call()
    assert not path.exists()


def test_what_the_scanner_writes_meanwhile_by_the_same_name_stays(
    town, folder, django_capture_on_commit_callbacks
):
    leave_there(folder, "SCAN.tif", scan(200))

    with django_capture_on_commit_callbacks() as callbacks, working_for(town):
        scanner.take(town, "SCAN.tif")
    path = leave_there(folder, "SCAN.tif", scan(200, mark=90), ago=1)
    for call in callbacks:
        call()

    assert path.exists()


def test_each_counter_has_its_own_folder(town, folder):
    (folder / "planta-baixa").mkdir()
    leave_there(folder / "planta-baixa", "a.pdf")

    assert scanner.places(town) == ["planta-baixa"]
    assert [one.name for one in scanner.waiting(town, "planta-baixa")] == ["a.pdf"]
    assert scanner.waiting(town, "../../etc") == []


def test_without_a_folder_there_is_no_scanner(town, settings):
    settings.COUNTER_DROP = ""

    assert not scanner.is_used(town)
    assert scanner.waiting(town) == []


def picture(name: str = "foto.tif", mark: int = 30) -> ReceivedFile:
    return ReceivedFile.from_bytes(name, scan(300, mark=mark))


def test_pictures_come_by_the_door_once_and_are_never_an_original(at_work, registrar):
    _door, key = open_door(begin(by=registrar), by=registrar)

    sent = send_pictures(key, [picture(mark=10), picture(mark=60)])

    assert [(one.way, one.nature, one.why_not) for one in sent] == [("phone", "plain", "phone")] * 2
    with pytest.raises(NotHere):
        send_pictures(key, [picture(mark=90)])


def test_turned_and_left_as_it_came_a_picture_is_still_no_paper(at_work, registrar):
    _door, key = open_door(begin(by=registrar), by=registrar)
    (sent,) = send_pictures(key, [picture()])

    turn(sent)
    as_it_came(sent)

    sent.refresh_from_db()
    assert (sent.why_not, sent.nature) == ("phone", "plain")
    with pytest.raises(BadInput):
        say_of_paper(sent, nature="original", title="")


def test_the_database_too_refuses_a_picture_as_an_original(at_work, registrar):
    from django.db import IntegrityError, transaction

    _door, key = open_door(begin(by=registrar), by=registrar)
    (sent,) = send_pictures(key, [picture()])

    with pytest.raises(IntegrityError), transaction.atomic():
        AttentionPaper.objects.filter(pk=sent.pk).update(nature="original")


def test_a_new_address_closes_the_one_before(at_work, registrar):
    attention = begin(by=registrar)
    _first, old = open_door(attention, by=registrar)
    _second, key = open_door(attention, by=registrar)

    assert door_of(key).attention_id == attention.pk
    with pytest.raises(NotHere):
        door_of(old)


def test_the_address_ends_with_its_minutes_and_with_the_attention(at_work, registrar):
    attention = begin(by=registrar)
    door, key = open_door(attention, by=registrar)
    leave(attention, by=registrar)
    with pytest.raises(NotHere):
        door_of(key)

    _door, key = open_door(begin(by=registrar), by=registrar)
    PhoneDoor.objects.exclude(pk=door.pk).update(ends_at=now() - timedelta(seconds=1))
    with pytest.raises(NotHere):
        door_of(key)


def test_only_pictures_and_pdf_come_and_all_or_none(at_work, registrar):
    _door, key = open_door(begin(by=registrar), by=registrar)

    with pytest.raises(BadInput):
        send_pictures(key, [picture(), ReceivedFile.from_bytes("carta.txt", b"hola")])
    with pytest.raises(BadInput):
        send_pictures(key, [])

    assert not AttentionPaper.objects.exists()
    assert door_of(key)


def test_the_key_is_kept_nowhere(at_work, registrar):
    door, key = open_door(begin(by=registrar), by=registrar)

    assert key not in str(PhoneDoor.objects.values_list().get(pk=door.pk))
