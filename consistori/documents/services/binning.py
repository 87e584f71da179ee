"""The bin [paperera / papelera]: thirty days to think better of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs, previews
from consistori.documents.events import DocumentDiscarded, DocumentErased, DocumentRestored
from consistori.documents.models import (
    ArrivalReport,
    Blob,
    Document,
    DocumentText,
    SecondDraft,
    TextPicture,
    VersionBlob,
    Writing,
)
from consistori.documents.policies import may_replace, may_take_out
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotPermitted, Refusal, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

DAYS_IN_BIN = 30


class CannotDiscard(Refusal):
    """The law, or a signature, keeps it."""

    default_code = "cannot-discard"


@act
def discard_document(document: Document, *, by: Actor) -> None:
    """Throw the document in the bin; what is fixed for signature, or signed, stays (R-ARC-02)."""
    if document.is_discarded:
        raise AlreadyDone(_("It is in the bin already."))
    ensure(may_replace(by, document))
    if document.is_frozen:
        raise CannotDiscard(
            _("Its text is fixed for signature: it stays. Withdraw the signature, or bring a new version."),
            article="Llei 39/2015, art. 17.2",
        )
    document.discarded_at = now()
    document.discarded_by_name = by.name
    document.edition += 1
    document.save(update_fields=["discarded_at", "discarded_by_name", "edition"])
    announce(DocumentDiscarded(document_id=document.pk, title=document.title), by=by)


@act
def restore_document(document: Document, *, by: Actor) -> None:
    """Take the document out of the bin."""
    ensure(may_take_out(by, document))
    if not document.is_discarded:
        raise AlreadyDone(_("It is not in the bin."))
    if document.erased_at is not None:
        raise Refusal(_("Its thirty days in the bin were over: it is no more."), code="erased", status=410)
    document.discarded_at = None
    document.discarded_by_name = ""
    document.edition += 1
    document.save(update_fields=["discarded_at", "discarded_by_name", "edition"])
    announce(DocumentRestored(document_id=document.pk, title=document.title), by=by)


@act
def erase_document(document: Document, *, by: Actor) -> None:
    """Erase the bytes and words of a document whose time in the bin is over; only the program does it.

    What it was, its hash and who threw it away stay written.
    """
    if not by.is_system:
        raise NotPermitted(_("The program empties the bin by itself after thirty days."))
    if document.discarded_at is None or not is_over(document.discarded_at, now()):
        raise Refusal(_("Its thirty days in the bin are not over."), code="not-yet")
    mine = VersionBlob.objects.filter(version__document=document)
    reports = ArrivalReport.objects.filter(version__document=document)
    hashes = set(mine.values_list("sha256", flat=True))
    hashes |= set(reports.exclude(readable_sha256="").values_list("readable_sha256", flat=True))
    others = VersionBlob.objects.exclude(version__document=document).filter(sha256__in=hashes)
    copies = ArrivalReport.objects.exclude(version__document=document).filter(readable_sha256__in=hashes)
    alone = hashes - set(others.values_list("sha256", flat=True))
    alone -= set(copies.values_list("readable_sha256", flat=True))
    Blob.objects.filter(sha256__in=alone).update(erased_at=now())
    DocumentText.objects.filter(version__document=document).update(text="")
    forget_writing(document)
    reports.update(traces=[], readable=ArrivalReport.Readable.NEEDLESS, readable_sha256="", readable_pages=0)
    document.erased_at = now()
    document.search = None
    document.save(update_fields=["erased_at", "search"])
    announce(DocumentErased(document_id=document.pk, title=document.title), by=by)
    for sha256 in alone:
        blobs.erase(sha256)
        previews.forget(current_entity().pk, sha256)


def forget_writing(document: Document) -> None:
    """What was written in the house, its second drafts and its pictures: three statements."""
    Writing.objects.filter(document=document).update(html="", values={}, margin=[])
    SecondDraft.objects.filter(document=document).update(html="")
    TextPicture.objects.filter(document=document).delete()


def is_over(discarded_at: datetime, moment: datetime) -> bool:
    """Whether the thirty days have passed."""
    return moment >= discarded_at + timedelta(days=DAYS_IN_BIN)
