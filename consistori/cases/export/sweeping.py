"""What jobs left in the trays and nobody came for goes in a week: it is whole of personal data."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from django.conf import settings

from consistori.tenancy.nightly import by_the_clock

KEPT = 7 * 24 * 3600


@by_the_clock("37 3 * * *", name="cases.sweep_exports")
def sweep_every_night(timestamp: int) -> None:
    """Every night, for all towns: cases taken away, answers to rights of access, lists."""
    sweep_exports()


def sweep_exports(*, older_than: float = KEPT) -> int:
    """Remove the files of the trays that are older than a week; how many. They are asked for again."""
    removed = 0
    for root in (Path(settings.CACHE_ROOT) / "exports", Path(settings.DATA_DIR) / "exports"):
        for path in root.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and time.time() - path.stat().st_mtime > older_than:
                    path.unlink()
                    removed += 1
    return removed
