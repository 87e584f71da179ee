"""HTML and SVG that do something by themselves: scripts, event handlers, programs, foreign frames."""

import re
from pathlib import Path

_CHUNK = 1024 * 1024
_OVERLAP = 256
_ACTIVE = re.compile(
    rb"<\s*(?:[a-z0-9]+:)?(?:script|iframe|frame|object|embed|applet|foreignobject|handler|listener)\b"
    rb"|[\s\"'/]on[a-z]{3,30}\s*="
    rb"|(?:javascript|vbscript|livescript)\s*:"
    rb"|data\s*:\s*text/html"
    rb"|<!ENTITY"
    rb"|<\s*meta[^>]{0,200}http-equiv[^>]{0,40}refresh",
    re.I,
)
_ENTITY = re.compile(rb"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?", re.I)
_INVISIBLE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")


def is_active(path: Path) -> bool:
    """Whether the markup at `path` carries scripts or loads foreign pages; read in pieces."""
    tail = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if _ACTIVE.search(_plain(tail + chunk)):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def _plain(piece: bytes) -> bytes:
    """The piece as a browser would read it: UTF-16 undone, entities of characters resolved."""
    if b"\x00" in piece:
        piece = piece.replace(b"\x00", b"")
    return _INVISIBLE.sub(b"", _ENTITY.sub(_character, piece))


def _character(match: re.Match[bytes]) -> bytes:
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    if number in (9, 10, 13):
        return b""
    return bytes([number]) if 32 <= number < 127 else b"?"
