"""Traces in images: where and when a photograph was taken, with which telephone, by whom."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageSequence, UnidentifiedImageError

from consistori.formats import kinds, pictures
from consistori.formats.kinds import Kind
from consistori.formats.personal import CannotClean, Finding, Trace

_GPS, _EXIF = 0x8825, 0x8769
_MAKER, _MODEL, _ARTIST, _COPYRIGHT, _ORIENTATION = 0x010F, 0x0110, 0x013B, 0x8298, 0x0112
_OWNER, _SERIAL, _LENS_SERIAL, _COMMENT = 0xA430, 0xA431, 0xA435, 0x9286
_ERRORS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    ZeroDivisionError,
)
_REMARKS = ("comment", "Comment", "Author", "Description", "xmp", "XML:com.adobe.xmp")
_PNG_TEXT = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def findings(path: Path) -> list[Finding]:
    """What the image at `path` tells of people."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                return list(_found(image))
    except (*_ERRORS, Image.DecompressionBombError):
        return []


def _found(image: Image.Image) -> Iterator[Finding]:
    exif = image.getexif()
    inner = exif.get_ifd(_EXIF)
    if place := _place(exif.get_ifd(_GPS)):
        yield Finding(Trace.PLACE, place)
    for tag in (_ARTIST, _COPYRIGHT):
        if name := _text(exif.get(tag)):
            yield Finding(Trace.AUTHOR, name)
    if owner := _text(inner.get(_OWNER)):
        yield Finding(Trace.AUTHOR, owner)
    device = " ".join(filter(None, (_text(exif.get(_MAKER)), _text(exif.get(_MODEL)))))
    if device or inner.get(_SERIAL) or inner.get(_LENS_SERIAL):
        yield Finding(Trace.DEVICE, device)
    remarks = [
        image.info.get(key)
        for key in ("comment", "Comment", "Author", "Description", "xmp", "XML:com.adobe.xmp")
    ]
    told = [remark for remark in remarks if remark]
    if told:
        yield Finding(Trace.OTHER, "", len(told))


def _place(gps: dict[int, Any]) -> str:
    try:
        north, east = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    north = -north if str(gps.get(1, "N")).upper().startswith("S") else north
    east = -east if str(gps.get(3, "E")).upper().startswith("W") else east
    return f"{north:.5f}, {east:.5f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _text(value: Any) -> str:
    text = value.decode("latin-1", "replace") if isinstance(value, bytes) else str(value or "")
    return text.replace("\x00", "").strip()


def clean(path: Path, out: Path, kind: Kind) -> None:
    """Write it without traces: JPEG and PNG keep every point as it is, the rest are saved again.

    Raises `CannotClean`.
    """
    try:
        if kind is kinds.JPEG:
            with path.open("rb") as source, out.open("wb") as made:
                _clean_jpeg(source, made, _orientation(path))
        elif kind is kinds.PNG:
            with path.open("rb") as source, out.open("wb") as made:
                _clean_png(source, made)
        elif kind in {kinds.TIFF, kinds.WEBP}:
            _save_again(path, out)
        else:
            raise CannotClean("kind")
        pictures.look_at(out)
    except (*_ERRORS, struct.error, pictures.Broken) as error:
        raise CannotClean("damaged") from error


def _orientation(path: Path) -> int:
    with Image.open(path) as image:
        return int(image.getexif().get(_ORIENTATION, 1) or 1)


def _clean_jpeg(source: BinaryIO, made: BinaryIO, orientation: int) -> None:
    """Its segments without those that speak (APP1 to APP13, comments); colours (APP2 ICC, APP14) stay."""
    made.write(source.read(2))
    if orientation != 1:
        made.write(_turned(orientation))
    while marker := source.read(2):
        if len(marker) < 2 or marker[0] != 0xFF:
            raise ValueError("not a segment")
        if marker[1] == 0xDA:
            made.write(marker)
            _copy_until_end(source, made)
            return
        length = struct.unpack(">H", source.read(2))[0]
        content = source.read(length - 2)
        speaks = 0xE1 <= marker[1] <= 0xED or marker[1] in {0xEF, 0xFE}
        if not speaks or content.startswith(b"ICC_PROFILE\x00"):
            made.write(marker + struct.pack(">H", length) + content)


def _turned(orientation: int) -> bytes:
    """The smallest EXIF: only how the image is turned."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    content = exif.tobytes()
    content = content if content.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + content
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _copy_until_end(source: BinaryIO, made: BinaryIO) -> None:
    """The image itself, up to its end: what telephones put behind (a film of two seconds) is left out."""
    rest = source.read()
    end = (
        rest.rfind(b"\xff\xd9")
        if rest.count(b"\xff\xd8") == 0
        else rest.find(b"\xff\xd9", 0, rest.find(b"\xff\xd8"))
    )
    made.write(rest[: end + 2] if end >= 0 else rest)


def _clean_png(source: BinaryIO, made: BinaryIO) -> None:
    made.write(source.read(8))
    while head := source.read(8):
        length, name = struct.unpack(">I4s", head)
        content = source.read(length + 4)
        if name not in _PNG_TEXT:
            made.write(head + content)
        if name == b"IEND":
            return


def _save_again(path: Path, out: Path) -> None:
    with Image.open(path) as image:
        form = image.format
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
        saving: dict[str, Any] = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
        if form == "TIFF":
            saving["compression"] = image.info.get("compression", "tiff_lzw")
        else:
            saving = {"lossless": True}
        for frame in frames:
            frame.info = {key: value for key, value in frame.info.items() if key in {"dpi", "transparency"}}
        first, *others = frames
        first.save(out, form, save_all=bool(others), append_images=others, exif=Image.Exif(), **saving)
