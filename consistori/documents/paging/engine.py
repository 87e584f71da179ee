"""PDF made of the pages of others, without drawing them again: what one reads is the same, byte by byte.

Loads the engine of PDF: import it where it is needed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from consistori.documents.paging.plan import Sheet, Sheets
from consistori.formats import pdfa

_KEPT_LEVEL = {"A": "U", "U": "U", "B": "B"}
"""Pages taken from a file leave its tags behind: what was level A is then level U (its text can still be read)."""


@dataclass(frozen=True)
class Part:
    """Pages of one file: the PDF at `path` and which of its pages."""

    path: Path
    sheets: Sheets


def page_count(path: Path) -> int:
    """How many pages the PDF has. Raises `pikepdf.PdfError`."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def rearranged(path: Path, sheets: Sequence[Sheet], out: Path, *, title: str) -> None:
    """All the pages of the file, in another order or turned, at `out`: tags, bookmarks and attachments stay."""
    claimed = pdfa.check(path)
    with pikepdf.open(path) as pdf:
        pages = list(pdf.pages)
        chosen = [pages[sheet.page - 1] for sheet in sheets]
        if [sheet.page for sheet in sheets] != list(range(1, len(pages) + 1)):
            del pdf.pages[:]
            pdf.pages.extend(chosen)
        for page, sheet in zip(pdf.pages, sheets, strict=True):
            _turn(page, sheet.turn)
        _describe(pdf, title, (claimed.part, claimed.conformance) if claimed.holds else None)
        _save(pdf, out)
    _keep_to_the_truth(out)


def gathered(parts: Iterable[Part], out: Path, *, title: str, language: str = "") -> None:
    """A new file with those pages and nothing of the others: what is left out is not hidden inside."""
    parts = list(parts)
    reports = [pdfa.check(part.path) for part in parts]
    with pikepdf.new() as pdf, contextlib.ExitStack() as stack:
        sources = [stack.enter_context(pikepdf.open(part.path)) for part in parts]
        for source, part in zip(sources, parts, strict=True):
            for sheet in part.sheets:
                pdf.pages.append(source.pages[sheet.page - 1])
                page = pdf.pages[-1]
                _turn(page, sheet.turn)
                _forget_tags(page)
        _carry(sources, pdf, language)
        level = _common_level(reports)
        _describe(pdf, title, level)
        pdf.remove_unreferenced_resources()
        _save(pdf, out)
    _keep_to_the_truth(out)


def _turn(page: pikepdf.Page, quarters: int) -> None:
    if quarters:
        page.rotate(90 * quarters, relative=True)


def _forget_tags(page: pikepdf.Page) -> None:
    for key in ("/StructParents", "/Tabs", "/B"):
        if key in page.obj:
            del page.obj[key]
    notes: Any = page.obj.get("/Annots")
    for note in notes if isinstance(notes, pikepdf.Array) else ():
        if isinstance(note, pikepdf.Dictionary) and "/StructParent" in note:
            del note["/StructParent"]


def _carry(sources: Sequence[pikepdf.Pdf], pdf: pikepdf.Pdf, language: str) -> None:
    """What belongs to the whole file: its colours, its language, what it carries attached."""
    first = sources[0]
    for source in sources:
        intents = source.Root.get("/OutputIntents")
        if intents is not None and "/OutputIntents" not in pdf.Root:
            pdf.Root.OutputIntents = pdf.copy_foreign(source.make_indirect(intents))
        for name, kept in source.attachments.items():
            if name not in pdf.attachments:
                pdf.attachments[name] = pikepdf.AttachedFileSpec(
                    pdf, kept.get_file().read_bytes(), description=kept.description, filename=name
                )
    declared = first.Root.get("/Lang")
    pdf.Root.Lang = pikepdf.String(language or (str(declared) if declared is not None else "ca"))


def _common_level(reports: Sequence[pdfa.Report]) -> tuple[str, str] | None:
    """The level that all hold, as far as pages without tags can hold it; None if one of them is no PDF/A."""
    if not all(report.holds and report.part in {"2", "3"} for report in reports):
        return None
    part = "3" if any(report.part == "3" for report in reports) else "2"
    levels = {_KEPT_LEVEL.get(report.conformance, "B") for report in reports}
    return part, "B" if "B" in levels else "U"


def _describe(pdf: pikepdf.Pdf, title: str, level: tuple[str, str] | None) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        for name in ("pdfaid:part", "pdfaid:conformance", "pdfaid:amd", "pdfaid:corr", "pdfuaid:part"):
            if name in metadata and not (level and level[1] == "A"):
                del metadata[name]
        if level is not None:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = level


def _save(pdf: pikepdf.Pdf, out: Path) -> None:
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with out.open("rb+") as stream:
        stream.seek(-1, 2)
        if stream.read(1) not in (b"\n", b"\r"):
            stream.write(b"\n")


def _keep_to_the_truth(out: Path) -> None:
    """A file that says PDF/A and is not stops saying it."""
    report = pdfa.check(out)
    if not report.claims or report.holds:
        return
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        _describe(pdf, _title_of(pdf), None)
        _save(pdf, out)


def _title_of(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return str(metadata.get("dc:title", ""))
