"""Out to Word or Writer, held while it is out, and back as the next version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document, DocumentVersion, SecondDraft, Writing
from consistori.documents.policies import may_change, may_read
from consistori.documents.received import ReceivedFile
from consistori.documents.richtext.brought import Brought, UnreadableText
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.from_docx import from_docx
from consistori.documents.richtext.from_odt import from_odt
from consistori.documents.richtext.to_docx import to_docx
from consistori.documents.richtext.to_odt import to_odt
from consistori.documents.richtext.tree import Picture, inlines_of
from consistori.documents.services.receiving import _add_version
from consistori.documents.writing.errors import (
    NotFromHere,
    OfAnotherText,
    PenInAnotherHand,
    TextIsFixed,
    TextIsOutToAnother,
    not_a_text_file,
)
from consistori.documents.writing.events import TextBroughtBack, TextNotComing, TextTakenOut
from consistori.documents.writing.origin import Origin, mark_of, origin_of
from consistori.documents.writing.pictures import keep_picture, pictures_by_key
from consistori.documents.writing.services.pen import put_down
from consistori.documents.writing.services.texts import (
    cleaned,
    keep_version,
    leave_second_draft,
    locked,
    open_text,
    write_down,
)
from consistori.formats import kinds, zips
from consistori.formats.kinds import Kind
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.kernel.filenames import clean as clean_name
from consistori.kernel.identifiers import uuid7
from consistori.trail import act, announce

_READERS: dict[Kind, Callable[..., Brought]] = {kinds.DOCX: from_docx, kinds.ODT: from_odt}


@dataclass(frozen=True)
class TakenOut:
    """The file for the text processor."""

    name: str
    data: bytes


@dataclass(frozen=True)
class BroughtBack:
    """The version made, or the second draft if the text has changed since; and in words what could not be kept."""

    version: DocumentVersion | None
    left_out: list[Any]
    draft: SecondDraft | None = None


@act
def take_out_text(document: Document, *, by: Actor, kind: Kind = kinds.DOCX) -> TakenOut:
    """Take the text out [treure'l a Word o Writer]: nobody writes it here until it is back.

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
    return as_file(document, writing, kind)


def as_file(document: Document, writing: Writing, kind: Kind = kinds.DOCX) -> TakenOut:
    """The working copy as a .docx or an .odt, with the mark of where it comes from."""
    pictures = {piece.key for piece in inlines_of(parse(writing.html)) if isinstance(piece, Picture)}
    make = to_odt if kind is kinds.ODT else to_docx
    data = make(
        writing.html,
        title=document.title,
        language=document.language or "ca",
        pictures=pictures_by_key(pictures),
        origin=mark_of(writing),
    )
    return TakenOut(f"{clean_name(document.title)[:120] or 'text'}{kind.extension}", data)


@act
def bring_back_text(
    document: Document, *, by: Actor, received: ReceivedFile, from_elsewhere: bool = False
) -> BroughtBack:
    """Bring back what was written outside [tornar-lo]: the file is kept as it came, and its text is the next version.

    It needs not be out: whoever has the pen, or finds it free, may bring it; one that was not taken out from here
    comes only if `from_elsewhere` says so. If the text has changed since the file went out, nothing is overwritten:
    it becomes a second draft. Raises `BadInput` (`file`), `OfAnotherText`, `NotFromHere`, `TextIsOutToAnother`,
    `PenInAnotherHand`, `TextIsFixed`, `NotPermitted`, and what files are refused for.
    """
    ensure(may_change(by, document))
    writing = locked(document)
    _ensure_may_come(document, writing, by)
    kind = received.content().kind
    if kind not in _READERS:
        raise not_a_text_file()
    origin = _origin(received, document, by, from_elsewhere=from_elsewhere)
    brought = _read(document, received, kind, by)
    html = cleaned(brought.html)
    if origin is not None and origin.edition < writing.edition and html != writing.html:
        return _as_second_draft(document, writing, by, received, html, brought, origin)
    if not writing.is_kept:
        keep_version(document, writing, by)
    _keep_file(document, received, by)
    write_down(writing, html, by)
    version = keep_version(document, writing, by)
    _come_in(writing)
    _announce_back(document, by, version.number, brought)
    return BroughtBack(version, brought.sentences)


def _ensure_may_come(document: Document, writing: Writing, by: Actor) -> None:
    if document.is_frozen:
        raise TextIsFixed
    if writing.is_out and writing.out_to_id != by.person_id:
        raise TextIsOutToAnother(writing.out_to_name)
    if not writing.pen_is_free(at=now()) and writing.pen_id != by.person_id:
        raise PenInAnotherHand(writing.pen_name)


def _origin(received: ReceivedFile, document: Document, by: Actor, *, from_elsewhere: bool) -> Origin | None:
    try:
        origin = origin_of(received.blob.path)
    except zips.Broken as error:
        raise not_a_text_file() from error
    if origin is None and not from_elsewhere:
        raise NotFromHere
    if origin is not None and origin.document_id != document.pk:
        other: Document | None = Document.objects.filter(pk=origin.document_id).first()
        raise OfAnotherText(other.title if other is not None and may_read(by, other) else "")
    return origin


def _read(document: Document, received: ReceivedFile, kind: Kind, by: Actor) -> Brought:
    def keep(data: bytes) -> str | None:
        try:
            return str(keep_picture(data, by=by, document=document).pk)
        except BadInput:
            return None

    try:
        return _READERS[kind](received.blob.path, keep_picture=keep)
    except UnreadableText as error:
        raise not_a_text_file() from error


def _as_second_draft(
    document: Document,
    writing: Writing,
    by: Actor,
    received: ReceivedFile,
    html: str,
    brought: Brought,
    origin: Origin,
) -> BroughtBack:
    """It comes from an older text than the one there is: both are seen side by side."""
    number = _keep_file(document, received, by)
    draft = leave_second_draft(document, by, html, origin.edition, uuid4())
    _come_in(writing)
    _announce_back(document, by, number, brought)
    return BroughtBack(None, brought.sentences, draft)


def _come_in(writing: Writing) -> None:
    writing.out_to_id, writing.out_to_name, writing.out_at = None, "", None
    writing.save()


def _announce_back(document: Document, by: Actor, number: int, brought: Brought) -> None:
    said = TextBroughtBack(
        document_id=document.pk, title=document.title, number=number, left_out=len(brought.left_out)
    )
    announce(said, by=by)


@act
def stay_inside(document: Document, *, by: Actor) -> Writing:
    """What was taken out is not coming back: it is written here again. Raises `AlreadyDone`, `NotPermitted`."""
    ensure(may_change(by, document))
    writing = locked(document)
    if not writing.is_out:
        raise AlreadyDone(_("It is here: nobody has it out."))
    _come_in(writing)
    announce(TextNotComing(document_id=document.pk, title=document.title), by=by)
    return writing


def _keep_file(document: Document, received: ReceivedFile, by: Actor) -> int:
    """The file as it came, as a version between the text before and the text that is read from it."""
    last = DocumentVersion.objects.filter(document=document).order_by("-number")[0]
    version = _add_version(by, document.pk, uuid7(), uuid7(), received, number=last.number + 1, source=last)
    return version.number
