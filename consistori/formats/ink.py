"""What the fields of a PDF show, as ink of its pages [aplanar el formulari / aplanar el formulario]."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf

WIDGET = "/Widget"


def as_ink(pdf: pikepdf.Pdf, *, notes: bool = True) -> None:
    """Leave what its fields and signatures show as part of each page: nothing can be typed over, and nobody misses it
    where only pages are taken. With `notes=False` the notes that somebody put on it go away first.
    """
    if not notes:
        for page in pdf.pages:
            _keep(page, lambda note: note.get("/Subtype") == WIDGET)
    if "/AcroForm" not in pdf.Root:
        return
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm
    for page in pdf.pages:
        _keep(page, lambda note: note.get("/Subtype") != WIDGET)


def in_ink(path: Path) -> bytes:
    """The file with its fields as ink, without notes."""
    out = io.BytesIO()
    with pikepdf.open(path) as pdf:
        as_ink(pdf, notes=False)
        pdf.save(out)
    return out.getvalue()


def _keep(page: pikepdf.Page, wanted: Any) -> None:
    found: Any = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        page.obj.Annots = pikepdf.Array([note for note in found if wanted(note)])
