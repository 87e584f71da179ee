"""The web killed in the middle of an upload, the worker in the middle of a job: nothing by halves, nothing lost."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from consistori.tenancy.scope import working_for
from tests.faults.conftest import wait_until


def _documents(town: Any) -> int:
    from consistori.documents.models import Blob, Document, DocumentVersion

    with working_for(town):
        return Document.objects.count() + DocumentVersion.objects.count() + Blob.objects.count()


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_the_web_killed_in_the_middle_of_an_upload_leaves_no_half_document(installation):
    web = installation.start_web()
    case = installation.api("POST", "cases", json={"title": "Gual"}).json()["id"]
    blobs = Path(installation.data) / "blobs"

    with _half_sent(installation, f"/api/v1/cases/{case}/documents", os.urandom(6_000_000)):
        wait_until(lambda: any(p.stat().st_size for p in (blobs / "incoming").glob("*.part")))
        installation.kill(web)

    assert _documents(installation.town) == 0
    assert [p for p in blobs.rglob("*") if p.is_file() and p.suffix != ".part"] == []

    installation.start_web()
    file = {"file": ("informe.txt", b"Informe favorable.", "text/plain")}
    assert installation.api("POST", f"cases/{case}/documents", files=file).status_code == 201
    assert _documents(installation.town) == 3
    from consistori.documents.blobs import sweep

    assert sweep(older_than=0) == 1
    assert list((blobs / "incoming").glob("*.part")) == []


def _half_sent(installation: Any, path: str, data: bytes) -> socket.socket:
    """A connection over which half of a file has gone."""
    host, port = installation.url.removeprefix("http://").split(":")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="gran.bin"\r\n\r\n'
    body = head + data + b"\r\n--x--\r\n"
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}:{port}", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: multipart/form-data; boundary=x"]
    lines += [f"{name}: {value}" for name, value in installation.headers.items()]
    connected = socket.create_connection((host, int(port)))
    connected.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])
    return connected


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_the_worker_killed_in_the_middle_of_a_job_and_the_job_done_after_it_starts_again(installation):
    from consistori.documents.models import Document, DocumentText
    from consistori.documents.services import ReceivedFile, receive_document
    from consistori.kernel.actor import Actor

    with working_for(installation.town):
        file = ReceivedFile.from_bytes("informe.txt", "Informe favorable de l’arquitecta.".encode())
        document = receive_document(by=Actor.system("proves", installation.town.pk), received=file)

    # Somebody holds the document: the job that reads its words has begun, and waits to write them.
    with working_for(installation.town):
        Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        worker = installation.start_worker()
        wait_until(lambda: _doing("documents.read_words"), 60)
        installation.kill(worker)

    assert _doing("documents.read_words")
    with connection.cursor() as cursor:
        # A minute of silence, without waiting for it.
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    installation.start_worker("--until-empty").wait(90)
    with working_for(installation.town):
        assert "arquitecta" in DocumentText.objects.get(version=document.version_id).text
    assert not _doing("documents.read_words")


def _doing(task: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = %s", [task]
        )
        return int(cursor.fetchone()[0])
