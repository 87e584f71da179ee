"""What a file carries inside [què porta a dins / qué lleva dentro]: attachments of mails and PDF, files of a ZIP.

Nothing is unpacked to look: the list comes from the directory of the file, and one piece is written at a time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from consistori.formats import kinds, mail, zips
from consistori.formats.kinds import Kind

MOST_PIECES = 1_000
_STEP = 1024 * 1024

Write = Callable[[bytes], object]


class NotInside(Exception):
    """There is no such piece."""


class Unreadable(Exception):
    """The file, or that piece of it, does not open."""


@dataclass(frozen=True)
class Piece:
    """One thing inside, counted from 1. `folder` is where it lies (`""` at the top); `size` in bytes."""

    number: int
    name: str
    size: int
    folder: str = ""

    @property
    def way(self) -> str:
        """Its number as it comes in an address."""
        return str(self.number)


def can_hold(kind: Kind) -> bool:
    """Whether a file of this kind may carry others that one opens by themselves."""
    return kind in {kinds.MAIL, kinds.MSG, kinds.ZIP, kinds.ASICE, kinds.PDF}


def pieces(path: Path, kind: Kind) -> list[Piece]:
    """What it carries, in its order, `MOST_PIECES` at most. Raises `Unreadable`."""
    if kind is kinds.MAIL:
        return [
            Piece(number, mail.name_of(part), len(mail.bytes_of(part)))
            for number, part in enumerate(mail.attached(mail.parsed(path))[:MOST_PIECES], start=1)
        ]
    if kind is kinds.MSG:
        from consistori.formats import msg

        found = msg.attachments(path)[:MOST_PIECES]
        return [Piece(number, each.name, len(each.data)) for number, each in enumerate(found, start=1)]
    if kind in {kinds.ZIP, kinds.ASICE}:
        return [
            Piece(number, _zip_name(entry), entry.file_size, _zip_folder(entry))
            for number, entry in enumerate(_zip_entries(path)[:MOST_PIECES], start=1)
        ]
    if kind is kinds.PDF:
        return [
            Piece(number, name, size) for number, (name, size) in enumerate(_pdf_attachments(path), start=1)
        ]
    return []


def write_piece(path: Path, kind: Kind, number: int, write: Write) -> str:
    """Give the bytes of a piece to `write`, part by part; returns its name.

    Raises `NotInside` or `Unreadable`; what `write` raises to stop goes through.
    """
    if number < 1:
        raise NotInside
    if kind is kinds.MAIL:
        parts = mail.attached(mail.parsed(path))
        part = parts[number - 1] if number <= len(parts) else None
        if part is None:
            raise NotInside
        write(mail.bytes_of(part))
        return mail.name_of(part)
    if kind is kinds.MSG:
        return _write_of_msg(path, number, write)
    if kind in {kinds.ZIP, kinds.ASICE}:
        return _write_of_zip(path, number, write)
    if kind is kinds.PDF:
        return _write_of_pdf(path, number, write)
    raise NotInside


def _write_of_msg(path: Path, number: int, write: Write) -> str:
    from consistori.formats import msg

    found = msg.attachments(path)
    if number > len(found):
        raise NotInside
    write(found[number - 1].data)
    return found[number - 1].name


def _zip_entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [entry for entry in archive.infolist() if not entry.is_dir() and not _is_noise(entry)]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _is_noise(entry: zipfile.ZipInfo) -> bool:
    """What computers leave in archives for themselves, and the word with which a signed package says that it is one."""
    path = PurePosixPath(entry.filename)
    if entry.filename == "mimetype":
        return True
    return "__MACOSX" in path.parts or path.name.lower() in {".ds_store", "thumbs.db", "desktop.ini"}


def _zip_name(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(_decoded(entry).replace("\\", "/")).name or "document"


def _zip_folder(entry: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(_decoded(entry).replace("\\", "/")).parts[:-1]
    return "/".join(part for part in parts if part not in {"/", "..", "."})[:300]


def _decoded(entry: zipfile.ZipInfo) -> str:
    """The name as it was written: Windows writes UTF-8 or the alphabet of its console without saying which."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850", "replace")


def _write_of_zip(path: Path, number: int, write: Write) -> str:
    entries = _zip_entries(path)
    if number > len(entries):
        raise NotInside
    entry = entries[number - 1]
    try:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            while piece := stream.read(_STEP):
                write(piece)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        zipfile.LargeZipFile,
        zips.zlib_error,
    ) as error:
        raise Unreadable(str(error)) from error
    return _zip_name(entry)


def _pdf_attachments(path: Path) -> list[tuple[str, int]]:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return [
                (file.filename or name, int(file.get_file().size or 0))
                for name, file in list(pdf.attachments.items())[:MOST_PIECES]
            ]
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError) as error:
        raise Unreadable(str(error)) from error


def _write_of_pdf(path: Path, number: int, write: Write) -> str:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found = list(pdf.attachments.items())
            if number > len(found):
                raise NotInside
            name, file = found[number - 1]
            data = file.get_file().read_bytes()
            name = file.filename or name
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError) as error:
        raise Unreadable(str(error)) from error
    write(data)
    return name
