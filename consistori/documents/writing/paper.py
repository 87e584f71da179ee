"""The paper of a text that is written here: what is pending before it is fixed, and its PDF with its data inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consistori.documents import blobs
from consistori.documents.models import Document, SecondDraft, Writing
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.plain import to_text
from consistori.documents.richtext.tree import Blocks, Picture, Run, inlines_of
from consistori.documents.writing.errors import NotReady, PenInAnotherHand, TextIsOut
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.pictures import pictures_by_key
from consistori.documents.writing.services.pen import put_down
from consistori.documents.writing.services.texts import keep_version, locked
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.scope import current_entity

if TYPE_CHECKING:
    from consistori.documents.making.band import Band
    from consistori.documents.making.frozen import FrozenText
    from consistori.documents.making.written import Sheet


def finish_text(document: Document, by: Actor) -> None:
    """Before the text is fixed: all that is written is in its version, nothing is pending, the pen is put down.

    Raises `NotReady`, `TextIsOut`, `PenInAnotherHand`.
    """
    if not is_written(document.version.media_type):
        return
    writing = locked(document)
    if writing.is_out:
        raise TextIsOut(writing.out_to_name)
    if not writing.pen_is_free(at=now()) and by.person_id is not None and writing.pen_id != by.person_id:
        raise PenInAnotherHand(writing.pen_name)
    if pending := pending_of(document, writing):
        raise NotReady(pending[0])
    if not writing.is_kept:
        keep_version(document, writing, by)
    put_down(writing)
    writing.save()


def pending_of(document: Document, writing: Writing) -> list[object]:
    """What keeps a text from being signed, in words; empty when it is ready. One statement."""
    pending: list[object] = []
    if not to_text(writing.html).strip():
        pending.append(_("Nothing is written yet."))
    blocks = parse(writing.html)
    if lacking := missing_in(blocks):
        words = ngettext_lazy(
            "One datum is missing: %(names)s. Write it, or take it out.",
            "%(n)s data are missing: %(names)s. Write them, or take them out.",
            len(lacking),
        )
        pending.append(words % {"n": len(lacking), "names": ", ".join(lacking)})
    if pictures := without_words(blocks):
        words = ngettext_lazy(
            "One picture is not described. Choose it and say what it shows, for whoever cannot see it.",
            "%(n)s pictures are not described. Choose them and say what they show, for whoever cannot see them.",
            pictures,
        )
        pending.append(words % {"n": pictures})
    if SecondDraft.objects.filter(document=document, settled_at=None).exists():
        pending.append(_("There is a second draft: compare them and choose before it is signed."))
    return pending


def missing_in(blocks: Blocks) -> list[str]:
    """The names of the data that a text still lacks, once each, in reading order."""
    found = (piece.marks.missing for piece in inlines_of(blocks) if isinstance(piece, Run))
    return list(dict.fromkeys(name for name in found if name))


def without_words(blocks: Blocks) -> int:
    """How many pictures say nothing to whoever cannot see them (PDF/UA-1, 7.3; RD 1112/2018, art. 5)."""
    return sum(1 for piece in inlines_of(blocks) if isinstance(piece, Picture) and not piece.alt)


def sheet_of(document: Document, writing: Writing, html: str) -> Sheet:
    """What surrounds the text in its paper, without code or signers yet."""
    from consistori.documents.making.written import Sheet

    language = document.language or "ca"
    keys = {piece.key for piece in inlines_of(parse(html)) if isinstance(piece, Picture)}
    with translation.override(language):
        kind = document.type.name if document.type else ""
    return Sheet(
        title=document.title,
        language=language,
        kind=kind,
        facts=tuple((str(label), str(value)) for label, value in writing.margin),
        pictures=pictures_by_key(keys),
    )


def draw_paper(document: Document, writing: Writing) -> bytes:
    """How the working copy will look: the PDF without its code."""
    from consistori.documents.making.written import pdf_of

    return pdf_of(writing.html, sheet_of(document, writing, writing.html), entity=current_entity())


def make_paper(document: Document, band: Band, posts: Sequence[str], folder: Path) -> FrozenText | None:
    """The paper of a version of ours, fixed: code, QR and who signs in its margin, its words and data inside."""
    if not is_written(document.version.media_type):
        return None
    from dataclasses import replace

    import pikepdf

    from consistori.documents.making.frozen import FrozenText
    from consistori.documents.making.written import pdf_of
    from consistori.formats import pdfa
    from consistori.ui.typst import Attachment

    writing = Writing.objects.get(document=document)
    html = blobs.existing_path(document.version.sha256).read_text(encoding="utf-8")
    sheet = replace(
        sheet_of(document, writing, html), code=band.code, check_url=band.address, signers=tuple(posts)
    )
    inside = [
        Attachment("text.html", html.encode(), "text/html", str(_("The text, as it was written")), "source"),
        Attachment(
            "data.json",
            _data_of(document, writing),
            "application/json",
            str(_("The data of the text")),
            "data",
        ),
    ]
    out = folder / "frozen.pdf"
    out.write_bytes(pdf_of(html, sheet, entity=current_entity(), attachments=inside))
    with pikepdf.open(out) as pdf:
        pages = len(pdf.pages)
    report = pdfa.check(out)
    return FrozenText(out, pages, report.label if report.holds else "", ())


def _data_of(document: Document, writing: Writing) -> bytes:
    said = {
        "document": document.eni_identifier,
        "title": document.title,
        "type": document.type.code if document.type else "",
        "language": document.language,
        "template": writing.template,
        "values": writing.values,
    }
    return json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()
