"""Acts on pages: put them in order, turn them, take them out, divide a document, join several, undo it all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.documents.companions import file_beside
from consistori.documents.events import DocumentDivided, DocumentsJoined, PagesChanged, VersionAdded
from consistori.documents.models import Document, DocumentVersion, PageAct
from consistori.documents.paging.plan import BadPlan, Fault, Sheets, checked, unchanged
from consistori.documents.paging.sources import CannotPage, as_pdf, ensure_pageable, received, workroom
from consistori.documents.policies import may_change
from consistori.documents.received import ReceivedFile
from consistori.documents.services.binning import discard_document
from consistori.documents.services.receiving import _add_document, _add_version, _point_to_version
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Stale, ensure
from consistori.kernel.identifiers import uuid7
from consistori.trail import act, announce

LONGEST_TITLE = 200
_KEPT = ("date_on", "origin", "elaboration", "source_identifier", "language", "support", "paper_place")
Making = DocumentVersion.Making

FAULTS = {
    Fault.NO_SUCH_PAGE: _("The document has not got page %(page)s. Load the page again and repeat."),
    Fault.TWICE: _("Page %(page)s is twice. Load the page again and repeat."),
    Fault.TURN: _("Page %(page)s can be turned by quarters only."),
    Fault.NONE_LEFT: _("No page would be left. If it is of no use, throw the document in the bin."),
    Fault.NOTHING_TO_DO: _("Nothing has been changed in its pages."),
    Fault.ONE_PIECE: _("Say at which page another document begins."),
}


@act
def change_pages(document: Document, sheets: Sheets, *, by: Actor, seen: UUID | None = None) -> PageAct:
    """Put the pages in that order, turned so, without those that are missing: another version, undoable.

    `seen` is the version that the person had before her. Raises `CannotPage`, `Stale`, `BadInput`.
    """
    before = _ready(document, by, seen)
    sheets = _checked(sheets, before)
    if sheets == unchanged(before.pages or 1):
        raise BadInput(FAULTS[Fault.NOTHING_TO_DO], field="pages")
    with workroom() as folder:
        made = _made(document, sheets, folder, "changed.pdf")
        after = _new_version(document, received(made, before), before, by)
    done = _note(PageAct.Kind.PAGES, document, before, after, by)
    lost = (before.pages or 1) - len(sheets)
    announce(PagesChanged(document_id=document.pk, title=document.title, taken_out=lost), by=by)
    return done


@act
def split_document(
    document: Document,
    pieces: Sequence[Sheets],
    *,
    by: Actor,
    titles: Sequence[str] = (),
    seen: UUID | None = None,
) -> PageAct:
    """Divide a document: the first piece stays as its new version, the others are new documents after it.

    The new ones take over date, origin, language and support; title and type are to be looked at. What was
    whole stays among the versions. Raises `CannotPage`, `Stale`, `BadInput`.
    """
    before = _ready(document, by, seen)
    if len(pieces) < 2:
        raise BadInput(FAULTS[Fault.ONE_PIECE], field="begins")
    _checked([sheet for piece in pieces for sheet in piece], before)
    made: list[Document] = []
    with workroom() as folder:
        source = as_pdf(document, folder)
        files = [_gathered(document, source, piece, folder, n) for n, piece in enumerate(pieces, start=1)]
        after = _new_version(document, received(files[0], before), before, by)
        for n, file in enumerate(files[1:], start=2):
            said = titles[n - 2].strip() if len(titles) > n - 2 else ""
            coming = received(file, before, mark=f" ({n})")
            made.append(_piece(document, coming, before, by, title=said, number=n))
    file_beside(document, made, by=by)
    done = _note(PageAct.Kind.SPLIT, document, before, after, by, made=made)
    announce(DocumentDivided(document_id=document.pk, title=document.title, pieces=len(pieces)), by=by)
    return done


@act
def merge_documents(documents: Sequence[Document], *, by: Actor, title: str = "") -> PageAct:
    """Join documents in that order: all the pages become a version of the first; the others go to the bin.

    Undoing it takes them out of the bin. Raises `CannotPage`, `BadInput`.
    """
    if len({document.pk for document in documents}) < 2:
        raise BadInput(_("Choose at least two documents to join."), field="leaf")
    first, others = documents[0], documents[1:]
    befores = [_ready(document, by, None) for document in documents]
    from consistori.documents.paging import engine

    with workroom() as folder:
        paths = [as_pdf(document, folder) for document in documents]
        parts = [engine.Part(path, unchanged(engine.page_count(path))) for path in paths]
        out = folder / "joined.pdf"
        _guarded(lambda: engine.gathered(parts, out, title=first.title, language=first.language))
        after = _new_version(first, received(out, befores[0]), befores[0], by)
    for document in others:
        discard_document(document, by=by)
    done = _note(PageAct.Kind.MERGE, first, befores[0], after, by, put_away=others)
    joined = [document.title for document in others]
    announce(DocumentsJoined(document_id=first.pk, title=first.title, joined=joined), by=by)
    return done


def keep_made(
    kind: str, document: Document, made: Path, *, by: Actor, before: DocumentVersion, **fields: Any
) -> PageAct:
    """Keep a file made from the pages of a document as its new version; inside an act of the caller."""
    after = _new_version(document, received(made, before), before, by, **fields)
    return _note(kind, document, before, after, by)


def _ready(document: Document, by: Actor, seen: UUID | None) -> DocumentVersion:
    ensure(may_change(by, document))
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.version_id != (seen or document.version_id) or locked.is_discarded:
        raise Stale(_("Somebody changed this document meanwhile. Look at it again and repeat."))
    ensure_pageable(document)
    return document.version


def _checked(sheets: Any, version: DocumentVersion) -> Sheets:
    try:
        return checked(sheets, count=version.pages or 1)
    except BadPlan as wrong:
        raise BadInput(said_of(wrong), field="pages") from wrong


def said_of(wrong: BadPlan) -> str:
    """The fault of a plan in words."""
    return str(FAULTS[wrong.fault]) % {"page": wrong.page}


def _made(document: Document, sheets: Sheets, folder: Path, name: str) -> Path:
    from consistori.documents.paging import engine

    source, out = as_pdf(document, folder), folder / name
    if len(sheets) == (document.version.pages or 1):
        _guarded(lambda: engine.rearranged(source, sheets, out, title=document.title))
        return out
    part = engine.Part(source, sheets)
    _guarded(lambda: engine.gathered([part], out, title=document.title, language=document.language))
    return out


def _gathered(document: Document, source: Path, piece: Sheets, folder: Path, number: int) -> Path:
    from consistori.documents.paging import engine

    out, part = folder / f"piece-{number}.pdf", engine.Part(source, piece)
    _guarded(lambda: engine.gathered([part], out, title=document.title, language=document.language))
    return out


def _guarded(make: Any) -> None:
    import pikepdf

    try:
        make()
    except (pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise CannotPage(
            _(
                "Its pages could not be changed: the PDF has a fault inside. Print it to a new PDF and bring that one."
            )
        ) from error


def _new_version(
    document: Document, coming: ReceivedFile, before: DocumentVersion, by: Actor, **fields: Any
) -> DocumentVersion:
    version_id, blob_id = uuid7(), uuid7()
    version = _add_version(
        by, document.pk, version_id, blob_id, coming, number=_next_number(document), making=Making.MADE,
        source=before, **fields,
    )  # fmt: skip
    _point_to_version(document, version, blob_id)
    announce(
        VersionAdded(
            document_id=document.pk, title=document.title, number=version.number, sha256=version.sha256
        ),
        by=by,
    )
    return version


def _next_number(document: Document) -> int:
    last = (
        DocumentVersion.objects.filter(document=document).order_by("-number").values_list("number", flat=True)
    )
    return int(last[0]) + 1


def _piece(
    document: Document, coming: ReceivedFile, before: DocumentVersion, by: Actor, *, title: str, number: int
) -> Document:
    said = {name: getattr(document, name) for name in _KEPT}
    mark = f" ({number})"
    named = title or f"{document.title[: LONGEST_TITLE - len(mark)]}{mark}"
    piece: Document = _add_document(by, coming, Making.MADE, named, None, said, source=before)
    if not title:
        piece.guessed = sorted({*piece.guessed, "title"})
        piece.save(update_fields=["guessed"])
    return piece


def _note(
    kind: str, document: Document, before: DocumentVersion, after: DocumentVersion, by: Actor,
    *, made: Sequence[Document] = (), put_away: Sequence[Document] = (),
) -> PageAct:  # fmt: skip
    done: PageAct = PageAct.objects.create(
        kind=kind,
        document=document,
        before=before,
        after=after,
        made=[str(one.pk) for one in made],
        put_away=[str(one.pk) for one in put_away],
        done_by_id=by.person_id,
        done_by_name=by.name,
    )
    return done


__all__ = ["FAULTS", "change_pages", "keep_made", "merge_documents", "said_of", "split_document"]
