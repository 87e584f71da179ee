"""Names of files as they come from outside, made harmless and readable."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 180
"""Longest name that is kept, in bytes of UTF-8: it must fit in any disk and in any ZIP."""

_LONGEST_EXTENSION = 16
_SEPARATORS = re.compile(r"[\\/]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "clock$", "conin$", "conout$"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(10)]
)
_UNNAMED = "document"


def clean(name: str) -> str:
    """A name that any system can keep and that shows what it is, from the name that a browser sent.

    Drops folders, control and invisible characters (also those that turn the direction of the text and hide
    an extension), and what Windows refuses; normalises to NFC; shortens the stem and keeps the extension.
    Never empty.
    """
    visible = "".join(character for character in unicodedata.normalize("NFC", name) if _is_visible(character))
    last = _SEPARATORS.split(visible.rstrip("/\\ "))[-1]
    tidy = _SPACES.sub(" ", _FORBIDDEN.sub("_", last)).strip(" .")
    if last.strip().startswith(".") and tidy and "." not in tidy:
        tidy = f"{_UNNAMED}.{tidy}"
    return _shortened(_unreserved(tidy or _UNNAMED))


def stem(name: str) -> str:
    """The name without its extension, as a title is proposed from it."""
    path, extension = split(name)
    return path if extension else name


def split(name: str) -> tuple[str, str]:
    """Stem and extension; the extension keeps its dot, in lower case, and is empty if there is none."""
    extension = PurePosixPath(name).suffix
    if (
        not extension
        or len(extension) > _LONGEST_EXTENSION
        or not re.fullmatch(r"\.[A-Za-z0-9_+-]+", extension)
    ):
        return name, ""
    return name[: -len(extension)], extension.lower()


def with_extension(name: str, extension: str) -> str:
    """`name` ending in `extension` (with its dot), in the place of a known one or after an unknown one."""
    path, _ = split(name)
    return _shortened(f"{path}{extension}")


def _is_visible(character: str) -> bool:
    if character in "\t\n\r":
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and character != "\u2028"


def _unreserved(name: str) -> str:
    first = name.split(".", 1)[0].strip().lower()
    return f"_{name}" if first in _RESERVED else name


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME:
        return name
    path, extension = split(name)
    room = LONGEST_NAME - len(extension.encode())
    kept = path.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{kept}{extension}"
