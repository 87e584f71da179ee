"""From a kept document to the text that is signed, honest about what it is (design, decision 8)."""

from __future__ import annotations

import logging
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from django.utils.translation import gettext_lazy as _
from PIL import ImageCms

from consistori.documents.errors import CannotFreeze
from consistori.documents.making import band as margin
from consistori.documents.making import images, office
from consistori.formats import kinds, pdfa
from consistori.formats.content import Remark
from consistori.formats.ink import as_ink
from consistori.formats.kinds import Family, Kind

log = logging.getLogger(__name__)

MOST_PAGES = 2_000
"""The longest text that is drawn: some 20 seconds of work."""

_CMYK = re.compile(rb"(?:[\d.]+\s+){4}[kK]\s|/DeviceCMYK")
_PRINT = 4


@dataclass(frozen=True)
class Source:
    """What is frozen: the bytes, their kind, the remarks of the examination, the title.

    `pdfa`: what was found when these very bytes came in (`PDF/A-3A`, or empty); None when nobody has looked.
    """

    path: Path
    kind: Kind
    remarks: tuple[str, ...]
    title: str
    language: str
    pdfa: str | None = None


@dataclass(frozen=True)
class FrozenText:
    """The file made, in the folder given. `pdfa`: `PDF/A-3B`, or empty if it cannot be said."""

    path: Path
    pages: int
    pdfa: str
    remarks: tuple[str, ...]


def make(source: Source, drawn: margin.Band, folder: Path) -> FrozenText:
    """The PDF to sign, in `folder`. Raises `CannotFreeze` with what to do.

    PDF/A stays PDF/A; another PDF becomes it if nothing in it stands against; images are turned into it.
    A PDF that brings signatures is left as it is: drawing would break them.
    """
    if Remark.SIGNED in source.remarks:
        return _as_it_came(source, folder)
    path, remarks = _as_pdf(source, folder)
    out = folder / "frozen.pdf"
    try:
        pages, claims = _with_band(path, out, source, drawn)
        label = _honest_label(out, claims=claims)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        log.warning("could not freeze: %s", error)
        raise CannotFreeze(
            _("Its pages could not be fixed for signature. Print it to a new PDF and bring that one.")
        ) from error
    if not label:
        remarks = (*remarks, "not-pdfa")
    return FrozenText(out, pages, label, remarks)


def _as_pdf(source: Source, folder: Path) -> tuple[Path, tuple[str, ...]]:
    if source.kind is kinds.PDF:
        return source.path, ()
    if source.kind.family is Family.IMAGE:
        return images.pdf_of_image(source.path, folder, title=source.title, language=source.language), (
            "from-image",
        )
    if source.kind.family in {Family.WRITER, Family.SHEET}:
        return office.pdf_of_office(source.path, source.kind.extension, folder), ("from-office",)
    raise CannotFreeze(_("This kind of file is not signed: make a PDF of it and bring that one."))


def _as_it_came(source: Source, folder: Path) -> FrozenText:
    out = folder / "frozen.pdf"
    out.write_bytes(source.path.read_bytes())
    _end_with_newline(out)
    with pikepdf.open(out) as pdf:
        pages = len(pdf.pages)
    report = pdfa.check(out)
    return FrozenText(out, pages, report.label if report.holds else "", ("signed-before",))


def _with_band(path: Path, out: Path, source: Source, drawn: margin.Band) -> tuple[int, bool]:
    """Draw it in `out`; how many pages it has, and whether it says that it is PDF/A."""
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        if pages > MOST_PAGES:
            raise CannotFreeze(_("It has too many pages to be signed in one piece. Divide it."))
        was = _known_label(path, source)
        as_ink(pdf)  # nothing in a signed text can be typed over (N-SIG-02)
        margin.draw(pdf, drawn)
        if not was:
            _raise_to_pdfa(pdf)
        may_claim = bool(was) or not _uses_cmyk(pdf)
        _describe(pdf, source, part=_part(was), claims=may_claim)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    _end_with_newline(out)
    return pages, may_claim


def _known_label(path: Path, source: Source) -> str:
    """What the file is before it is drawn on: what was found when it came in, if it is that very file."""
    if source.pdfa is not None and path == source.path:
        return source.pdfa
    claimed = pdfa.check(path)
    return claimed.label if claimed.holds else ""


def _part(label: str) -> tuple[str, str]:
    part, conformance = label[-2:-1], label[-1:]
    return (part, conformance) if part in {"2", "3"} else ("3", "B")


def _describe(pdf: pikepdf.Pdf, source: Source, *, part: tuple[str, str], claims: bool) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = source.title
        for name in ("pdfaid:part", "pdfaid:conformance", "pdfaid:amd", "pdfaid:corr"):
            if name in metadata:
                del metadata[name]
        if claims:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = part
    if "/Lang" not in pdf.Root:
        pdf.Root.Lang = pikepdf.String(source.language or "ca")


def _raise_to_pdfa(pdf: pikepdf.Pdf) -> None:
    """What a plain PDF lacks and can be given without touching what one reads: colours, flags of notes."""
    intents = pdf.Root.get("/OutputIntents")
    if not isinstance(intents, pikepdf.Array) or not len(intents):
        profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        profile.N = 3
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            Info="sRGB IEC61966-2.1",
            DestOutputProfile=profile,
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    for page in pdf.pages:
        annotations: Any = page.obj.get("/Annots")
        for note in annotations if isinstance(annotations, pikepdf.Array) else ():
            if note.get("/Subtype") == "/Link":
                note.F = int(note.get("/F", 0)) | _PRINT


def _uses_cmyk(pdf: pikepdf.Pdf) -> bool:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if item.get("/ColorSpace") == "/DeviceCMYK":
            return True
        if item.get("/Subtype") == "/Form" and _CMYK.search(item.read_bytes()):
            return True
    return any(_CMYK.search(_content(page)) for page in pdf.pages)


def _content(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    contents: Any = page.obj.get("/Contents")
    return contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b""


def _withdraw_claim(out: Path) -> None:
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            del metadata["pdfaid:part"]
            del metadata["pdfaid:conformance"]
        pdf.save(out)
    _end_with_newline(out)


def _honest_label(out: Path, *, claims: bool) -> str:
    """What it may say that it is; what it says and does not hold is taken out of it."""
    if not claims:
        return ""
    report = pdfa.check(out)
    if report.holds:
        return report.label
    _withdraw_claim(out)
    return ""


def _end_with_newline(out: Path) -> None:
    with out.open("rb+") as stream:
        stream.seek(-1, 2)
        if stream.read(1) not in (b"\n", b"\r"):
            stream.write(b"\n")


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Where a text is made, removed with its `with`."""
    return tempfile.TemporaryDirectory(prefix="frozen-")
