"""The bench lives in a folder of its own, with its own embedded database, and never touches a town's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from consistori.config import embedded
from consistori.config.environment import data_dir

NAME = "bench"


def bench_home() -> Path:
    """`<data folder>/bench`, or the data folder itself when it is already called so."""
    data = data_dir()
    return data if data.name == NAME else data / NAME


def run_there(words: list[str], *, fresh: bool = False) -> int:
    """Run `python -m consistori.config.bench` with the environment of the bench; returns its exit status."""
    home = bench_home()
    if fresh and home.exists():
        shutil.rmtree(home)
    application, owner, handle = embedded.start(home)
    environment = os.environ | {
        "CONSISTORI_DATA": str(home),
        "DATABASE_URL": application,
        "DATABASE_OWNER_URL": owner,
        "API_REQUESTS_PER_MINUTE": "1000000",
        "CONSISTORI_DEMO": "",
        "DEBUG": "",
        "PYTHONUNBUFFERED": "1",
        "STATIC_MANIFEST": "1",
    }
    try:
        return subprocess.run(
            [sys.executable, "-m", "consistori.config.bench", *words], env=environment
        ).returncode
    finally:
        del handle
