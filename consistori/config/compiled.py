"""Python's compiled code beside its source, as an installer leaves it: without it a start takes twice as long.

Python writes it while it loads, but not where `PYTHONDONTWRITEBYTECODE` is set, and `uv` leaves none; what is
there is used all the same. It is checked against its source at every load, so it is never old.
"""

from __future__ import annotations

import compileall
import importlib
import sys
from pathlib import Path

from django.urls import get_resolver

HOUSE = Path(__file__).resolve().parent.parent
SERVER = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread")


def compile_what_a_start_loads() -> None:
    """Compile what the pages load, and the whole house. A folder where nobody may write is left as it is."""
    for name in SERVER:
        importlib.import_module(name)
    get_resolver().url_patterns  # noqa: B018 - every room is loaded
    files = {str(getattr(module, "__file__", None)) for module in tuple(sys.modules.values())}
    files |= {str(path) for path in HOUSE.rglob("*.py") if "tests" not in path.parts}
    for file in sorted(files):
        if file.endswith(".py"):
            compileall.compile_file(file, quiet=2)
