"""A start is quick because what is heavy is loaded when it is first needed (`serve` answers in two seconds)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "PIL",
    "aiohttp",
    "asn1crypto",
    "docx",
    "httpx",
    "openpyxl",
    "pikepdf",
    "pyhanko",
    "pyhanko_certvalidator",
    "pypdfium2",
    "snowballstemmer",
    "typst",
}
LOADED = """
import sys
import consistori.config.wsgi
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_pages_are_loaded_without_what_only_some_of_them_need(tmp_path):
    # DATABASE_URL is never connected to: loading the program asks the database nothing.
    surroundings = {
        **os.environ,
        "CONSISTORI_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@/nothing",
        "DJANGO_SETTINGS_MODULE": "consistori.config.settings",
        "STATIC_MANIFEST": "1",
    }

    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    loaded = set(told.stdout.split())
    assert "consistori" in loaded
    assert loaded & HEAVY == set()
