"""The web killed in the middle of an upload, the worker in the middle of a job: nothing by halves, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from consistori.tenancy.scope import working_for
from tests.faults.conftest import wait_until
from tests.faults.half_sent import half_sent


def _documents(town: Any) -> int:
    from consistori.documents.models import Blob, Document, DocumentVersion

    with working_for(town):
        return Document.objects.count() + DocumentVersion.objects.count() + Blob.objects.count()


@pytest.mark.slow
def test_the_web_killed_in_the_middle_of_an_upload_leaves_no_half_document(installation):
    web = installation.start_web()
    case = installation.api("POST", "cases", json={"title": "Gual"}).json()["id"]
    blobs = Path(installation.data) / "blobs"

    sending, _rest = half_sent(installation, f"/api/v1/cases/{case}/documents", size=6_000_000)
    with sending:
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


def _kill_worker_while_it_reads(installation: Any) -> Any:
    """A document whose job was begun by a worker that is no more."""
    from consistori.documents.models import Document
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
    return document


def _a_minute_of_silence() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'"
            " WHERE id = (SELECT min(id) FROM procrastinate_workers)"
        )


def _is_read(town: Any, document: Any) -> bool:
    from consistori.documents.models import DocumentText

    with working_for(town):
        found = DocumentText.objects.filter(version=document.version_id).first()
    return found is not None and "arquitecta" in found.text


@pytest.mark.slow
def test_the_worker_killed_in_the_middle_of_a_job_and_the_job_done_after_it_starts_again(installation):
    document = _kill_worker_while_it_reads(installation)
    _a_minute_of_silence()

    installation.start_worker("--until-empty").wait(90)

    assert _is_read(installation.town, document)
    assert not _doing("documents.read_words")


@pytest.mark.slow
def test_a_worker_that_came_back_at_once_takes_the_job_up_when_the_dead_one_is_known_to_be_so(installation):
    from procrastinate.contrib.django import app

    document = _kill_worker_while_it_reads(installation)
    installation.start_worker()
    wait_until(lambda: _workers() == 2, 60)

    _a_minute_of_silence()
    app.configure_task("config.take_up_stalled").defer(timestamp=0)

    wait_until(lambda: _is_read(installation.town, document), 60)


def _workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return int(cursor.fetchone()[0])


def _doing(task: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = %s", [task]
        )
        return int(cursor.fetchone()[0])
