"""Which kind of file it is, by its content: the name that it brings is only a hint."""

import json
import re
import zipfile
from pathlib import Path

import puremagic

from consistori.formats import kinds
from consistori.formats.kinds import Kind

_SIGNATURES = re.compile(r"/[^/]*signature[^/]*\.(xml|p7s)$", re.IGNORECASE)
HEAD = 8192
"""Bytes of the beginning of a file that are looked at."""

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"II*\x00", kinds.TIFF),
    (b"MM\x00*", kinds.TIFF),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"{\\rtf", kinds.RTF),
    (b"\x1f\x8b\x08", kinds.GZIP),
    (b"7z\xbc\xaf\x27\x1c", kinds.SEVEN_ZIP),
    (b"Rar!\x1a\x07", kinds.RAR),
    (b"ID3", kinds.MP3),
    (b"\x00\x00\x00\x0cjP  \r\n", kinds.JPEG2000),
    (b"#!AMR", kinds.AMR),
    (b"OggS", kinds.OGG),
    (b"fLaC", kinds.FLAC),
    (b"\x1a\x45\xdf\xa3", kinds.MATROSKA),
    (b"\x00\x00\x01\xba", kinds.MPEG),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", kinds.WMV),
    (b"AC10", kinds.DWG),
    (b"AutoCAD Binary DXF", kinds.DXF),
    (b"(DWF V", kinds.DWF),
    (b"\x08\x09\xfe\x02", kinds.DGN),
    (b"\xc8\x09\xfe\x02", kinds.DGN),
    (b"ISO-10303-21;", kinds.IFC),
)
_WINDOWS = (b"MZ", b"L\x00\x00\x00\x01\x14\x02\x00")
_UNIX = (b"\x7fELF", b"#!", b"dex\n")
_APPLE = (
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_PROGRAMS = (*_WINDOWS, *_UNIX, *_APPLE)
_PROGRAM_NAMES = (
    ".exe .com .scr .pif .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .wsh .hta .msi .msp .jar .sh .lnk .cpl .dll"
    " .reg .app .apk .deb .rpm"
)
PROGRAM_EXTENSIONS = frozenset(_PROGRAM_NAMES.split())
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("__properties_version1.0", kinds.MSG),
    ("WordDocument", kinds.DOC),
    ("Workbook", kinds.XLS),
    ("Book", kinds.XLS),
    ("PowerPoint Document", kinds.PPT),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"), kinds.HEIC),
    b"qt  ": kinds.MOV,
    b"M4A ": kinds.M4A,
}
_DXF = re.compile(rb"^\s*(?:999\s*\r?\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION\b")
_CMS_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_MAIL_HEADER = re.compile(
    rb"^(received|from|to|subject|date|message-id|return-path|mime-version|delivered-to|x-[a-z-]+)[ \t]*:",
    re.I,
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|table|meta)\b", re.I)
_SVG = re.compile(rb"<\s*([a-z]+:)?svg\b", re.I)


def is_program(head: bytes, extension: str) -> bool:
    """Whether it is a program [executable]: something that a double click would run."""
    if head.startswith(b"#!AMR"):
        return False
    return extension in PROGRAM_EXTENSIONS or head.startswith(_PROGRAMS)


def kind_of_content(path: Path, head: bytes, extension: str) -> Kind:
    """The kind of the file at `path`, whose first bytes are `head`.

    `extension` (with its dot, lower case) decides only between kinds that look the same.
    """
    # Before the PDF: an archive may begin with a PDF that it holds as it is.
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path, extension)
    if b"%PDF-" in head[:1024]:
        return kinds.PDF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _kind_of_container(head) or _kind_of_text(head, extension) or _kind_by_library(head, extension)


def kind_of_zip(path: Path) -> Kind:
    """What an archive carries: an office document, a signed container, or only files."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return _kind_of_declared(declared)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return kinds.ZIP
    for entry, kind in (("word/", kinds.DOCX), ("xl/", kinds.XLSX), ("ppt/", kinds.PPTX)):
        if "[Content_Types].xml" in names and any(name.startswith(entry) for name in names):
            return kind
    if any(name.startswith("META-INF/") and _SIGNATURES.search(name) for name in names):
        return kinds.ASICE
    return kinds.ZIP


def _kind_of_declared(media_type: str) -> Kind:
    base = media_type.removesuffix("-template")
    if base.startswith("application/vnd.etsi.asic"):
        return kinds.ASICE
    known = kinds.kind_of(base)
    return known if known in kinds.KINDS else kinds.ZIP


def _kind_of_ole(path: Path, extension: str) -> Kind:
    # Loaded when first needed; its directory is asked, since a message may carry a whole old document inside.
    import olefile

    try:
        with olefile.OleFileIO(path) as ole:
            streams = {entry[0] for entry in ole.listdir(streams=True, storages=True) if entry}
    except (OSError, ValueError, IndexError, RecursionError, MemoryError):
        streams = set()
    for name, kind in _OLE_STREAMS:
        if name in streams:
            return kind
    by_name = {".doc": kinds.DOC, ".xls": kinds.XLS, ".ppt": kinds.PPT, ".msg": kinds.MSG}
    return by_name.get(extension, kinds.OLE)


def _kind_of_container(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": kinds.WEBP, b"WAVE": kinds.WAV, b"AVI ": kinds.AVI}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], kinds.MP4)
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00" and len(head) > 26:
        return kinds.BMP
    if head[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"}:
        return kinds.MP3
    if head[:1] == b"\x30" and _CMS_SIGNED_DATA in head[:32]:
        return kinds.CMS
    return None


def _kind_of_text(head: bytes, extension: str) -> Kind | None:
    if not is_text(head):
        return None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _kind_of_markup(start)
    if _looks_like_mail(start):
        return kinds.MAIL
    if _DXF.match(start):
        return kinds.DXF
    if start[:1] in {b"{", b"["} and (extension in {".json", ".geojson"} or _is_json(start)):
        return kinds.JSON
    if extension in {".csv", ".css"}:
        return kinds.CSV if extension == ".csv" else kinds.CSS
    return kinds.TEXT


def _kind_of_markup(start: bytes) -> Kind | None:
    if _SVG.search(start):
        return kinds.SVG
    if _HTML.search(start):
        return kinds.HTML
    return kinds.XML if re.match(rb"<(\?xml|!--|[A-Za-z_])", start) else kinds.TEXT


def _looks_like_mail(start: bytes) -> bool:
    headers = re.split(rb"\r?\n(?![ \t])", start[:4000])[:6]
    if headers and headers[0].startswith(b"From "):
        headers = headers[1:]
    return sum(1 for header in headers if _MAIL_HEADER.match(header)) >= 2


def is_text(head: bytes) -> bool:
    """Whether these bytes are letters: no control characters other than those that lay a text out."""
    if not head:
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    return controls == 0


def _is_json(start: bytes) -> bool:
    if len(start) >= HEAD - 10:
        return False
    try:
        json.loads(start)
    except ValueError:
        return False
    return True


def _kind_by_library(head: bytes, extension: str) -> Kind:
    try:
        guesses = puremagic.magic_string(head, f"file{extension}" if extension else None)
    except (puremagic.PureError, ValueError):
        return kinds.UNKNOWN
    likely = [guess for guess in guesses if guess.mime_type and guess.confidence >= 0.4]
    if not likely:
        return kinds.UNKNOWN
    best = likely[0]
    known = kinds.kind_of(best.mime_type)
    if known in kinds.KINDS:
        return known
    return Kind(
        best.mime_type, best.extension or ".bin", (best.extension or ".bin")[1:].upper(), known.family
    )
