"""What a job leaves for later is left in its own transaction, also in the worker."""

from __future__ import annotations

from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.config.queue import worker_connector
from consistori.documents.jobs import scan_blob
from consistori.tenancy.jobs import defer, defer_many, unhurried
from consistori.tenancy.scope import working_for


class Undone(Exception):
    pass


def _left() -> int:
    return int(ProcrastinateJob.objects.filter(task_name="documents.scan").count())


def test_what_a_job_leaves_is_undone_with_its_act(town: Any, monkeypatch: Any) -> None:
    connector = worker_connector()
    monkeypatch.setattr(connector, "_async_pool", object())  # as in a worker at work

    with app.replace_connector(connector):
        with pytest.raises(Undone), working_for(town):
            defer(scan_blob, sha256="0" * 64)
            assert _left() == 1
            raise Undone
        assert _left() == 0

        with working_for(town):
            defer(scan_blob, sha256="0" * 64)
        assert _left() == 1


def test_what_nobody_waits_for_lets_pass_what_a_person_has_just_done(town: Any) -> None:
    with unhurried(), working_for(town):
        defer(scan_blob, priority=10, sha256="1" * 64)
        defer_many(scan_blob, [{"sha256": "2" * 64}])
    with working_for(town):
        defer(scan_blob, sha256="3" * 64)

    rows = ProcrastinateJob.objects.filter(task_name="documents.scan").order_by("-priority")
    assert [job.args["sha256"][0] for job in rows] == ["3", "1", "2"]
