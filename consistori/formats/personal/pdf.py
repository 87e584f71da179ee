"""Traces in a PDF: its author, notes in the margin, attachments, what earlier revisions still say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from consistori.formats.pdf_safety import look_at
from consistori.formats.personal import CannotClean, Finding, Trace

_NOTE_KINDS = (
    "/Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut /Stamp"
    " /Caret /Ink /Popup /FileAttachment /Sound /Redact"
)
_NOTES = frozenset(_NOTE_KINDS.split())
_PERSONAL_KEYS = ("/Author", "/Company", "/Manager", "/SourceModified", "/LastModifiedBy")
_PIECES = ("/PieceInfo", "/LastModified")
_ERRORS = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, MemoryError)


def findings(path: Path) -> list[Finding]:
    """What the PDF at `path` carries of people; nothing if it does not open."""
    try:
        with pikepdf.open(path) as pdf:
            return list(_found(pdf, path))
    except _ERRORS:
        return []


def _found(pdf: pikepdf.Pdf, path: Path) -> Iterator[Finding]:
    for name in _names(pdf):
        yield Finding(Trace.AUTHOR, name)
    notes = [note for page in pdf.pages for note in _notes(page)]
    if notes:
        people = sorted({str(note["/T"]).strip() for note in notes if "/T" in note})
        yield Finding(Trace.COMMENTS, ", ".join(people), len(notes))
    attached = [file.filename for file in pdf.attachments.values()]
    if attached:
        yield Finding(Trace.ATTACHMENTS, ", ".join(attached), len(attached))
    if any(key in page.obj for page in pdf.pages for key in _PIECES[:1]):
        yield Finding(Trace.OTHER)
    revisions = path.read_bytes().count(b"startxref") if path.stat().st_size < 64 * 1024**2 else 1
    linearised = 1 if pdf.is_linearized else 0
    if revisions - linearised > 1 and not look_at(path).is_signed:
        yield Finding(Trace.REVISIONS, "", revisions - linearised - 1)


def _names(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []
    if "/Info" in pdf.trailer:
        for key in ("/Author", "/Company", "/Manager", "/LastModifiedBy"):
            value = pdf.docinfo.get(key)
            if isinstance(value, pikepdf.String) and str(value).strip():
                found.append(str(value).strip())
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            creators = metadata.get("dc:creator") or []
            found.extend([creators] if isinstance(creators, str) else [str(each) for each in creators])
    except (ValueError, TypeError, KeyError):
        pass
    return sorted({name for name in found if name.strip()})


def _notes(page: pikepdf.Page) -> list[Any]:
    notes: Any = page.obj.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return []
    return [note for note in notes if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") in _NOTES]


def clean(path: Path, out: Path) -> None:
    """Write it anew without authors, notes, attachments nor earlier revisions. Raises `CannotClean`."""
    if look_at(path).is_signed:
        raise CannotClean("signed")
    try:
        with pikepdf.open(path) as pdf:
            _forget_names(pdf)
            for page in pdf.pages:
                _forget_notes(page)
            for name in list(pdf.attachments):
                del pdf.attachments[name]
            if "/AF" in pdf.Root:
                del pdf.Root.AF
            pdf.remove_unreferenced_resources()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except _ERRORS as error:
        raise CannotClean("damaged") from error


def _forget_names(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in [key for key in metadata if _is_personal(key)]:
            del metadata[key]
    if "/Info" in pdf.trailer:
        for key in _PERSONAL_KEYS:
            if key in pdf.docinfo:
                del pdf.docinfo[key]


def _is_personal(key: str) -> bool:
    name = key.rpartition("}")[2].rpartition(":")[2].lower()
    return name in {
        "creator",
        "author",
        "authors",
        "contributor",
        "manager",
        "company",
        "history",
        "documentid",
    } and ("CreatorTool" not in key)


def _forget_notes(page: pikepdf.Page) -> None:
    notes: Any = page.obj.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        kept = [
            note
            for note in notes
            if not (isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") in _NOTES)
        ]
        page.obj.Annots = pikepdf.Array(kept)
    for key in _PIECES:
        if key in page.obj:
            del page.obj[key]
