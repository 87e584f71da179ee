"""Python's compiled code beside its source, as an installer leaves it: without it a start takes twice as long.

Python writes it while it loads, but not where `PYTHONDONTWRITEBYTECODE` is set, and `uv` leaves none; what is
there is used all the same. It is checked against its source at every load, so it is never old.
"""

from __future__ import annotations

import compileall
import importlib
import sys
from importlib.util import find_spec
from pathlib import Path

from django.urls import get_resolver

HOUSE = Path(__file__).resolve().parent.parent
SERVER = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread")
FIRST_NEEDED_LATER = (
    "aiohttp", "asn1crypto", "cryptography", "httpx", "openpyxl", "pikepdf", "PIL", "pyhanko", "pyhanko_certvalidator",
    "pypdfium2", "snowballstemmer", "yarl",
)  # fmt: skip


def compile_what_a_start_loads() -> None:
    """Compile what the pages load, the whole house, and the libraries that somebody waits for the first time.

    A folder where nobody may write is left as it is.
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
        if file.endswith(".py"):
            compileall.compile_file(file, quiet=2)
