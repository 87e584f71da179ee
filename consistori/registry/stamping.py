"""The stamp of entry [segell de registre / sello de registro]: a label for the paper, and a copy to read with it on.

The document is never touched: the stamped copy is made when it is asked for, and is no document.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.kernel.errors import Refusal
from consistori.registry.models import RegistryEntry
from consistori.tenancy.models import Entity
from consistori.ui.typst import compile_pdf, qr_svg

POINTS_A_MM = 72 / 25.4
WIDTH, MARGIN = 62 * POINTS_A_MM, 8 * POINTS_A_MM


class CannotStamp(Refusal):
    """The file does not open as a PDF with pages."""


def label(entry: RegistryEntry, entity: Entity, *, with_code: bool = True) -> bytes:
    """The stamp alone, as a PDF of the size of a label (62 mm wide), with its number as a QR code."""
    local = timezone.localtime(entry.registered_at)
    with translation.override(entry.language):
        facts: dict[str, Any] = {
            "house": entity.name,
            "what": _("Registry of exits") if entry.is_exit else _("Registry of entries"),
            "number": entry.reference,
            "moment": f"{local:%d/%m/%Y %H:%M:%S}",
            "note": "",
            "qr": qr_svg(entry.reference) if with_code else "",
        }
        if entry.skipped_days:
            facts["note"] = _("in effect %(day)s") % {
                "day": f"{timezone.localtime(entry.effective_at):%d/%m/%Y}"
            }
    return compile_pdf("stamp", facts, title=entry.reference, lang=entry.language, at=entry.registered_at)


def stamped(path: Path, entry: RegistryEntry, entity: Entity) -> bytes:
    """The PDF in `path` with the stamp at the top right of its first page, as one sees it. Raises `CannotStamp`."""
    # Loaded when first needed: a tenth of a second of every start.
    import pikepdf

    box = label(entry, entity, with_code=False)
    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf, pikepdf.open(io.BytesIO(box)) as stamp:
            page, mark = pdf.pages[0], stamp.pages[0]
            high = float(mark.mediabox[3]) - float(mark.mediabox[1])
            page.add_overlay(mark, pikepdf.Rectangle(*_corner(page, high)))
            pdf.save(out)
    except (pikepdf.PdfError, IndexError, ValueError, TypeError) as fault:
        raise CannotStamp(
            gettext_lazy("It does not open as a PDF: print the label for the paper instead.")
        ) from fault
    return out.getvalue()


def _corner(page: Any, high: float) -> tuple[float, float, float, float]:
    """The corner of the sheet that is at the top right once the page is turned as it says."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turn = int(page.obj.get("/Rotate", 0)) % 360
    wide = min(WIDTH, (right - left if turn in (0, 180) else top - bottom) * 0.6)
    if turn in (90, 270):
        across, up = high, wide
    else:
        across, up = wide, high
    x0 = right - MARGIN - across if turn in (0, 270) else left + MARGIN
    y0 = top - MARGIN - up if turn in (0, 90) else bottom + MARGIN
    return (x0, y0, x0 + across, y0 + up)
