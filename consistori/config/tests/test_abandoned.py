"""A long job that failed for good without a word is told to whoever waits for it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection

from consistori.cases.export.asking import prepare_export
from consistori.config.abandoned import tell_abandoned
from consistori.tenancy.jobs import defer
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for


def test_whoever_waits_for_a_job_that_failed_without_a_word_is_told_once(town: Any, clerk: Any) -> None:
    with working_for(town):
        failed, under_way = (
            JobRun.objects.create(title="Tot", person_id=clerk.person_id, state=JobRun.State.RUNNING)
            for _ in range(2)
        )
        jobs = [
            defer(prepare_export, run_id=str(run.pk), case_id=str(uuid4()), person_id=str(clerk.person_id))
            for run in (failed, under_way)
        ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", jobs[:1])

    assert (tell_abandoned(), tell_abandoned()) == (1, 0)

    with working_for(town):
        failed.refresh_from_db()
        under_way.refresh_from_db()
    assert (failed.state, under_way.state) == (JobRun.State.FAILED, JobRun.State.RUNNING)
    assert failed.message.endswith("Torna-ho a demanar.")
    assert failed.finished_at is not None
