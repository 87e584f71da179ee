"""What the environment says, read in one place. Nothing else in the house reads `os.environ`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def data_dir() -> Path:
    """Where the embedded database, the blobs and the secrets of this installation lie."""
    return Path(os.environ.get("CONSISTORI_DATA") or "var").resolve()


def secret(name: str) -> str:
    """A secret from the environment, from the file named by `<NAME>_FILE`, or from the data folder,
    where it is made the first time it is needed."""
    if value := os.environ.get(name):
        return value
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    path = data_dir() / "secrets" / name.lower().replace("_", "-")
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_urlsafe(48)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as f:
        f.write(value)
    return value


def given_secret(name: str) -> str:
    """A secret that somebody else gave us: from the environment, or from the file named by `<NAME>_FILE`."""
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else text(name)


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
