"""What the program does every night in each town by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from consistori.tenancy.models import Entity

log = logging.getLogger(__name__)


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
