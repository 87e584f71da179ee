"""Archives and office documents that are archives: whether they open, explode, hide macros or programs."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from consistori.formats.sniff import PROGRAM_EXTENSIONS

OFFICE_EXTENSIONS = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".odg"})
MOST_ENTRIES = 20_000
MOST_BYTES = 4 * 1024**3
"""What an archive may say that it holds, in bytes once unpacked."""

zlib_error = zlib.error
"""What a damaged stream raises half way."""

_SUSPICIOUS_RATIO = 150
_SMALL = 64 * 1024**2
_MACROS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "basic/standard/", "scripts/python/")


_MOST_RELATIONS = 200
_LARGEST_RELATIONS = 2 * 1024 * 1024
_HYPERLINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/hyperlink[\"'][^>]*>", re.I)
_OUTER = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External", re.I)


class Broken(Exception):
    """It does not open as an archive."""


class NeedsPassword(Exception):
    """Its content is locked with a password."""


class Bomb(Exception):
    """Unpacked it would be enormous: it is made to fill a disk."""


@dataclass(frozen=True)
class ZipFindings:
    """What was seen in an archive."""

    entries: int
    unpacked: int
    has_macros: bool
    has_programs: bool
    has_outer_links: bool = False


def look_at(path: Path) -> ZipFindings:
    """Examine the archive at `path` by its directory, without unpacking.

    Raises `Broken`, `NeedsPassword` or `Bomb`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Broken(str(error)) from error
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NeedsPassword
    unpacked = sum(entry.file_size for entry in entries)
    _refuse_a_bomb(entries, unpacked, path.stat().st_size)
    names = [entry.filename.lower() for entry in entries]
    return ZipFindings(
        entries=len(entries),
        unpacked=unpacked,
        has_macros=any(mark in name for name in names for mark in _MACROS),
        has_programs=any(PurePosixPath(name).suffix in PROGRAM_EXTENSIONS for name in names),
        has_outer_links=_has_outer_links(path, entries),
    )


def read_part(path: Path, name: str, *, limit: int) -> bytes:
    """One part of an office document, at most `limit` bytes of it unpacked; empty if it is not there."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            return part.read(limit)
    except KeyError:
        return b""
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
        zlib.error,
    ) as error:
        raise Broken(str(error)) from error


def _has_outer_links(path: Path, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether an office document would fetch something when it opens (a template, an image, a frame)."""
    relations = [entry for entry in entries if entry.filename.endswith(".rels")][:_MOST_RELATIONS]
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in relations:
                if entry.file_size < _LARGEST_RELATIONS and _OUTER.search(_unlinked(archive.read(entry))):
                    return True
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        return False
    return False


def _unlinked(relations: bytes) -> bytes:
    """Without the links that one presses: those fetch nothing by themselves."""
    return _HYPERLINK.sub(b"", relations)


def names(path: Path) -> Iterator[str]:
    """Names of what the archive holds, folders left out, in its order."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield entry.filename


def _refuse_a_bomb(entries: list[zipfile.ZipInfo], unpacked: int, size: int) -> None:
    packed = sum(entry.compress_size for entry in entries)
    overlapping = packed > size
    swollen = unpacked > _SMALL and unpacked > _SUSPICIOUS_RATIO * max(size, 1)
    if overlapping or swollen or unpacked > MOST_BYTES or len(entries) > MOST_ENTRIES:
        raise Bomb
