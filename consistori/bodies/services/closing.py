"""The book of a year that has ended is closed: one PDF with its index and every decree inside, sealed or signed.

What is asked is written at once; a job makes the PDF outside any transaction, and begins again where it was killed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.bodies import papers
from consistori.bodies.book import BOOK
from consistori.bodies.events import BookClosed
from consistori.bodies.models import ClosedBook, Decree
from consistori.bodies.policies import may_close_book
from consistori.bodies.selectors import reserved_among, with_standing
from consistori.catalogue.selectors import document_types
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.models import SignatureRequest
from consistori.signature.seals import Sealing, seal_pdf, sealing_for
from consistori.signature.sentences import trouble_of
from consistori.signature.services import request_signature
from consistori.tenancy.models import Counter, Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

KIND = "decree_book"
TYPE = "DILIGENCE"

after_asking: list[Callable[[ClosedBook], None]] = []
"""Called in the act that asks for it (the room's job hangs here)."""


class SealAway(Exception):
    """The seal or the time cannot be had now: the job is tried again."""


@act
def close_book(year: int, *, by: Actor) -> ClosedBook:
    """Ask for the closing of the book of a year. Raises `NotPermitted`, `BadInput` (the year has not ended, the book is
    empty, or some decree is not transcribed), `AlreadyDone`.
    """
    ensure(may_close_book(by))
    if year >= today().year:
        raise BadInput(_("It is closed when the year has ended."), field="year", article="ROF, art. 198")
    counter = Counter.objects.filter(book=BOOK, year=year).first()
    if counter is None:
        raise BadInput(_("That year has no decree."), field="year")
    rows = Decree.objects.of_year(year)
    if rows.count() != rows.transcribed().count() or rows.count() != counter.last:
        raise BadInput(_("First all of it has to be transcribed."), field="year", article="ROF, art. 200")
    try:
        with transaction.atomic():
            closing: ClosedBook = ClosedBook.objects.create(
                year=year, last=counter.last, asked_at=now(), asked_by_name=by.name[:160]
            )
    except IntegrityError as error:
        raise AlreadyDone(_("It is closed already, or being closed.")) from error
    for listener in after_asking:
        listener(closing)
    return closing


def make(entity: Entity, closing_id: UUID) -> None:
    """As far as it can go now: the PDF, and its seal; without a seal it waits in the tray of the secretary.

    No transaction may be open. Raises `SealAway` to be tried again.
    """
    with working_for(entity):
        closing = ClosedBook.objects.filter(pk=closing_id).first()
        if closing is None or closing.is_done:
            return
        rows = list(with_standing(Decree.objects.of_year(closing.year)).order_by("number"))
        files = [blobs.existing_path(row.document.latest_blob.sha256) for row in rows] if rows else []
        hidden = reserved_among(rows)
    if closing.document_id is None:
        pdf = papers.closing(entity, rows, files, year=closing.year, at=now(), reserved=hidden)
        with working_for(entity):
            _keep(closing_id, pdf, by=Actor.program(entity.pk))
    _seal(entity, closing_id)


@act
def _keep(closing_id: UUID, pdf: bytes, *, by: Actor) -> None:
    closing = ClosedBook.objects.select_for_update(of=("self",)).get(pk=closing_id)
    if closing.document_id is not None:
        return
    title = _("Decree book of %(year)s") % {"year": closing.year}
    kind = next((one for one in document_types() if one.code == TYPE), None)
    closing.document = create_from_bytes(by=by, data=pdf, name=f"{title}.pdf", title=title, type=kind)
    closing.save(update_fields=["document"])


def _seal(entity: Entity, closing_id: UUID) -> None:
    with working_for(entity), override(entity.language):
        closing = ClosedBook.objects.get(pk=closing_id)
        try:
            sealing = sealing_for(KIND, entity)
        except Refusal:
            sealing = None
        document = Document.objects.with_version().get(pk=closing.document_id)
        if sealing is None:
            _to_the_secretary(document, by=Actor.program(entity.pk))
            return
        if not document.is_frozen:
            freeze_document(document, by=Actor.program(entity.pk), signer_posts=[sealing.body])
            document = Document.objects.with_version().get(pk=closing.document_id)
        data = blobs.existing_path(document.latest_blob.sha256).read_bytes()
        reason = _("Closing of the decree book of %(year)s") % {"year": closing.year}
    sealed = _sealed(entity, closing_id, sealing, data, reason)
    with working_for(entity):
        _finish(closing_id, sealed, by=Actor.program(entity.pk))


def _sealed(entity: Entity, closing_id: UUID, sealing: Sealing, data: bytes, reason: str) -> bytes:
    try:
        return bytes(seal_pdf(sealing, data, reason=reason).data)
    except SigningStopped as stopped:
        with working_for(entity):
            ClosedBook.objects.filter(pk=closing_id).update(trouble=trouble_of(stopped))
        if isinstance(stopped, ServiceSilent):
            raise SealAway(str(stopped)) from stopped
        raise


def _to_the_secretary(document: Document, *, by: Actor) -> None:
    """Asked once: she closes it with her signature."""
    if SignatureRequest.objects.filter(document=document).unsettled().exists():
        return
    post = Post.objects.filter(role=Role.SECRETARY).live(today()).order_by("starts_on").first()
    if post is not None:
        request_signature(by=by, document=document, signer=Person.objects.get(pk=post.person_id))


@act
def _finish(closing_id: UUID, sealed: bytes, *, by: Actor) -> None:
    closing = ClosedBook.objects.select_for_update(of=("self",)).get(pk=closing_id)
    if closing.is_done:
        return
    document = Document.objects.with_version().get(pk=closing.document_id)
    blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
    append_evidence(document.version, blob=blob, kind="signature", by=by)
    _done(closing, blob.sha256, by)


def close_signed(requests: Sequence[SignatureRequest], by: Actor) -> None:
    """In the act that keeps signatures: the books among what is signed are closed."""
    by_document = {one.document_id: one for one in requests}
    rows = ClosedBook.objects.filter(document_id__in=by_document, state=ClosedBook.State.MAKING)
    for closing in rows.select_for_update(of=("self",)):
        _done(closing, by_document[closing.document_id].signed_sha256, by)


def _done(closing: ClosedBook, sha256: str, by: Actor) -> None:
    closing.state, closing.closed_at, closing.trouble = ClosedBook.State.DONE, now(), {}
    closing.save(update_fields=["state", "closed_at", "trouble"])
    announce(
        BookClosed(
            book_id=closing.pk,
            document_id=closing.document_id or closing.pk,
            year=closing.year,
            last=closing.last,
            sha256=sha256,
        ),
        by=by,
    )
