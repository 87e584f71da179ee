"""Whether a PDF opens, is whole, is locked, or does things by itself (scripts, programs that it starts)."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pikepdf
import pikepdf.settings

from consistori.formats.sniff import PROGRAM_EXTENSIONS

LARGEST_STREAM = 320 * 1024**2
"""What is unpacked of one stream of a PDF, in bytes: beyond, it is made to fill the memory."""

# For the whole process, as the library keeps its limits; files that pass them are told as damaged.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=LARGEST_STREAM,
    run_length_max_memory=LARGEST_STREAM,
    png_max_memory=LARGEST_STREAM,
    tiff_max_memory=LARGEST_STREAM,
    max_stream_filters=6,
    parser_max_nesting=200,
)

_ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/RichMediaExecute"})
_DEEPEST = 40


class Broken(Exception):
    """It does not open as a PDF, or it has no page."""


class NeedsPassword(Exception):
    """It opens only with a password."""


@dataclass(frozen=True)
class PdfFindings:
    """What was seen in a PDF. `properties`: title, author, created (raw PDF date), language."""

    pages: int
    is_active: bool
    is_restricted: bool
    is_signed: bool
    has_form: bool
    was_repaired: bool
    carries_programs: bool = False
    properties: dict[str, str] = field(default_factory=dict)


def look_at(path: Path) -> PdfFindings:
    """Examine the PDF at `path`. Raises `Broken` or `NeedsPassword`."""
    try:
        with pikepdf.open(path, attempt_recovery=True) as pdf:
            return _findings(pdf)
    except pikepdf.PasswordError as error:
        raise NeedsPassword from error
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, MemoryError) as error:
        raise Broken(str(error)) from error


def lacks_fonts(path: Path, *, most_pages: int = 100) -> bool:
    """Whether it trusts that whoever reads it has its fonts: elsewhere it will look different."""
    from consistori.formats.pdfa_fonts import FontExaminer

    examiner = FontExaminer(needs_unicode=False)
    try:
        with pikepdf.open(path) as pdf:
            pages = list(pdf.pages)[:most_pages]
            return any(True for page in pages for _fault in examiner.faults_of(page.obj))
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, MemoryError):
        return False


def _findings(pdf: pikepdf.Pdf) -> PdfFindings:
    pages = len(pdf.pages)
    if not pages:
        raise Broken("no pages")
    warnings = [str(warning) for warning in pdf.get_warnings()]
    form = pdf.Root.get("/AcroForm")
    fields = list(form.get("/Fields", [])) if isinstance(form, pikepdf.Dictionary) else []
    signed = any(_is_signature(item) for item in fields)
    return PdfFindings(
        pages=pages,
        is_active=runs_scripts(pdf),
        is_restricted=pdf.is_encrypted,
        is_signed=signed,
        has_form=any(not _is_signature(item) for item in fields),
        was_repaired=any("damaged" in warning or "reconstruct" in warning for warning in warnings),
        carries_programs=_carries_programs(pdf),
        properties=_properties(pdf),
    )


def _is_signature(item: Any) -> bool:
    if not isinstance(item, pikepdf.Dictionary):
        return False
    return item.get("/FT") == "/Sig" and "/V" in item


def _properties(pdf: pikepdf.Pdf) -> dict[str, str]:
    found: dict[str, str] = {}
    names = (("/Title", "title"), ("/Author", "author"), ("/CreationDate", "created"))
    for key, name in names:
        value = pdf.docinfo.get(key) if "/Info" in pdf.trailer else None
        if isinstance(value, pikepdf.String) and str(value).strip():
            found[name] = _mended(str(value).strip())[:300]
    language = pdf.Root.get("/Lang")
    if isinstance(language, pikepdf.String) and str(language).strip():
        found["language"] = str(language).strip()[:35]
    return found


def _carries_programs(pdf: pikepdf.Pdf) -> bool:
    names = (file.filename.lower() for file in pdf.attachments.values())
    return any(PurePosixPath(name).suffix in PROGRAM_EXTENSIONS for name in names)


def _mended(text: str) -> str:
    """UTF-8 that some programs write without saying so, and that one reads as `SituaciÃ³`."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def runs_scripts(pdf: pikepdf.Pdf) -> bool:
    """Whether the PDF starts scripts or programs, or is a dynamic form (XFA)."""
    root = pdf.Root
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        return True
    if _acts(root.get("/OpenAction")) or _any_acts(root.get("/AA")):
        return True
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and ("/XFA" in form or _fields_act(form.get("/Fields"), 0)):
        return True
    return any(_page_acts(page.obj) for page in pdf.pages)


def _page_acts(page: pikepdf.Object) -> bool:
    if _any_acts(page.get("/AA")):
        return True
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return False
    return any(_owner_acts(annotation) for annotation in annotations)


def _owner_acts(owner: Any) -> bool:
    return isinstance(owner, pikepdf.Dictionary) and (_acts(owner.get("/A")) or _any_acts(owner.get("/AA")))


def _fields_act(fields: Any, depth: int) -> bool:
    if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
        return False
    return any(
        _owner_acts(item)
        or (isinstance(item, pikepdf.Dictionary) and _fields_act(item.get("/Kids"), depth + 1))
        for item in fields
    )


def _any_acts(actions: Any) -> bool:
    if not isinstance(actions, pikepdf.Dictionary):
        return False
    return any(_acts(actions.get(key)) for key in actions.keys())  # noqa: SIM118 (a PDF dictionary iterates otherwise)


def _acts(action: Any, depth: int = 0) -> bool:
    """Whether this action, or one that follows it, runs a script or a program."""
    if not isinstance(action, pikepdf.Dictionary) or depth > _DEEPEST:
        return False
    if str(action.get("/S", "")) in _ACTIVE or "/JS" in action:
        return True
    following = action.get("/Next")
    if isinstance(following, pikepdf.Array):
        return any(_acts(item, depth + 1) for item in following)
    return _acts(following, depth + 1)
