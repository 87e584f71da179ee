"""Bytes are kept whole or not at all, whatever happens in the middle."""

import errno
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from consistori.documents import blobs
from consistori.documents.blobs import BlobMissing
from consistori.documents.errors import FileTooLarge, StoreFull
from consistori.tenancy.scope import working_for


def parts(settings: LazySettings) -> list[Path]:
    return list((Path(settings.BLOB_ROOT) / "incoming").glob("*.part"))


def test_a_blob_is_hashed_while_it_comes_and_named_by_its_hash(at_work: Any) -> None:
    received = blobs.receive(io.BytesIO(b"Bon dia"))
    blobs.keep(received)

    assert received.sha256 == hashlib.sha256(b"Bon dia").hexdigest()
    assert blobs.path_of(received.sha256).name == received.sha256
    assert blobs.open(received.sha256).read() == b"Bon dia"


def test_the_same_bytes_are_kept_once(at_work: Any, settings: LazySettings) -> None:
    for _ in range(2):
        blobs.keep(blobs.receive(io.BytesIO(b"Bon dia")))

    assert parts(settings) == []
    assert sum(1 for path in Path(settings.BLOB_ROOT).rglob("*") if path.is_file()) == 1


def test_what_is_not_kept_is_forgotten(at_work: Any, settings: LazySettings) -> None:
    received = blobs.receive(io.BytesIO(b"Bon dia"))
    path = received.path
    assert path.exists()

    del received

    assert not path.exists()


def test_a_town_does_not_open_the_blob_of_another(town: Any, other_town: Any) -> None:
    with working_for(town):
        blobs.keep(blobs.receive(io.BytesIO(b"secret")))
    sha256 = hashlib.sha256(b"secret").hexdigest()

    with working_for(other_town), pytest.raises(BlobMissing):
        blobs.open(sha256)


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd", "0" * 63, "a" * 65])
def test_a_name_that_is_no_hash_is_not_there(at_work: Any, name: str) -> None:
    with pytest.raises(BlobMissing):
        blobs.open(name)


def test_a_hash_that_climbs_folders_stays_inside(at_work: Any) -> None:
    with pytest.raises(BlobMissing):
        blobs.open("../" * 21 + "a")


def test_memory_stays_flat_for_a_large_file(at_work: Any) -> None:
    class Endless(io.RawIOBase):
        left = 80 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken

    tracemalloc.start()
    received = blobs.receive(Endless())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert received.size == 80 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


def test_too_much_is_refused_and_leaves_nothing(at_work: Any, settings: LazySettings) -> None:
    with pytest.raises(FileTooLarge):
        blobs.receive(io.BytesIO(b"x" * 11), limit=10)

    assert parts(settings) == []


def test_a_full_disk_says_so_and_leaves_nothing(
    at_work: Any, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = blobs.BlobWriter()

    class Full:
        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer, "_file", Full())

    with pytest.raises(StoreFull) as told:
        writer.write(b"Bon dia")
    assert told.value.status == 507
    assert parts(settings) == []


def test_a_disk_that_fills_while_syncing_says_so(
    at_work: Any, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StoreFull):
        blobs.receive(io.BytesIO(b"Bon dia"))
    assert parts(settings) == []


_VICTIM = """
import sys, time
from django.conf import settings
settings.configure(BLOB_ROOT=sys.argv[1], UPLOAD_LIMIT=10**9, INSTALLED_APPS=[])
import django; django.setup()
from consistori.documents.blobs import BlobWriter
writer = BlobWriter()
writer.write(b"x" * 100_000)
writer._file.flush()
print("writing", flush=True)
time.sleep(60)
"""


def test_a_process_killed_in_the_middle_leaves_no_half_document(at_work: Any, settings: LazySettings) -> None:
    victim = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(settings.BLOB_ROOT)], stdout=subprocess.PIPE, text=True
    )
    assert victim.stdout is not None
    assert victim.stdout.readline() == "writing\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()

    [left] = parts(settings)
    kept = [p for p in Path(settings.BLOB_ROOT).rglob("*") if p.is_file() and p.suffix != ".part"]
    assert kept == []
    assert blobs.sweep() == 0
    yesterday = time.time() - 25 * 3600
    os.utime(left, (yesterday, yesterday))
    assert blobs.sweep() == 1
    assert parts(settings) == []


@pytest.mark.parametrize(
    ("address", "faults"), [("file:///var/lib/consistori", 0), ("s3://bucket", 1), ("ftp://x", 1)]
)
def test_a_store_that_is_not_known_stops_the_start(settings: LazySettings, address: str, faults: int) -> None:
    from consistori.documents.checks import check_blob_store

    settings.BLOB_URL = address

    assert len(check_blob_store(None)) == faults
