"""Beginning a text, saving it while one writes, and keeping it as a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.models import DocumentType
from consistori.documents.blobs import receive_bytes
from consistori.documents.events import VersionAdded
from consistori.documents.models import Document, DocumentVersion, SecondDraft, Writing
from consistori.documents.policies import may_change, may_receive
from consistori.documents.received import ReceivedFile
from consistori.documents.richtext import clean
from consistori.documents.services.receiving import _add_document, _add_version, _point_to_version
from consistori.documents.writing.errors import NotWrittenHere, TextIsFixed, TextIsOut, TextTooLong
from consistori.documents.writing.events import SecondDraftWritten
from consistori.documents.writing.kind import WRITTEN
from consistori.formats.content import Content
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.kernel.filenames import clean as clean_name
from consistori.kernel.filenames import with_extension
from consistori.kernel.identifiers import uuid7
from consistori.trail import act, announce

MOST_LETTERS = 600_000
"""Of the HTML of one text: some two hundred pages."""


@dataclass(frozen=True)
class Saved:
    """What became of what was sent: the edition that the text has now; or the second draft where it waits."""

    edition: int
    draft: SecondDraft | None = None


@act
def start_text(
    *,
    by: Actor,
    title: str,
    type: DocumentType | None = None,
    html: str = "",
    language: str = "ca",
    template: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    margin: Sequence[tuple[str, str]] = (),
    takes_pen: bool = True,
    **metadata: Any,
) -> Document:
    """Begin a document that is written here [començar un document]; whoever begins it has the pen, unless the text is
    begun with many others and nobody is before it (`takes_pen=False`).

    `html` comes filled from a template; `template` names it (`id`, `name`, `version`), `values` are the data
    merged, and `margin` what its paper says beside the text (label, value). Raises `NotPermitted`, `BadInput`.
    """
    ensure(may_receive(by))
    if not title.strip():
        raise BadInput(_("Give it a title: what it decides or tells, in a line."), field="title")
    html = cleaned(html)
    said = {
        "state": Document.State.DRAFT,
        "elaboration": Document.Elaboration.ORIGINAL,
        "origin": Document.Origin.ADMINISTRATION,
        "date_on": today(),
        "language": language,
        **metadata,
    }
    received = _received(title, html)
    document = _add_document(by, received, DocumentVersion.Making.MADE, title, type, said)
    moment = now()
    hand = by.person_id if takes_pen else None
    Writing(
        document=document,
        html=html,
        saved_at=moment,
        saved_by_id=by.person_id,
        saved_by_name=by.name,
        template=dict(template or {}),
        values=dict(values or {}),
        margin=[list(fact) for fact in margin],
        pen_id=hand,
        pen_name=by.name if hand else "",
        pen_since=moment if hand else None,
        pen_seen_at=moment if hand else None,
    ).save(force_insert=True)
    return document


@act
def save_text(document: Document, *, by: Actor, html: str, edition: int, token: UUID) -> Saved:
    """Save what is being written [desar]. Sent twice, it is saved once.

    `edition` is the one that was on the screen. If the text has changed since, or another has the pen, or it is out or
    fixed, nothing is lost and nothing is overwritten: it becomes a second draft of its window (`token`).
    Raises `NotPermitted`, `TextTooLong`, `NotWrittenHere`.
    """
    ensure(may_change(by, document))
    html = cleaned(html)
    writing = locked(document)
    if writing.html == html:
        _seen(writing, by)
        return Saved(writing.edition)
    moment = now()
    is_free = writing.pen_is_free(at=moment) or writing.pen_id == by.person_id
    if not is_free or edition != writing.edition or writing.is_out or document.is_frozen:
        return Saved(writing.edition, leave_second_draft(document, by, html, edition, token))
    if writing.pen_id != by.person_id:
        hand_pen(writing, by)
    write_down(writing, html, by)
    writing.pen_seen_at = moment if writing.pen_id else None
    writing.save()
    return Saved(writing.edition)


@act
def keep_text(document: Document, *, by: Actor) -> DocumentVersion:
    """Keep what is written as a version of the document; one that says the same is not kept twice."""
    ensure(may_change(by, document))
    writing = locked(document)
    if writing.is_kept or document.is_frozen:
        return document.version
    version = keep_version(document, writing, by)
    writing.save()
    return version


@act
def write_again(document: Document, *, by: Actor) -> DocumentVersion:
    """Write another version of a text that was fixed for signature: the fixed one stays as it is."""
    ensure(may_change(by, document))
    writing = locked(document)
    if not document.is_frozen:
        raise AlreadyDone(_("It is being written already."))
    version = keep_version(document, writing, by)
    Document.objects.filter(pk=document.pk).update(state=Document.State.DRAFT)
    document.state = Document.State.DRAFT
    writing.save()
    return version


def locked(document: Document) -> Writing:
    """The text of a document, for this act alone. Raises `NotWrittenHere`. The document is read again."""
    writing: Writing | None = (
        Writing.objects.select_for_update(of=("self",)).filter(document_id=document.pk).first()
    )
    if writing is None:
        raise NotWrittenHere
    document.refresh_from_db(fields=["state", "version", "latest_blob", "edition", "discarded_at"])
    writing.document = document
    return writing


def open_text(document: Document) -> Writing:
    """The same, which can be written now. Raises `TextIsOut` or `TextIsFixed`."""
    writing = locked(document)
    if document.is_frozen:
        raise TextIsFixed
    if writing.is_out:
        raise TextIsOut(writing.out_to_name)
    return writing


def write_down(writing: Writing, html: str, by: Actor) -> None:
    """Put the text in the working copy; the caller saves the row."""
    writing.html, writing.edition = html, writing.edition + 1
    writing.saved_at, writing.saved_by_id, writing.saved_by_name = now(), by.person_id, by.name


def hand_pen(writing: Writing, by: Actor) -> None:
    """Put the pen in that hand; what the one before wrote is kept first as a version of hers."""
    if not writing.is_kept and not writing.document.is_frozen:
        before = Actor(writing.saved_by_id, writing.saved_by_name, by.entity_id)
        keep_version(writing.document, writing, before)
    moment = now()
    writing.pen_id, writing.pen_name = by.person_id, by.name
    writing.pen_since = writing.pen_seen_at = moment
    writing.asked_by_id, writing.asked_by_name, writing.asked_at = None, "", None


def keep_version(document: Document, writing: Writing, by: Actor) -> DocumentVersion:
    """A version with the working copy; the caller saves the row of the text."""
    last = DocumentVersion.objects.filter(document=document).order_by("-number")[0]
    received = _received(document.title, writing.html)
    blob_id = uuid7()
    version = _add_version(
        by,
        document.pk,
        uuid7(),
        blob_id,
        received,
        number=last.number + 1,
        making=DocumentVersion.Making.MADE,
        source=last,
    )
    _point_to_version(document, version, blob_id)
    writing.kept_edition = writing.edition
    said = VersionAdded(
        document_id=document.pk, title=document.title, number=version.number, sha256=version.sha256
    )
    announce(said, by=by)
    return version


def cleaned(html: str) -> str:
    """The canonical HTML. Raises `TextTooLong`."""
    if len(html) > MOST_LETTERS * 2:
        raise TextTooLong
    html = clean(html)
    if len(html) > MOST_LETTERS:
        raise TextTooLong
    return html


def _received(title: str, html: str) -> ReceivedFile:
    name = with_extension(clean_name(title)[:120] or "text", WRITTEN.extension)
    # A file is never empty: a text without words is a paragraph without words.
    blob = receive_bytes((html or "<p></p>").encode())
    return ReceivedFile(name, blob, Content(WRITTEN, name), "")


def _seen(writing: Writing, by: Actor) -> None:
    if by.person_id is not None and writing.pen_id == by.person_id:
        writing.pen_seen_at = now()
        writing.save(update_fields=["pen_seen_at"])


def leave_second_draft(document: Document, by: Actor, html: str, edition: int, token: UUID) -> SecondDraft:
    """What was written over a text that had changed, in the row of its window. The caller has the text locked."""
    draft: SecondDraft | None = (
        SecondDraft.objects.select_for_update()
        .filter(document=document, token=token, settled_at=None)
        .first()
    )
    is_new = draft is None
    if draft is None:
        draft = SecondDraft(document=document, token=token, base_edition=max(edition, 0))
    draft.html, draft.written_at = html, now()
    draft.written_by_id, draft.written_by_name = by.person_id, by.name
    draft.save()
    if is_new:
        announce(SecondDraftWritten(document_id=document.pk, title=document.title), by=by)
    return draft
