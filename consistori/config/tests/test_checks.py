"""What the installation finds when it looks at itself."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import translation

from consistori.config import checks
from consistori.connectors.official_time.fake import FakeTimeServer
from consistori.documents import blobs
from consistori.documents.services import ReceivedFile, receive_document
from consistori.kernel import health
from consistori.kernel.actor import Actor
from consistori.kernel.health import State
from consistori.tenancy.scope import working_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seconds", "state"), [(0, State.GOOD), (30, State.WARNING), (3600, State.BAD)])
def test_a_clock_off_official_time_is_told(settings, seconds, state):
    with FakeTimeServer(seconds) as server:
        settings.TIME_SERVER = server.address
        found = checks.clock()

    assert found.state == state


def test_a_clock_an_hour_off_is_told_in_words_that_say_what_would_happen(settings):
    with FakeTimeServer(-3600) as server, translation.override("ca"):
        settings.TIME_SERVER = server.address
        told = str(checks.clock().sentence)

    assert "els segons factors no s’acceptaran" in told


def test_official_time_that_does_not_answer_is_no_fault_of_our_clock(settings):
    settings.TIME_SERVER = "127.0.0.1:1"

    assert checks.clock().state == State.WARNING


def test_a_migrated_database_is_up_to_date_and_walled():
    assert checks.migrations().well
    assert checks.walls().well
    assert checks.indexes().well


def test_no_worker_is_bad_news():
    assert checks.worker().state == State.BAD


def test_a_secret_that_others_can_read_is_told(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets").mkdir()
    secret = tmp_path / "secrets" / "code-key"
    secret.write_text("x")
    secret.chmod(0o600)
    assert checks.secrets().well

    secret.chmod(0o644)

    found = checks.secrets()
    assert found.state == State.BAD
    assert found.detail == "code-key"


def test_bytes_that_are_lost_or_spoiled_are_found(town, settings, tmp_path):
    settings.BLOB_ROOT = tmp_path
    with working_for(town):
        by = Actor.system("proves", town.pk)
        document = receive_document(by=by, received=ReceivedFile.from_bytes("a.txt", b"Favorable."))
        path = blobs.path_of(document.latest_blob.sha256)
    assert checks.documents_hashed().well

    path.write_bytes(b"favorable.")
    assert checks.documents().well
    assert checks.documents_hashed().state == State.BAD

    path.unlink()
    found = checks.documents()
    assert found.state == State.BAD
    assert town.slug in found.detail


def test_the_doctor_says_all_of_it_in_one_language(capsys, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with translation.override("ca"), pytest.raises(SystemExit):
        call_command("doctor")

    told = capsys.readouterr().out
    assert "Wall between entities" in told
    for check in health.checks():
        with translation.override("en"):
            assert str(check.label) in told
