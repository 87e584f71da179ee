"""What the environment says, read in one place. Nothing else in the house reads `os.environ`."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Read:
    """What was read of a variable: for the page that explains the settings. Of a secret, only whether it is set."""

    value: Any
    source: str
    is_secret: bool = False
    is_set: bool = True


READ: dict[str, Read] = {}
"""Every variable that somebody asked for, by its name."""


def _note(name: str, value: Any, *, is_secret: bool = False, source: str = "") -> Any:
    source = source or ("environment" if os.environ.get(name) else "default")
    READ[name] = Read("" if is_secret else value, source, is_secret, value != "")
    return value


def text(name: str, default: str = "") -> str:
    return str(_note(name, os.environ.get(name, default)))


def flag(name: str, default: bool = False) -> bool:
    said = os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}
    return bool(_note(name, said))


def number(name: str, default: int) -> int:
    return int(_note(name, int(os.environ.get(name) or default)))


def data_dir() -> Path:
    """Where the embedded database, the blobs and the secrets of this installation lie."""
    return Path(_note("CONSISTORI_DATA", Path(os.environ.get("CONSISTORI_DATA") or "var").resolve()))


def secret(name: str) -> str:
    """A secret from the environment, from the file named by `<NAME>_FILE`, or from the data folder,
    where it is made the first time it is needed."""
    if value := os.environ.get(name):
        return str(_note(name, value, is_secret=True))
    if file := os.environ.get(f"{name}_FILE"):
        return str(_note(name, Path(file).read_text().strip(), is_secret=True, source="file"))
    path = data_dir() / "secrets" / name.lower().replace("_", "-")
    _note(name, "made", is_secret=True, source="data")
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Of two processes that make it at once, the first one's is kept, and nobody reads half of it.
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fd = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "w") as f:
            f.write(secrets.token_urlsafe(48))
            f.flush()
            os.fsync(f.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()
    return path.read_text().strip()


def given_secret(name: str) -> str:
    """A secret that somebody else gave us: from the environment, or from the file named by `<NAME>_FILE`."""
    file = os.environ.get(f"{name}_FILE")
    value = Path(file).read_text().strip() if file else os.environ.get(name, "")
    return str(_note(name, value, is_secret=True, source="file" if file else ""))


def origins(*names: str) -> list[str]:
    """`https://host:port` of each address that these variables hold, separated by commas."""
    told = [urlsplit(url) for name in names for url in text(name).split(",") if url]
    return [f"{url.scheme}://{url.netloc}" for url in told]


def database(url: str) -> dict[str, object]:
    """A Django database from `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "consistori"},
    }
