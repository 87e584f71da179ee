"""Undoing an act on pages, whole: the text of before comes back as a version, what it made goes to the bin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.documents.events import PageActUndone, VersionAdded
from consistori.documents.models import Document, DocumentVersion, PageAct, VersionBlob
from consistori.documents.policies import may_change
from consistori.documents.services.binning import discard_document, restore_document
from consistori.documents.services.receiving import _point_to_version
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Refusal, Verdict, ensure
from consistori.kernel.identifiers import uuid7
from consistori.trail import act, announce


class CannotUndo(Refusal):
    """Something came after, and it would be lost."""

    default_code = "cannot-undo"


def undoable(done: PageAct, document: Document) -> Verdict:
    """Whether nothing has come after the act that undoing it would lose."""
    if done.undone_at is not None:
        return Verdict(False, _("It is undone already."))
    if document.version.sha256 != done.after.sha256:  # the same bytes: what came after was undone too
        return Verdict(False, _("«%(title)s» has changed since then.") % {"title": document.title})
    for made in Document.objects.filter(pk__in=done.made).select_related("version"):
        if made.is_frozen or made.version.number > 1:
            return Verdict(False, _("«%(title)s» has changed since then.") % {"title": made.title})
    for away in Document.objects.filter(pk__in=done.put_away):
        if away.erased_at is not None:
            return Verdict(
                False, _("«%(title)s» was erased after its thirty days in the bin.") % {"title": away.title}
            )
    return Verdict(True)


@act
def undo_page_act(done: PageAct, *, by: Actor) -> Document:
    """Leave the documents as they were before it. Raises `CannotUndo`, `AlreadyDone`, `NotPermitted`."""
    locked: PageAct = (
        PageAct.objects.select_related("before", "after").select_for_update(of=("self",)).get(pk=done.pk)
    )
    document: Document = (
        Document.objects.with_version().select_for_update(of=("self",)).get(pk=done.document_id)
    )
    ensure(may_change(by, document))
    if locked.undone_at is not None:
        raise AlreadyDone(_("It is undone already."))
    verdict = undoable(locked, document)
    if not verdict:
        raise CannotUndo(verdict.reason)
    _bring_back(document, locked.before, by)
    for made in Document.objects.filter(pk__in=locked.made, discarded_at=None):
        discard_document(made, by=by)
    for away in Document.objects.filter(pk__in=locked.put_away).exclude(discarded_at=None):
        restore_document(away, by=by)
    locked.undone_at, locked.undone_by_name = now(), by.name
    locked.save(update_fields=["undone_at", "undone_by_name"])
    announce(PageActUndone(document_id=document.pk, title=document.title, kind_of_act=locked.kind), by=by)
    return document


def _bring_back(document: Document, before: DocumentVersion, by: Actor) -> None:
    """A new version with the bytes of `before`: the list of versions only grows."""
    last = DocumentVersion.objects.filter(document=document).order_by("-number")[0]
    version = DocumentVersion(
        id=uuid7(),
        document=document,
        number=last.number + 1,
        source=before,
        created_by_id=by.person_id,
        created_by_name=by.name,
        **{name: getattr(before, name) for name in _SAME},
    )
    version.save(force_insert=True)
    blob = VersionBlob(
        id=uuid7(), version=version, sha256=before.sha256, size=before.size, added_by_name=by.name
    )
    blob.save(force_insert=True)
    _point_to_version(document, version, blob.pk)
    announce(
        VersionAdded(
            document_id=document.pk, title=document.title, number=version.number, sha256=version.sha256
        ),
        by=by,
    )


_SAME = (
    "making", "name", "media_type", "format_name", "sha256", "size", "pages", "pdfa", "remarks", "properties",
)  # fmt: skip
