"""A demo filled once for all the tests of this folder, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import _copy, _drop, _point_to
from consistori.config.demo.seeding import seed
from consistori.config.demo.summary import DemoSummary
from consistori.config.testing import DATABASE


@pytest.fixture(scope="module")
def demo(
    template_database: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[DemoSummary]:
    """The demo province, whole, without the signer process: what it signs waits."""
    name = f"{DATABASE}_demo"
    data_dir: Path = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock():
        _copy(template_database, name)
        _point_to(name)
        yield seed(data_dir)
        _point_to(DATABASE)
        _drop(name)
