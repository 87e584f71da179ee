"""Jobs of pages: read the words of scanned documents, one after another, telling how far it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.documents import blobs
from consistori.documents.events import WordsReadByOcr
from consistori.documents.models import Document, PageAct
from consistori.documents.paging import ocr
from consistori.documents.paging.blanks import blank_pages
from consistori.documents.paging.services import keep_made
from consistori.documents.paging.sources import as_pdf, ensure_pageable, workroom
from consistori.documents.policies import may_change
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Refusal, Stale, Unavailable, ensure
from consistori.tenancy.jobs import Progress, entity_job, start_long
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce


@act
def ask_to_read(documents: Sequence[Document], *, by: Actor, back: str = "") -> JobRun:
    """Leave the reading of those documents for a job that `by` waits for. Raises `Unavailable`, `NotPermitted`.

    `back` is the address that its row in the tray of jobs leads to.
    """
    if not (verdict := ocr.available()):
        raise Unavailable(verdict.reason, code="no-ocr")
    if not documents:
        raise BadInput(_("Choose at least one document."), field="leaf")
    for document in documents:
        ensure(may_change(by, document))
        ensure_pageable(document)
    return start_long(
        read_images,
        title=_("Read the words of the images"),
        by=by,
        total=len(documents),
        document_ids=[str(document.pk) for document in documents],
        person_id=str(by.person_id),
        back=back,
        lock="documents.read_images",  # one at a time in the whole machine: each fills a core
    )


@entity_job(name="documents.read_images", queue="texts", retry=4)
def read_images(
    *, entity: Entity, run_id: str, document_ids: list[str], person_id: str, back: str = ""
) -> None:
    """One document after another; one that fails stops no other, and is told."""
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    failures: list[str] = []
    already = 0
    with translation.override(person.language):
        progress.begin(len(document_ids))
        for place, key in enumerate(document_ids, start=1):
            try:
                read_one(entity, UUID(key), actor_of(person, entity))
            except ocr.AllRead:  # asked twice, or taken up again after the worker was killed
                already += 1
            except Refusal as refusal:
                failures.append(f"{_title(entity, key)}: {refusal}")
            progress.step(place)
        done = len(document_ids) - len(failures) - already
        message = ngettext("%(n)s document read", "%(n)s documents read", done) % {"n": done}
        if already:
            had = ngettext("%(n)s had its words already", "%(n)s had their words already", already)
            message = f"{message} · {had % {'n': already}}"
        progress.finish(message=message, url=back, failures=failures)


def read_one(entity: Entity, document_id: UUID, by: Actor) -> None:
    """Read one document: no transaction is open while the images are read. Raises refusals."""
    with workroom() as folder:
        with working_for(entity):
            document = Document.objects.with_version().get(pk=document_id)
            ensure(may_change(by, document))
            ensure_pageable(document)
            source = as_pdf(document, folder)
        out = folder / "searchable.pdf"
        reading = ocr.make_searchable(
            source, out, title=document.title, language=document.language, folder=folder
        )
        with working_for(entity):
            _keep_words_read(document, out, reading, by=by)


@act
def _keep_words_read(document: Document, made: object, reading: ocr.Reading, *, by: Actor) -> None:
    before = document.version
    fresh = Document.objects.with_version().select_for_update(of=("self",)).get(pk=document.pk)
    if fresh.version_id != before.pk:
        raise Stale(_("Somebody changed this document meanwhile. Look at it again and repeat."))
    ensure(may_change(by, fresh))
    keep_made(PageAct.Kind.WORDS, fresh, made, by=by, before=before)  # type: ignore[arg-type]
    announce(WordsReadByOcr(document_id=fresh.pk, title=fresh.title, pages=reading.read), by=by)


def _title(entity: Entity, key: str) -> str:
    with working_for(entity):
        return str(Document.objects.filter(pk=key).values_list("title", flat=True).first() or key)


@entity_job(name="documents.look_for_blanks", queue="texts", retry=2, priority=-5)
def look_for_blanks(*, entity: Entity, document_id: str) -> None:
    """Look for blank pages before anybody asks; they are only pointed out."""
    with working_for(entity):
        document = Document.objects.kept().with_version().filter(pk=document_id).first()
        if document is None:
            return
        try:
            path = blobs.existing_path(document.latest_blob.sha256)
        except blobs.BlobMissing:  # in quarantine, or lost: whoever opens its pages looks then
            return
    blank_pages(entity.pk, path, document.version)
