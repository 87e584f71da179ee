"""Files that are two things at once [poliglots / políglotas]: one that is shown, and another that runs.

A PDF or an image that is also an archive (or a page, or a program) is read one way by who looks at it and another
by the program that opens it. No scanner or text processor makes one by itself.
"""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path

from consistori.formats import kinds
from consistori.formats.kinds import Family, Kind

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_BEFORE_PDF = re.compile(
    rb"^\s*(?:MZ|\x7fELF|#!|GIF8|\x89PNG|\xff\xd8\xff|Rar!|7z\xbc)|<\s*(?:!doctype|html|script|svg|head|body)\b",
    re.I,
)
_WHOLE = frozenset({Family.PDF, Family.IMAGE, Family.SOUND, Family.VIDEO, Family.TEXT, Family.MARKUP})


def is_two_things(path: Path, head: bytes, kind: Kind) -> bool:
    """Whether the file at `path`, of `kind` and with these first bytes, is also something else."""
    if kind is kinds.PDF and _BEFORE_PDF.search(head[: max(0, head.find(b"%PDF-"))]):
        return True
    return kind.family in _WHOLE and ends_as_archive(path)


def ends_as_archive(path: Path) -> bool:
    """Whether its last bytes are the directory of a ZIP, as whoever opens ZIPs would find it.

    A ZIP that a PDF carries as attachment does not count: its directory does not end where the file ends.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT), os.SEEK_SET)
        tail = stream.read()
    place = tail.rfind(_END)
    while place >= 0:
        record = tail[place : place + _END_SIZE]
        if len(record) == _END_SIZE:
            _disk, _start, here, entries, length, _offset, comment = struct.unpack("<4xHHHHLLH", record)
            reaches_the_end = place + _END_SIZE + comment == len(tail)
            if reaches_the_end and entries and here <= entries and length >= 46 * entries:
                return True
        place = tail.rfind(_END, 0, place)
    return False
