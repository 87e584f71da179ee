"""Whether there would be something to restore tomorrow."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from consistori.backups import checks
from consistori.backups.models import Rehearsal
from consistori.backups.shape import Manifest
from consistori.kernel.clock import now
from consistori.kernel.health import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def backed_up(settings, tmp_path):
    """`backed_up(hours_ago, **manifest)` leaves a backup in the folder of the settings."""
    settings.BACKUP_TO = str(tmp_path)

    def make(hours_ago: int, **values: Any) -> None:
        told: dict[str, Any] = {"encrypted_for": ["age1x"], "missing": []}
        manifest = Manifest(
            name="20261127T024000Z",
            made_at=(now() - timedelta(hours=hours_ago)).isoformat(),
            program="0",
            postgresql=180000,
            migrations=[],
            files={},
            entities=[],
            blobs=0,
            blob_bytes=0,
            keys={},
            **(told | values),
        )
        place = tmp_path / manifest.name
        place.mkdir()
        (place / "manifest.json").write_bytes(manifest.as_json())
        (place / "seal").write_text(hashlib.sha256(manifest.as_json()).hexdigest())

    return make


def test_where_no_folder_is_named_somebody_should_know(settings):
    settings.BACKUP_TO = ""

    assert checks.last_backup().state == State.WARNING


def test_an_empty_folder_is_bad(settings, tmp_path):
    settings.BACKUP_TO = str(tmp_path)

    assert checks.last_backup().state == State.BAD


@pytest.mark.parametrize(
    ("hours", "values", "state"),
    [
        (3, {}, State.GOOD),
        (3, {"encrypted_for": []}, State.WARNING),
        (30, {}, State.BAD),
        (3, {"missing": ["2/00aa"]}, State.BAD),
    ],
    ids=["of last night", "open", "old", "lacking a document"],
)
def test_the_last_backup_is_as_it_is(backed_up, hours, values, state):
    backed_up(hours, **values)

    assert checks.last_backup().state == state


@pytest.mark.parametrize(
    ("hours", "state", "found"),
    [(3, "good", State.GOOD), (30, "good", State.WARNING), (3, "bad", State.BAD)],
)
def test_the_last_trial_is_as_it_was(hours, state, found):
    Rehearsal.objects.create(started_at=now() - timedelta(hours=hours), finished_at=now(), state=state)

    assert checks.last_trial().state == found


def test_a_trial_under_way_says_nothing_yet():
    Rehearsal.objects.create(started_at=now())

    assert checks.last_trial().state == State.WARNING
