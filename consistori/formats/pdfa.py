"""An honest examiner of PDF/A [PDF d'arxiu / PDF de archivo]: does the file hold what it says that it is?

It is no substitute of an official validator: it checks the rules that files of our world break, and we claim
PDF/A only for a file that passes it (ISO 19005-2 and -3; the number of the rule goes with each fault).
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from consistori.formats import pdfa_fonts
from consistori.formats.pdf_safety import runs_scripts

_GLUED_EOF = re.compile(rb"%%EOF[^\r\n]")
_FORBIDDEN_FILTERS = frozenset({"/LZWDecode", "/Crypt"})
_UNDRAWN_ANNOTATIONS = frozenset({"/Popup", "/Link"})
_HIDDEN, _PRINT, _INVISIBLE, _NO_VIEW = 2, 4, 1, 32


@dataclass(frozen=True)
class Fault:
    """A rule that the file breaks: its number in ISO 19005-3 and what is wrong."""

    rule: str
    what: str


@dataclass(frozen=True)
class Report:
    """What the file claims (`part` 1-4, `conformance` A, B, U) and the faults found."""

    part: str
    conformance: str
    faults: tuple[Fault, ...]

    @property
    def claims(self) -> bool:
        return bool(self.part)

    @property
    def holds(self) -> bool:
        """It says PDF/A and nothing contradicts it."""
        return self.claims and not self.faults

    @property
    def label(self) -> str:
        """`PDF/A-3A`, or empty if it claims nothing."""
        return f"PDF/A-{self.part}{self.conformance}" if self.claims else ""


def check(path: Path) -> Report:
    """Examine the PDF at `path`. Raises `pikepdf.PdfError` if it does not open."""
    with pikepdf.open(path) as pdf:
        # Read without its `with`, which would write all the metadata again to leave them as they were.
        status = pdf.open_metadata().pdfa_status if "/Metadata" in pdf.Root else ""
        part, conformance = status[:1], status[1:].upper()
        faults = [*_of_file(path), *_of_structure(pdf, part, conformance), *_of_pages(pdf, conformance)]
    return Report(part, conformance, tuple(dict.fromkeys(faults)))


def _of_file(path: Path) -> Iterator[Fault]:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", content[:64]):
            yield Fault("6.1.2", "header without its binary mark")
        if not content[-2:].endswith((b"\n", b"\r")):
            yield Fault("6.1.9", "no end of line after the last %%EOF")
        if _GLUED_EOF.search(content):
            yield Fault("6.1.9", "an appended object does not begin on its own line")


def _of_structure(pdf: pikepdf.Pdf, part: str, conformance: str) -> Iterator[Fault]:
    if "/ID" not in pdf.trailer:
        yield Fault("6.1.3", "no file identifier")
    if pdf.is_encrypted:
        yield Fault("6.1.3", "encrypted")
    if not part:
        yield Fault("6.6.4", "the metadata do not say PDF/A")
    if runs_scripts(pdf):
        yield Fault("6.5.1", "scripts or actions")
    yield from _of_output_intent(pdf)
    yield from _of_attachments(pdf, part)
    if conformance == "A":
        yield from _of_tags(pdf)


def _of_output_intent(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    intents = pdf.Root.get("/OutputIntents")
    found = list(intents) if isinstance(intents, pikepdf.Array) else []
    if not any(intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in found):
        yield Fault("6.2.3", "no output intent with its colour profile")


def _of_tags(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    marks = pdf.Root.get("/MarkInfo")
    if not isinstance(marks, pikepdf.Dictionary) or not bool(marks.get("/Marked", False)):
        yield Fault("6.7.2", "not marked as tagged")
    if "/StructTreeRoot" not in pdf.Root:
        yield Fault("6.7.3", "no tree of structure")
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield Fault("6.7.4", "no language")


def _of_attachments(pdf: pikepdf.Pdf, part: str) -> Iterator[Fault]:
    for specification in _file_specifications(pdf):
        if part not in {"3", "4"}:
            yield Fault("6.8", "attachments are allowed only in PDF/A-3")
        if "/AFRelationship" not in specification:
            yield Fault("6.8", "an attachment without its relationship")
        if "/F" not in specification or "/UF" not in specification:
            yield Fault("6.8", "an attachment without its names")
        embedded = specification.get("/EF", pikepdf.Dictionary()).get("/F")
        if embedded is not None and "/Subtype" not in embedded:
            yield Fault("6.8", "an attachment without its media type")


def _file_specifications(pdf: pikepdf.Pdf) -> Iterator[Any]:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        for _, specification in pikepdf.NameTree(names.EmbeddedFiles).items():
            yield specification


def _of_pages(pdf: pikepdf.Pdf, conformance: str) -> Iterator[Fault]:
    fonts = pdfa_fonts.FontExaminer(needs_unicode=conformance in {"A", "U"})
    for page in pdf.pages:
        for fault in fonts.faults_of(page.obj):
            yield Fault("6.2.11", fault)
        for image in page.get_images().values():
            yield from _of_image(image)
        annotations = page.obj.get("/Annots")
        for annotation in list(annotations) if isinstance(annotations, pikepdf.Array) else []:
            yield from _of_annotation(annotation)


def _of_image(image: Any) -> Iterator[Fault]:
    if image.get("/Interpolate") is True:
        yield Fault("6.2.8", "an image asks to be interpolated")
    filters = image.get("/Filter")
    used = {str(item) for item in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
    if used & _FORBIDDEN_FILTERS:
        yield Fault("6.1.7", "a forbidden compression")


def _of_annotation(annotation: Any) -> Iterator[Fault]:
    subtype = str(annotation.get("/Subtype", ""))
    flags = int(annotation.get("/F", 0))
    if subtype != "/Popup" and (not flags & _PRINT or flags & (_HIDDEN | _INVISIBLE | _NO_VIEW)):
        yield Fault("6.3.2", "a note that would not be printed")
    if subtype not in _UNDRAWN_ANNOTATIONS and "/AP" not in annotation and not _has_no_size(annotation):
        yield Fault("6.3.3", "a note without its drawing")


def _has_no_size(annotation: Any) -> bool:
    left, bottom, right, top = (float(number) for number in annotation.get("/Rect", [0, 0, 0, 0]))
    return left == right and bottom == top
