"""Paper of what is written in the house: PDF/A-3a and PDF/UA-1, with its code in the margin and its data inside.

Nothing is added afterwards: code, QR, who will sign and the number of each sheet are drawn with the text, in the margin
of the letterhead (N-CSV-06), so that the sheet stays A4.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.tree import Picture, Signatures, inlines_of, walk
from consistori.documents.richtext.typst import drawn
from consistori.ui.typst import HERE as HOUSE
from consistori.ui.typst import STANDARDS, Attachment, fonts, letterhead

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Sheet:
    """What surrounds the text: `kind` and `facts` (label, value) in the margin; code and who signs if it is fixed."""

    title: str
    language: str = "ca"
    kind: str = ""
    number: str = ""
    facts: Sequence[tuple[str, str]] = ()
    signers: Sequence[str] = ()
    code: str = ""
    check_url: str = ""
    pictures: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Media type and bytes of each picture by its key; one that is not there is drawn as its words."""


def pdf_of(
    html: str,
    sheet: Sheet,
    *,
    entity: Any,
    attachments: Sequence[Attachment] = (),
    at: datetime | None = None,
) -> bytes:
    """The PDF of a clean HTML, ending with a newline. The same text, sheet and `at` give the same bytes."""
    import typst

    with tempfile.TemporaryDirectory(prefix="written-") as name:
        folder = Path(name)
        shutil.copy(HOUSE / "house.typ", folder)
        shutil.copy(HERE / "written.typ", folder)
        data = _data(html, sheet, entity, folder)
        data["attachments"] = [_laid_down(folder, place, file) for place, file in enumerate(attachments)]
        made = typst.compile(
            str(folder / "written.typ"),
            root=str(folder),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
            pdf_standards=list(STANDARDS),
            timestamp=int((at or timezone.now()).timestamp()),
        )
    pdf = bytes(made)
    return pdf if pdf.endswith(b"\n") else pdf + b"\n"


def _data(html: str, sheet: Sheet, entity: Any, folder: Path) -> dict[str, Any]:
    tree = parse(html)
    blocks = drawn(tree)
    paths = _pictures(sheet, {piece.key for piece in inlines_of(tree) if isinstance(piece, Picture)}, folder)
    _prepare(blocks, paths, sheet.title)
    head = letterhead(entity, lang=sheet.language, code=sheet.code, check_url=sheet.check_url)
    if sheet.check_url:
        head["sentence"] = f"{head['sentence']} {sheet.check_url}".strip()
    with translation.override(sheet.language):
        if sheet.signers:
            head["signers"] = _("It will be signed by: %(posts)s") % {"posts": ", ".join(sheet.signers)}
        signing = _("Electronic signature")
    return {
        "letterhead": head,
        "document_title": sheet.title,
        "lang": sheet.language or "ca",
        "kind": sheet.kind,
        "number": sheet.number,
        "margin": [list(fact) for fact in sheet.facts],
        "signers": list(sheet.signers),
        "signing": signing,
        "blocks": blocks,
        "places_boxes": any(isinstance(block, Signatures) for block in walk(tree)),
    }


def _pictures(sheet: Sheet, wanted: set[str], folder: Path) -> dict[str, str]:
    paths = {}
    for number, key in enumerate(sorted(wanted & set(sheet.pictures))):
        media_type, data = sheet.pictures[key]
        name = f"picture-{number}{'.png' if media_type == 'image/png' else '.jpg'}"
        (folder / name).write_bytes(data)
        paths[key] = name
    return paths


def _prepare(blocks: list[dict[str, Any]], paths: Mapping[str, str], title: str) -> None:
    """Headings that go down one step at a time (PDF/UA-1), and pictures with their file and their words."""
    level = 1

    def visit(some: list[dict[str, Any]]) -> None:
        nonlocal level
        for block in some:
            if block["is"] == "h":
                level = block["level"] = min(block["level"], level + 1)
            if block["is"] in {"p", "h"}:
                block["in"] = [_with_file(piece, paths, title) for piece in block["in"]]
            for inner in _inner(block):
                visit(inner)

    visit(blocks)


def _with_file(piece: dict[str, Any], paths: Mapping[str, str], title: str) -> dict[str, Any]:
    if "picture" not in piece:
        return piece
    words = piece["alt"] or title
    if piece["picture"] not in paths:
        return {"t": f"[{words}]"}
    return {"path": paths[piece["picture"]], "alt": words, "width": piece["width"]}


def _inner(block: dict[str, Any]) -> list[list[dict[str, Any]]]:
    if block["is"] == "table":
        return [cell["in"] for row in block["rows"] for cell in row]
    if block["is"] == "quote":
        return [block["blocks"]]
    return block.get("items", [])


def _laid_down(folder: Path, place: int, file: Attachment) -> dict[str, str]:
    """The number keeps two of the same name apart on disk."""
    kept = f"{place}-{file.name}" if (folder / file.name).exists() else file.name
    (folder / kept).write_bytes(file.data)
    return {
        "path": kept,
        "name": file.name,
        "media_type": file.media_type,
        "description": file.description or file.name,
        "relationship": file.relationship,
    }
