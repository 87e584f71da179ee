"""Out to Word or Writer, held while it is out, and back as the next version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document, DocumentVersion, Writing
from consistori.documents.policies import may_change
from consistori.documents.received import ReceivedFile
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.from_docx import NotWord, from_docx
from consistori.documents.richtext.to_docx import to_docx
from consistori.documents.richtext.tree import Picture, inlines_of
from consistori.documents.services.receiving import _add_version
from consistori.documents.writing.errors import PenInAnotherHand, TextIsFixed, not_a_text_file
from consistori.documents.writing.events import TextBroughtBack, TextNotComing, TextTakenOut
from consistori.documents.writing.pictures import keep_picture, pictures_by_key
from consistori.documents.writing.services.pen import put_down
from consistori.documents.writing.services.texts import cleaned, keep_version, locked, open_text, write_down
from consistori.formats import kinds
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.kernel.filenames import clean as clean_name
from consistori.kernel.identifiers import uuid7
from consistori.trail import act, announce


@dataclass(frozen=True)
class TakenOut:
    """The file for the text processor."""

    name: str
    data: bytes


@dataclass(frozen=True)
class BroughtBack:
    """The version made, and in words what the file had that could not be kept."""

    version: DocumentVersion
    left_out: list[Any]


@act
def take_out_text(document: Document, *, by: Actor) -> TakenOut:
    """Take the text out as a .docx [treure'l a Word]: nobody writes it here until it is back.

    Raises `PenInAnotherHand`, `TextIsOut`, `TextIsFixed`, `NotPermitted`.
    """
    ensure(may_change(by, document))
    writing = open_text(document)
    if not writing.pen_is_free(at=now()) and writing.pen_id != by.person_id:
        raise PenInAnotherHand(writing.pen_name)
    if not writing.is_kept:
        keep_version(document, writing, by)
    put_down(writing)
    writing.out_to_id, writing.out_to_name, writing.out_at = by.person_id, by.name, now()
    writing.save()
    announce(TextTakenOut(document_id=document.pk, title=document.title), by=by)
    return as_word(document, writing)


def as_word(document: Document, writing: Writing) -> TakenOut:
    """The working copy as a .docx."""
    pictures = {piece.key for piece in inlines_of(parse(writing.html)) if isinstance(piece, Picture)}
    data = to_docx(
        writing.html,
        title=document.title,
        language=document.language or "ca",
        pictures=pictures_by_key(pictures),
    )
    return TakenOut(f"{clean_name(document.title)[:120] or 'text'}.docx", data)


@act
def bring_back_text(document: Document, *, by: Actor, received: ReceivedFile) -> BroughtBack:
    """Bring back what was written outside [tornar-lo]: the file is kept as it came, and its text is the next version.

    It needs not be out: whoever has the pen, or finds it free, may bring a text written elsewhere.
    Raises `BadInput` (`file`), `PenInAnotherHand`, `TextIsFixed`, `NotPermitted`, and what files are refused for.
    """
    ensure(may_change(by, document))
    writing = locked(document)
    if document.is_frozen:
        raise TextIsFixed
    if not writing.pen_is_free(at=now()) and writing.pen_id != by.person_id:
        raise PenInAnotherHand(writing.pen_name)
    if received.content().kind != kinds.DOCX:
        raise not_a_text_file()

    def keep(data: bytes) -> str | None:
        try:
            return str(keep_picture(data, by=by, document=document).pk)
        except BadInput:
            return None

    try:
        brought = from_docx(received.blob.path, keep_picture=keep)
    except NotWord as error:
        raise not_a_text_file() from error
    html = cleaned(brought.html)
    if not writing.is_kept:
        keep_version(document, writing, by)
    _keep_file(document, received, by)
    write_down(writing, html, by)
    version = keep_version(document, writing, by)
    writing.out_to_id, writing.out_to_name, writing.out_at = None, "", None
    writing.save()
    left_out = brought.sentences
    said = TextBroughtBack(
        document_id=document.pk, title=document.title, number=version.number, left_out=len(left_out)
    )
    announce(said, by=by)
    return BroughtBack(version, left_out)


@act
def stay_inside(document: Document, *, by: Actor) -> Writing:
    """What was taken out is not coming back: it is written here again. Raises `AlreadyDone`, `NotPermitted`."""
    ensure(may_change(by, document))
    writing = locked(document)
    if not writing.is_out:
        raise AlreadyDone(_("It is here: nobody has it out."))
    writing.out_to_id, writing.out_to_name, writing.out_at = None, "", None
    writing.save()
    announce(TextNotComing(document_id=document.pk, title=document.title), by=by)
    return writing


def _keep_file(document: Document, received: ReceivedFile, by: Actor) -> UUID:
    """The file as it came, as a version between the text before and the text that is read from it."""
    last = DocumentVersion.objects.filter(document=document).order_by("-number")[0]
    version = _add_version(by, document.pk, uuid7(), uuid7(), received, number=last.number + 1, source=last)
    return version.pk
