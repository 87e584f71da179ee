"""Styles and behaviours are gathered, named by their content and compressed once for each version of the code."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from servestatic import ServeStatic

NAMED_BY_CONTENT = r"\.[0-9a-f]{12}\.[^/]+$"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def gather_if_needed(data_dir: Path) -> bool:
    """Gather the static files unless these very files already were. Returns whether it did."""
    mark = data_dir / "static.gathered"
    now = _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return False
    _forget_unnamed(Path(settings.STATIC_ROOT))
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)
    return True


def _forget_unnamed(root: Path) -> None:
    """Those whose name is not of their content are gathered anew: a release may be older than the last gathering, and
    its files would be taken for known. The others stay, for the pages that are open.
    """
    for path in root.rglob("*"):
        if path.is_file() and not re.search(NAMED_BY_CONTENT, path.name):
            path.unlink()


def _never_guessed(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def served_first(application: Any) -> Any:
    """The web application behind its gathered files: what is a file is answered without asking Django."""
    return ServeStatic(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL.strip("/"),
        immutable_file_test=NAMED_BY_CONTENT,
        add_headers_function=_never_guessed,
    )
