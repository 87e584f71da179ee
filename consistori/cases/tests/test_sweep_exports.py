"""Packages that nobody came for in a week do not stay on the disk."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from consistori.cases.export.sweeping import sweep_exports

DAY = 24 * 3600


@pytest.mark.parametrize("root", ["CACHE_ROOT", "DATA_DIR"])
@pytest.mark.parametrize(("days", "stays"), [(8, False), (6, True)])
def test_what_is_older_than_a_week_goes(
    settings: Any, tmp_path: Path, root: str, days: int, stays: bool
) -> None:
    settings.CACHE_ROOT, settings.DATA_DIR = tmp_path / "cache", tmp_path / "data"
    path = Path(getattr(settings, root)) / "exports" / "7" / "package.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK")
    then = time.time() - days * DAY
    os.utime(path, (then, then))

    removed = sweep_exports()

    assert path.exists() is stays
    assert removed == (0 if stays else 1)


def test_where_nothing_was_exported_nothing_happens(settings: Any, tmp_path: Path) -> None:
    settings.CACHE_ROOT, settings.DATA_DIR = tmp_path / "cache", tmp_path / "data"

    assert sweep_exports() == 0
