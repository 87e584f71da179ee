"""What the program does by itself when the clock says so, in each town."""

from __future__ import annotations

import logging
from collections.abc import Callable

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from consistori.tenancy.models import Entity

log = logging.getLogger(__name__)

Work = Callable[[int], None]

AGAIN = RetryStrategy(max_attempts=5, wait=20, linear_wait=30)
"""Four more times in some four minutes: what is done once a night does not lose it to a database that began again."""


def by_the_clock(
    cron: str, *, name: str, queue: str = "default", lock: str | None = None
) -> Callable[[Work], Work]:
    """Make `f(timestamp)` a job of the hours of `cron`. It may be done twice: it looks first at what there is to do."""

    def make(f: Work) -> Work:
        task = app.task(name=name, queue=queue, lock=lock, retry=AGAIN, pass_context=False)(f)
        app.periodic(cron=cron)(task)
        return task

    return make


def in_each_town(work: Callable[[Entity], object]) -> None:
    """Do `work` in every town: one where it fails leaves nothing of the following undone.

    `work` opens `working_for` itself. Raises an `ExceptionGroup` at the end, so that the job is seen to have failed.
    """
    faults: list[Exception] = []
    for entity in Entity.objects.order_by("pk"):
        try:
            work(entity)
        except Exception as fault:
            log.exception("It could not be done in %s", entity.slug)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("It could not be done in some towns", faults)
