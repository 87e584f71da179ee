"""Jobs of documents: read their words, draw their first page, empty the bin, sweep what was abandoned."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

from consistori.documents import blobs, previews
from consistori.documents.blobs import quarantine, scanning, scrubbing
from consistori.documents.models import Document
from consistori.documents.richtext import to_text
from consistori.documents.search.rebuilding import is_of_before, read_what_was_not, rebuild
from consistori.documents.selectors import over_in_bin
from consistori.documents.services.binning import erase_document
from consistori.documents.services.words import keep_words
from consistori.documents.writing.kind import is_written
from consistori.formats import words
from consistori.kernel.actor import Actor
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)


@entity_job(name="documents.read_words", queue="texts", retry=8)  # the store may be away for hours
def read_words(*, entity: Entity, document_id: str, by: str = "") -> None:
    """Read the words of the current version, index them, and draw its first page so that it opens at once.

    `by`: whose it is, for the order in which they are read.
    """
    with working_for(entity):
        document = Document.objects.kept().with_version().filter(pk=document_id).first()
        if document is None:
            return
        version = document.version
        try:
            path = blobs.existing_path(document.latest_blob.sha256)
        except quarantine.InQuarantine:
            return  # it is read when it leaves, if it does
    text, failed = _read(path, version.media_type, version.pk)
    with working_for(entity):
        keep_words(version.pk, text=text, failed=failed)
    previews.warm(entity.pk, path, version)


def _read(path: Path, media_type: str, version_id: UUID) -> tuple[str, bool]:
    if is_written(media_type):
        return to_text(path.read_text(encoding="utf-8")), False
    try:
        return words.text_of(path, media_type), False
    except words.Unreadable as error:
        log.warning("version %s could not be read: %s", version_id, error)
        return "", True


@entity_job(name="documents.scan", queue="default", retry=4)
def scan_blob(*, entity: Entity, sha256: str) -> None:
    """Let the scanner look at what was brought. If it does not answer, it is asked again every five minutes."""
    quarantine.scan(entity, sha256)


@by_the_clock("*/5 * * * *", name="documents.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Every five minutes: what is still in quarantine, where there is a scanner."""
    if scanning.is_there_one() and scanning.scanner().answers():
        in_each_town(quarantine.scan_waiting)


@by_the_clock("7 1 * * *", name="documents.scrub")
def scrub_every_night(timestamp: int) -> None:
    """Every night: a share of the bytes is hashed again; in a month, all."""
    scrubbing.scrub()


@by_the_clock("23 3 * * *", name="documents.nightly")
def nightly(timestamp: int) -> None:
    """Every night: erase what has been thirty days in the bin, sweep abandoned temporary files."""
    blobs.sweep()
    previews.sweep()
    in_each_town(empty_bin)


@by_the_clock("41 1 * * *", name="documents.index_again")
def index_again(timestamp: int) -> None:
    """Every night: the towns whose words were indexed in the way of before are indexed again, at work.

    And what was never read, whatever became of its job, is left to be read.
    """
    in_each_town(lambda entity: rebuild(entity) if is_of_before(entity) else read_what_was_not(entity))


def empty_bin(entity: Entity) -> int:
    """Erase the documents of the entity whose thirty days are over, one transaction each; how many."""
    by = Actor.program(entity.pk)
    with working_for(entity):
        keys = [document.pk for document in over_in_bin()]
    for key in keys:
        with working_for(entity):
            erase_document(Document.objects.get(pk=key), by=by)
    return len(keys)
