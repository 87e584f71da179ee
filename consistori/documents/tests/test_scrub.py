"""In a month all the bytes are hashed again: what is lost or changed is named, and what came back is so again."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from consistori.documents import blobs
from consistori.documents.blobs import folder, scrubbing
from consistori.documents.models import Blob, DamagedBlob
from consistori.documents.services import create_from_bytes
from consistori.tenancy.scope import working_for


@pytest.fixture
def papers(town: Any, clerk: Any) -> list[Any]:
    with working_for(town):
        return [
            create_from_bytes(by=clerk, data=f"Paper {n}".encode(), name=f"{n}.txt", title=f"Paper {n}")
            for n in range(3)
        ]


def _path(town: Any, document: Any) -> Path:
    with working_for(town):
        return blobs.path_of(document.version.sha256)


def test_what_is_lost_or_changed_is_named_and_what_came_back_is_whole(papers, town):
    lost, changed = _path(town, papers[0]), _path(town, papers[1])
    kept = lost.read_bytes()
    lost.unlink()
    changed.write_bytes(b"Paper X")

    run = scrubbing.scrub(everything=True)

    assert (run.looked_at, run.damaged) == (3, 2)
    found = {one.sha256: (one.damage, one.documents) for one in scrubbing.damaged_blobs()}
    assert found == {
        papers[0].version.sha256: ("missing", [papers[0].eni_identifier]),
        papers[1].version.sha256: ("changed", [papers[1].eni_identifier]),
    }
    health = scrubbing.blobs_are_whole()
    assert not health.well and papers[0].version.sha256 in health.detail

    lost.write_bytes(kept)
    changed.write_bytes(b"Paper 1")
    scrubbing.scrub()

    assert scrubbing.damaged_blobs() == [] and scrubbing.blobs_are_whole().well


def test_in_as_many_nights_as_it_says_all_are_hashed(papers, town, monkeypatch):
    monkeypatch.setattr(scrubbing, "NIGHTS", 3)

    assert [scrubbing.scrub().looked_at for _ in range(3)] == [1, 1, 1]
    with working_for(town):
        assert not Blob.objects.filter(checked_at=None).exists()


def test_a_store_that_does_not_answer_is_no_damage(papers, monkeypatch):
    def silent(self: Any, entity_id: int, sha256: str) -> Any:
        raise blobs.StoreUnreachable("away")

    monkeypatch.setattr(folder.Folder, "as_stored", silent)

    with pytest.raises(blobs.StoreUnreachable):
        scrubbing.scrub(everything=True)
    assert not DamagedBlob.objects.exists()


def test_the_command_names_them_and_ends_badly(papers, town, capsys):
    _path(town, papers[2]).unlink()

    with pytest.raises(SystemExit):
        call_command("blobs_scrub", "--all")
    told = capsys.readouterr()

    assert "3 files hashed again" in told.out
    assert f"vall-llobera {papers[2].version.sha256} missing {papers[2].eni_identifier}" in told.err


def test_the_operator_sees_what_is_damaged_and_nothing_of_what_it_says(
    papers, town, hire, sign_in, settings, tmp_path
):
    from consistori.tenancy.models import Entity

    settings.DATA_DIR = tmp_path

    above = Entity.objects.create(
        slug="diputacio", kind="province", name="Diputació", short_name="Dip", code_prefix="DIP"
    )
    _path(town, papers[0]).unlink()
    scrubbing.scrub(everything=True)

    text = (
        sign_in(hire(above, "operator", "Ona", "Serra"))
        .get("/e/diputacio/desk/operation/storage/")
        .content.decode()
    )

    assert papers[0].version.sha256 in text and papers[0].eni_identifier in text
    assert "Paper 0" not in text


def test_a_new_folder_is_on_the_disk_before_what_goes_in_it(at_work, settings, monkeypatch):
    synced: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (synced.append(str(Path(f"/proc/self/fd/{handle}").readlink())), sync(handle)),
    )

    received = blobs.receive(io.BytesIO(b"Bon dia"))
    blobs.keep(received)

    place = blobs.path_of(received.sha256)
    root = Path(settings.BLOB_ROOT)
    above = [folder for folder in place.parents if folder == root or root in folder.parents]
    assert [path for path in synced if path.endswith(".part")]
    assert synced[-1] == str(place.parent)
    assert {str(folder) for folder in above} <= set(synced)


def test_what_a_disk_cut_short_is_written_again_by_whoever_brings_it_again(at_work):
    received = blobs.receive(io.BytesIO(b"Bon dia"))
    blobs.keep(received)
    blobs.path_of(received.sha256).write_bytes(b"Bon")

    blobs.keep(blobs.receive(io.BytesIO(b"Bon dia")))

    assert blobs.open(received.sha256).read() == b"Bon dia"
