"""The folder where the scanner of the counter writes [carpeta de l'escàner / carpeta del escáner].

`COUNTER_DROP` is the folder of all the towns; each has its own inside it, named by its short name, and a counter may
have its own inside that. A file is taken when nobody is writing it any more, and goes from the folder once it is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consistori.documents.received import ReceivedFile
from consistori.kernel.errors import NotHere, Unavailable
from consistori.tenancy.models import Entity

log = logging.getLogger(__name__)

STILL_SECONDS = 1.5
"""A file that was written less than this ago may not be whole yet."""

MOST_SHOWN = 40
_HALF = (".part", ".tmp", ".crdownload", ".filepart")


class FolderAway(Unavailable):
    """The folder of the scanner cannot be read, or the program may not take files out of it."""


@dataclass(frozen=True)
class Scanned:
    """A file that waits in the folder of the scanner."""

    name: str
    size: int
    written_at: float
    is_whole: bool


def is_used(entity: Entity) -> bool:
    """Whether this town has a scanner that writes in a folder of this machine."""
    folder = _folder(entity)
    return folder is not None and folder.is_dir()


def places(entity: Entity) -> list[str]:
    """The counters that have a folder of their own, by name."""
    folder = _folder(entity)
    if folder is None:
        return []
    try:
        with os.scandir(folder) as found:
            return sorted(
                one.name
                for one in found
                if one.is_dir(follow_symlinks=False) and not one.name.startswith(".")
            )
    except OSError:
        return []


def waiting(entity: Entity, place: str = "") -> list[Scanned]:
    """What the scanner has left there, the oldest first. Raises `FolderAway`."""
    folder = _place(entity, place)
    if folder is None:
        return []
    found = []
    try:
        with os.scandir(folder) as entries:
            for one in entries:
                if one.name.startswith((".", "~")) or one.name.lower().endswith(_HALF):
                    continue
                about = one.stat(follow_symlinks=False)
                if stat.S_ISREG(about.st_mode) and about.st_size:
                    still = time.time() - about.st_mtime >= STILL_SECONDS
                    found.append(Scanned(one.name, about.st_size, about.st_mtime, still))
    except FileNotFoundError:
        return []
    except OSError as trouble:
        raise FolderAway(_("The folder of the scanner does not answer: look at the network.")) from trouble
    return sorted(found, key=lambda one: (one.written_at, one.name))[:MOST_SHOWN]


def mark(found: Iterable[Scanned]) -> str:
    """Changes when what waits does."""
    said = "|".join(f"{one.name}:{one.size}:{one.is_whole}" for one in found)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def take(entity: Entity, name: str, place: str = "") -> ReceivedFile:
    """The file of that name; it leaves the folder when the transaction is kept. Raises `NotHere`, `FolderAway`."""
    folder = _place(entity, place)
    if folder is None or "/" in name or "\\" in name or name.startswith("."):
        raise NotHere(_("That file is not in the folder of the scanner any more."))
    if not os.access(folder, os.W_OK):
        raise FolderAway(_("The program may not take files out of the folder of the scanner."))
    path = folder / name
    try:
        # Never through a link: the folder is of a device, and what it points to is not.
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise NotHere(_("That file is not in the folder of the scanner any more."))
            received = ReceivedFile.from_stream(name, stream)
    except OSError as trouble:
        raise NotHere(_("That file is not in the folder of the scanner any more.")) from trouble
    transaction.on_commit(lambda: _gone(path, about))
    return received


def _gone(path: Path, taken: os.stat_result) -> None:
    """Take away the file that was kept; what the scanner wrote meanwhile by the same name is another, and stays."""
    try:
        about = path.lstat()
        if (about.st_ino, about.st_size, about.st_mtime_ns) == (
            taken.st_ino,
            taken.st_size,
            taken.st_mtime_ns,
        ):
            path.unlink()
    except FileNotFoundError:
        return
    except OSError:
        log.warning("a file that was taken stays in the folder of the scanner")


def _folder(entity: Entity) -> Path | None:
    root = getattr(settings, "COUNTER_DROP", "")
    return Path(root) / entity.slug if root else None


def _place(entity: Entity, place: str) -> Path | None:
    folder = _folder(entity)
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        if place and place in places(entity):
            return folder / place
    return folder
