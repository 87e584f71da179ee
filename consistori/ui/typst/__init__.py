"""PDFs of the house: a template and data in, PDF/A-3a and PDF/UA-1 out, with our fonts and letterhead.

`cover` takes letterhead, kind, number, title, subtitle, margin, facts, notes. `letter` takes letterhead,
kind, number, title, subtitle, margin, blocks (heading, text, facts, points), place_and_date, signers.
`form`, to fill in by hand, takes letterhead, kind, number, title, blocks (heading, text, row, or a question: label,
hint, and lines with width and unit, options or parts).
Every word is data. What draws is loaded when first needed, so that a start is quick.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.ui.arms import cleaned_svg

HERE = Path(__file__).resolve().parent
STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_INK = "#1e2430"
_MASK = 2
"""Any mask of ISO/IEC 18004 §7.8 reads as well. Looking for the best of the eight costs five times what the code does,
and for addresses like ours it is three hundredths better than this one."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship`: source, data, alternative or supplement (AFRelationship)."""

    name: str
    data: bytes
    media_type: str
    description: str = ""
    relationship: str = "supplement"


def compile_pdf(
    template: str,
    data: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    *,
    title: str,
    lang: str = "ca",
    at: datetime | None = None,
) -> bytes:
    """The PDF of a template (`cover`, `letter`, `form`), ending with a newline so that it can be signed.

    The same data and `at` give the same bytes. Raises `typst.TypstError` when the data do not fit.
    """
    import typst

    shown = dict(data) | {"document_title": title, "lang": lang, "attachments": []}
    with tempfile.TemporaryDirectory() as folder:
        root = HERE
        if attachments:
            root = Path(folder)
            shown["attachments"] = [_laid_down(root, n, file) for n, file in enumerate(attachments)]
            for source in HERE.glob("*.typ"):
                shutil.copy(source, root)
        made = typst.compile(
            str(root / f"{template}.typ"),
            root=str(root),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(shown, ensure_ascii=False, default=str)},
            pdf_standards=list(STANDARDS),
            timestamp=int((at or timezone.now()).timestamp()),
        )
    pdf = bytes(made)
    return pdf if pdf.endswith(b"\n") else pdf + b"\n"


def letterhead(entity: Any, *, lang: str = "ca", code: str = "", check_url: str = "") -> dict[str, Any]:
    """What the letterhead [capçalera] of an entity shows: arms in one ink, names, address, code, QR."""
    with translation.override(lang):
        short, full = str(entity.short_name), str(entity.name)
        place = " ".join(part for part in (entity.postcode, short) if part)
        return {
            "arms": in_one_ink(entity.arms or ""),
            "before": full[: -len(short)].strip() if full.endswith(short) and full != short else "",
            "name": short if full.endswith(short) else full,
            "address": " · ".join(part for part in (entity.address, place, entity.phone) if part),
            "code": code,
            "qr": qr_svg(check_url) if check_url else "",
            "check": _("Check it with the code") if code else _("To the case file"),
            "sentence": _(
                "Authentic copy if the code is checked at the electronic office. Law 39/2015, article 27."
            )
            if code
            else "",
            "sheet": _("sheet"),
            "of": _("of"),
        }


def qr_svg(text: str) -> str:
    """A QR code as SVG, error correction M, without margin."""
    import segno

    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=_MASK).save(
        buffer, kind="svg", border=0, xmldecl=False, dark=_INK, omitsize=True
    )
    return buffer.getvalue().decode()


def in_one_ink(svg: str) -> str:
    """The arms for a photocopy: light colours to white, dark ones and every line to ink."""
    drawing = cleaned_svg(svg)
    if not drawing:
        return ""
    drawing = re.sub(r'fill="(#[0-9a-fA-F]{3,6}|currentColor)"', _fill_in_ink, drawing)
    drawing = re.sub(r'stroke="(#[0-9a-fA-F]{3,6}|currentColor)"', f'stroke="{_INK}"', drawing)
    return drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def _fill_in_ink(match: re.Match[str]) -> str:
    value = match[1]
    if not value.startswith("#"):
        return f'fill="{_INK}"'
    digits = value[1:] if len(value) == 7 else "".join(d * 2 for d in value[1:4])
    red, green, blue = (int(digits[n : n + 2], 16) for n in (0, 2, 4))
    return 'fill="#ffffff"' if 0.3 * red + 0.59 * green + 0.11 * blue > 118 else f'fill="{_INK}"'


@lru_cache(maxsize=1)
def fonts() -> Any:
    """The fonts of the house, read once."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")]
    )


def _laid_down(root: Path, number: int, file: Attachment) -> dict[str, str]:
    kept = f"attached-{number}"
    (root / kept).write_bytes(file.data)
    return {
        "path": kept,
        "name": file.name,
        "media_type": file.media_type,
        "description": file.description or file.name,
        "relationship": file.relationship,
    }
