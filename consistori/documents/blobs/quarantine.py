"""Quarantine [quarantena / cuarentena]: what somebody brings is opened by nobody until the scanner has looked at it.

The gate is at the door of the store: whatever opens a blob (download, preview, words, signature, export) passes it.
Only what keeps the bytes (backup, scrub, the scanner itself) goes to the store past it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.blobs.port import BlobMissing
from consistori.documents.blobs.scanning import ScannerSilent, Verdict, is_there_one, scanner
from consistori.documents.events import HarmFound, QuarantineLeft
from consistori.documents.models import Blob, DamagedBlob, Document, VersionBlob
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.health import Health, bad, good
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce

log = logging.getLogger(__name__)


class InQuarantine(BlobMissing):
    """The scanner has not looked at it yet."""

    status = 423
    default_code = "in-quarantine"
    sentence = _("It is in quarantine: the scanner has not looked at it yet. It opens by itself when it has.")

    def __init__(self) -> None:
        super(BlobMissing, self).__init__(self.sentence)


class Harmful(InQuarantine):
    """The scanner found in it a program that harms."""

    default_code = "harmful"
    sentence = _(
        "The scanner found in this file a program that harms: nobody opens it. Ask for another copy."
    )


def gate(sha256: str) -> None:
    """Let nobody open what waits or what harms. One statement where there is a scanner, or harm was ever found."""
    if not (is_there_one() or _harm_was_found()):
        return
    scan = Blob.objects.filter(sha256=sha256).values_list("scan", flat=True).first()
    if scan == Blob.Scan.HARMFUL:
        raise Harmful
    if scan == Blob.Scan.WAITING and is_there_one():
        raise InQuarantine


def _harm_was_found() -> bool:
    """Whether anything harmful is kept here: no statement, for every opening of a document asks it."""
    return _mark().exists()


def remember_harm() -> None:
    """Leave the mark for which what harms stays closed although there be no scanner any more."""
    _mark().parent.mkdir(parents=True, exist_ok=True)
    _mark().touch()


def _mark() -> Path:
    return Path(settings.BLOB_ROOT) / "harm-was-found"


def hold(sha256: str) -> None:
    """Put what somebody has just brought in quarantine, if there is a scanner and it was not looked at before."""
    if not is_there_one():
        return
    from consistori.documents.jobs import scan_blob
    from consistori.tenancy.jobs import defer

    if Blob.objects.filter(sha256=sha256, scan=Blob.Scan.NONE).update(scan=Blob.Scan.WAITING, scan_said=""):
        defer(scan_blob, priority=20, sha256=sha256)


def scan(entity: Entity, sha256: str) -> bool:
    """Let the scanner look at a blob that waits, and write down what it says. False: it does not answer."""
    with working_for(entity):
        waits = Blob.objects.filter(sha256=sha256, scan=Blob.Scan.WAITING).exists()
    if not waits:
        return True
    try:
        with _as_kept(entity, sha256) as stream:
            verdict = scanner().look_at(stream)
    except (ScannerSilent, BlobMissing) as error:
        log.warning("a file stays in quarantine in %s: %s", entity.slug, error)
        with working_for(entity):
            Blob.objects.filter(sha256=sha256).update(scan_said=str(error)[:160])
        return False
    with working_for(entity):
        write_verdict(sha256, verdict)
    return True


def _as_kept(entity: Entity, sha256: str) -> BinaryIO:
    return blobs.store().open(entity.pk, sha256)


@act
def write_verdict(sha256: str, verdict: Verdict) -> None:
    """What the scanner said: the documents with those bytes open, or are closed for ever; it is told in their trail."""
    scan = Blob.Scan.CLEAN if verdict.clean else Blob.Scan.HARMFUL
    Blob.objects.filter(sha256=sha256).update(scan=scan, scan_said=verdict.said[:160], scanned_at=now())
    entity = current_entity()
    by = Actor.program(entity.pk)
    versions = VersionBlob.objects.filter(sha256=sha256).values("version__document")
    documents = list(Document.objects.filter(pk__in=versions))
    for document in documents:
        if verdict.clean:
            announce(QuarantineLeft(document_id=document.pk, title=document.title), by=by)
        else:
            announce(
                HarmFound(document_id=document.pk, title=document.title, found=verdict.said[:160]), by=by
            )
    if not verdict.clean:
        DamagedBlob.objects.update_or_create(
            entity=entity,
            sha256=sha256,
            defaults={
                "damage": DamagedBlob.Damage.HARMFUL,
                "found_at": now(),
                "documents": [document.eni_identifier for document in documents],
            },
        )
        remember_harm()


def scan_waiting(entity: Entity) -> int:
    """Let it look at all that waits in the entity; how many it looked at. It stops when it does not answer."""
    with working_for(entity):
        waiting = list(
            Blob.objects.filter(scan=Blob.Scan.WAITING).order_by("kept_at").values_list("sha256", flat=True)
        )
    looked_at = 0
    for sha256 in waiting:
        looked_at += scan(entity, sha256)
        if not looked_at and not scanner().answers():
            break
    return looked_at


def scanner_answers() -> Health:
    """Whether the scanner is there, if there is one."""
    if not is_there_one():
        return good(_("There is no scanner: what is brought is opened at once."))
    if scanner().answers():
        return good(_("The scanner answers."))
    return bad(_("The scanner does not answer: what is brought stays in quarantine until it does."))


def state_of(document: Document) -> Blob | None:
    """The last bytes of a document, if they are in quarantine or harm. A statement where there is a scanner."""
    if not (is_there_one() or _harm_was_found()):
        return None
    closed = [Blob.Scan.HARMFUL, *([Blob.Scan.WAITING] if is_there_one() else [])]
    found: Blob | None = Blob.objects.filter(sha256=document.latest_blob.sha256, scan__in=closed).first()
    return found
