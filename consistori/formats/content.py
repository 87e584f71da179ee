"""What a file really is, and whether a town hall may keep it: the examination of everything that comes in.

`examine` answers with a `Content` and its remarks, or raises `Unacceptable` with a reason. The reasons are
codes: whoever speaks with people has the sentences.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from consistori.formats import kinds, mail, markup, polyglots, zips
from consistori.formats.kinds import Kind
from consistori.formats.sniff import HEAD, is_program, kind_of_content


class Reason(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    PROGRAM = "program"
    CORRUPT_PDF = "corrupt-pdf"
    ENCRYPTED_PDF = "encrypted-pdf"
    ACTIVE_PDF = "active-pdf"
    ACTIVE_MARKUP = "active-markup"
    CORRUPT_ARCHIVE = "corrupt-archive"
    ENCRYPTED_ARCHIVE = "encrypted-archive"
    BOMB = "bomb"
    CORRUPT_IMAGE = "corrupt-image"
    HUGE_IMAGE = "huge-image"
    TWO_THINGS = "two-things"


class Remark(StrEnum):
    """What is told about a file that is kept as it was brought."""

    RENAMED = "renamed"
    MACROS = "macros"
    PROGRAMS_INSIDE = "programs-inside"
    RESTRICTED_PDF = "restricted-pdf"
    SIGNED = "signed"
    FORM = "form"
    REPAIRED = "repaired"
    UNKNOWN_KIND = "unknown-kind"
    OLD_FORMAT = "old-format"
    OUTER_LINKS = "outer-links"


class Unacceptable(Exception):
    """The file cannot be kept: `reason` says why; `name` is the file's."""

    def __init__(self, reason: Reason, name: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.name = name


@dataclass(frozen=True)
class Content:
    """A file after its examination. `name` carries the extension of what the file really is."""

    kind: Kind
    name: str
    remarks: tuple[Remark, ...] = ()
    pages: int | None = None
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        return self.kind.media_type

    @property
    def eni_name(self) -> str:
        """`NombreFormato` of the ENI document; PDF/A is told by who has checked it, not here."""
        return self.kind.eni_name


_Findings = tuple[tuple[Remark, ...], int | None, dict[str, str]]
_OLD = frozenset({kinds.DOC, kinds.XLS, kinds.PPT, kinds.RTF, kinds.OLE})


def examine(path: Path, name: str) -> Content:
    """Examine the file at `path`, brought with the (clean) `name`. Constant memory for files of any size.

    Raises `Unacceptable`.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    extension = PurePosixPath(name).suffix.lower()
    if not head.strip(b"\x00 \r\n\t"):
        raise Unacceptable(Reason.EMPTY, name)
    if is_program(head, extension):
        raise Unacceptable(Reason.PROGRAM, name)
    kind = kind_of_content(path, head, extension)
    _refuse_a_false_name(kind, extension, name)
    if polyglots.is_two_things(path, head, kind):
        raise Unacceptable(Reason.TWO_THINGS, name)
    remarks, pages, properties = _inspect(path, kind, name)
    final = _named_as_it_is(name, extension, kind)
    if final != name and extension:
        remarks = (Remark.RENAMED, *remarks)
    return Content(kind, final, remarks, pages, properties)


def _refuse_a_false_name(kind: Kind, extension: str, name: str) -> None:
    """Noise that calls itself a PDF, an image or an office document is a damaged one."""
    if kind is not kinds.UNKNOWN:
        return
    if kinds.PDF.is_named_like(extension):
        raise Unacceptable(Reason.CORRUPT_PDF, name)
    named = next((known for known in kinds.KINDS if known.is_named_like(extension)), None)
    if named is not None and named.family is kinds.Family.IMAGE:
        raise Unacceptable(Reason.CORRUPT_IMAGE, name)
    if extension in zips.OFFICE_EXTENSIONS or kinds.ZIP.extension == extension:
        raise Unacceptable(Reason.CORRUPT_ARCHIVE, name)


def _inspect(path: Path, kind: Kind, name: str) -> _Findings:
    if kind is kinds.PDF:
        return _inspect_pdf(path, name)
    if kind in {kinds.SVG, kinds.HTML}:
        if markup.is_active(path):
            raise Unacceptable(Reason.ACTIVE_MARKUP, name)
        return (), None, {}
    if kind.family is kinds.Family.IMAGE:
        return _inspect_image(path, name)
    if kind.media_type.endswith("zip") or kind.extension in zips.OFFICE_EXTENSIONS:
        return _inspect_zip(path, name), None, {}
    if kind is kinds.MAIL:
        return (), None, mail.properties_of(path)
    if kind in _OLD:
        return (Remark.OLD_FORMAT,), None, {}
    return ((Remark.UNKNOWN_KIND,) if kind is kinds.UNKNOWN else ()), None, {}


def _inspect_pdf(path: Path, name: str) -> _Findings:
    # Loaded when first needed: a tenth of a second of every start, with that of images.
    from consistori.formats import pdf_safety

    try:
        found = pdf_safety.look_at(path)
    except pdf_safety.NeedsPassword as error:
        raise Unacceptable(Reason.ENCRYPTED_PDF, name) from error
    except pdf_safety.Broken as error:
        raise Unacceptable(Reason.CORRUPT_PDF, name) from error
    if found.is_active:
        raise Unacceptable(Reason.ACTIVE_PDF, name)
    told = (
        (found.is_restricted, Remark.RESTRICTED_PDF),
        (found.is_signed, Remark.SIGNED),
        (found.has_form, Remark.FORM),
        (found.was_repaired, Remark.REPAIRED),
        (found.carries_programs, Remark.PROGRAMS_INSIDE),
    )
    return tuple(remark for is_so, remark in told if is_so), found.pages, found.properties


def _inspect_image(path: Path, name: str) -> _Findings:
    from consistori.formats import pictures

    try:
        found = pictures.look_at(path)
    except pictures.Broken as error:
        raise Unacceptable(Reason.CORRUPT_IMAGE, name) from error
    except pictures.TooLarge as error:
        raise Unacceptable(Reason.HUGE_IMAGE, name) from error
    return (), found.pages, found.properties


def _inspect_zip(path: Path, name: str) -> tuple[Remark, ...]:
    try:
        found = zips.look_at(path)
    except zips.Broken as error:
        raise Unacceptable(Reason.CORRUPT_ARCHIVE, name) from error
    except zips.NeedsPassword as error:
        raise Unacceptable(Reason.ENCRYPTED_ARCHIVE, name) from error
    except zips.Bomb as error:
        raise Unacceptable(Reason.BOMB, name) from error
    told = (
        (found.has_macros, Remark.MACROS),
        (found.has_programs, Remark.PROGRAMS_INSIDE),
        (found.has_outer_links, Remark.OUTER_LINKS),
    )
    return tuple(remark for is_so, remark in told if is_so)


def _named_as_it_is(name: str, extension: str, kind: Kind) -> str:
    if kind is kinds.UNKNOWN or kind.is_named_like(extension):
        return name
    if not extension or any(other.is_named_like(extension) for other in kinds.KINDS):
        return f"{name.removesuffix(PurePosixPath(name).suffix)}{kind.extension}"
    return f"{name}{kind.extension}"
