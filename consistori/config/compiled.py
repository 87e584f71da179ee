"""Python's compiled code beside its source, as an installer leaves it: without it a start takes twice as long.

Python writes it while it loads, but not where `PYTHONDONTWRITEBYTECODE` is set, and `uv` leaves none; what is
there is used all the same. It is checked against its source at every load, so it is never old.
"""

from __future__ import annotations

import compileall
import importlib
import os
import sys
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from django.urls import get_resolver

HOUSE = Path(__file__).resolve().parent.parent
SERVER = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread")
FIRST_NEEDED_LATER = (
    "aiohttp", "asn1crypto", "cryptography", "httpx", "openpyxl", "pikepdf", "PIL", "pyhanko", "pyhanko_certvalidator",
    "pypdfium2", "snowballstemmer", "yarl",
)  # fmt: skip


def _may_be_kept(file: str) -> bool:
    """Whether the compiled code of a file can be written where it goes, or in the first folder above that exists."""
    place = Path(cache_from_source(file)).parent
    while not place.exists() and place != place.parent:
        place = place.parent
    return place.is_dir() and os.access(place, os.W_OK)


def compile_what_a_start_loads() -> None:
    """Compile what the pages load, the whole house, and the libraries that somebody waits for the first time.

    Where nobody may write nothing is compiled in vain.
    """
    for name in SERVER:
        importlib.import_module(name)
    get_resolver().url_patterns  # noqa: B018 - every room is loaded
    files = {str(getattr(module, "__file__", None)) for module in tuple(sys.modules.values())}
    files |= {str(path) for path in HOUSE.rglob("*.py") if "tests" not in path.parts}
    for name in FIRST_NEEDED_LATER:
        found = find_spec(name)
        for folder in (found.submodule_search_locations or ()) if found else ():
            files |= {str(path) for path in Path(folder).rglob("*.py")}
    for file in sorted(files):
        if file.endswith(".py") and _may_be_kept(file):
            compileall.compile_file(file, quiet=2)
