"""What is done by the clock is not lost to a database that began again at that minute."""

import pytest
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

ONE = Job(id=1, status="doing", queue="default", lock=None, queueing_lock=None, task_name="x", attempts=1)


def clockwork():
    return sorted({at.task.name: at.task for at in app.periodic_registry.periodic_tasks.values()}.items())


def test_there_is_work_by_the_clock():
    assert {"documents.scan_waiting", "trail.seal_readings"} <= {name for name, _task in clockwork()}


@pytest.mark.parametrize(
    "fault", [OperationalError("gone"), ExceptionGroup("in some towns", [OSError("full")])]
)
def test_all_of_it_is_tried_again_four_times(fault):
    for name, task in clockwork():
        assert task.get_retry_exception(fault, ONE) is not None, name
        assert task.get_retry_exception(fault, ONE.evolve(attempts=5)) is None, name
