"""The scrub [repàs / repaso]: every night a share of all blobs is hashed again, so that in a month all were.

A disk loses bytes in silence. Found in a month, they are still in the backup.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from math import ceil
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consistori.documents import blobs
from consistori.documents.blobs.port import BlobMissing, StoreUnreachable
from consistori.documents.blobs.quarantine import remember_harm
from consistori.documents.models import Blob, DamagedBlob, Document, ScrubRun, VersionBlob
from consistori.kernel.clock import now
from consistori.kernel.health import Health, bad, good, warning
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)

NIGHTS = 28
LATE_DAYS = 3
_BATCH = 100
Damage = DamagedBlob.Damage
Tell = Callable[[str], None]


def scrub(*, everything: bool = False, tell: Tell | None = None) -> ScrubRun:
    """Hash again the blobs that were hashed longest ago, a share of those of each entity. The run, as it ended.

    Raises `StoreUnreachable`: a store that does not answer is not damage.
    """
    run = ScrubRun.objects.create(started_at=now())
    for entity in Entity.objects.order_by("pk"):
        _scrub_entity(entity, run, everything)
        if tell:
            tell(f"{entity.slug}: {run.looked_at} so far, {run.damaged} damaged")
    if DamagedBlob.objects.filter(damage=Damage.HARMFUL).exists():
        remember_harm()  # also on a machine where all was restored
    run.finished_at = now()
    run.save()
    return run


def _scrub_entity(entity: Entity, run: ScrubRun, everything: bool) -> None:
    before = run.started_at
    with working_for(entity):
        left = Blob.objects.filter(erased_at=None).count()
    left = left if everything else ceil(left / NIGHTS)
    _look_at_damaged_again(entity)
    while left > 0:
        with working_for(entity):
            due = Blob.objects.filter(erased_at=None).order_by(F("checked_at").asc(nulls_first=True), "pk")
            batch = [
                row for row in due[: min(left, _BATCH)] if row.checked_at is None or row.checked_at < before
            ]
        if not batch:
            return
        found = {blob.sha256: damage_of(entity.pk, blob.sha256) for blob in batch}
        with working_for(entity):
            Blob.objects.filter(pk__in=[blob.pk for blob in batch]).update(checked_at=now())
            damaged = _write(entity, found)
        left -= len(batch)
        run.looked_at += len(batch)
        run.size += sum(blob.size for blob in batch)
        run.damaged += damaged
        run.save()


def damage_of(entity_id: int, sha256: str) -> str:
    """Hash it again as the store has it: `missing`, `changed`, or empty when it is whole."""
    found = hashlib.sha256()
    try:
        with blobs.store().as_stored(entity_id, sha256) as stream:
            while piece := stream.read(blobs.PIECE):
                found.update(piece)
    except BlobMissing:
        return str(Damage.MISSING)
    except StoreUnreachable:
        raise
    except OSError as error:  # a disk that cannot read its own sectors
        log.error("%s/%s could not be read: %s", entity_id, sha256, error)
        return str(Damage.CHANGED)
    return "" if found.hexdigest() == sha256 else str(Damage.CHANGED)


def _write(entity: Entity, found: dict[str, str]) -> int:
    """Write down what is damaged, with its documents, and what is whole again. How many are damaged."""
    damaged = {sha256: damage for sha256, damage in found.items() if damage}
    for sha256, damage in damaged.items():
        if not Blob.objects.filter(sha256=sha256, erased_at=None).exists():
            continue  # erased while it was looked at
        defaults: dict[str, Any] = {"damage": damage, "documents": _documents_with(sha256), "mended_at": None}
        DamagedBlob.objects.update_or_create(
            entity=entity, sha256=sha256, defaults=defaults, create_defaults={**defaults, "found_at": now()}
        )
    whole = [sha256 for sha256 in found if sha256 not in damaged]
    standing = DamagedBlob.objects.filter(entity=entity, sha256__in=whole, mended_at=None)
    standing.exclude(damage=Damage.HARMFUL).update(mended_at=now())
    return len(damaged)


def _documents_with(sha256: str) -> list[str]:
    """Their identifiers, which say nothing of what is in them."""
    versions = VersionBlob.objects.filter(sha256=sha256).values("version__document")
    return list(Document.objects.filter(pk__in=versions).values_list("eni_identifier", flat=True)[:20])


def _look_at_damaged_again(entity: Entity) -> None:
    """What was damaged may have been brought from a backup since."""
    standing = DamagedBlob.objects.filter(entity=entity, mended_at=None).exclude(damage=Damage.HARMFUL)
    found = {sha256: damage_of(entity.pk, sha256) for sha256 in standing.values_list("sha256", flat=True)}
    if found:
        with working_for(entity):
            _write(entity, found)


def damaged_blobs() -> list[DamagedBlob]:
    """What is damaged or harmful now, with its entity."""
    return list(DamagedBlob.objects.filter(mended_at=None).select_related("entity"))


def last_scrub() -> ScrubRun | None:
    """The last one that ended."""
    return ScrubRun.objects.exclude(finished_at=None).first()


def blobs_are_whole() -> Health:
    """What the last nights found."""
    standing = DamagedBlob.objects.filter(mended_at=None).exclude(damage=Damage.HARMFUL)
    damaged = list(standing.select_related("entity")[:20])
    if damaged:
        words = ngettext(
            "A file is damaged: bring it from a backup.",
            "%(n)s files are damaged: bring them from a backup.",
            len(damaged),
        )
        return bad(
            words % {"n": len(damaged)},
            "\n".join(f"{one.entity.slug} {one.sha256} {one.damage}" for one in damaged),
        )
    last = last_scrub()
    if last is None:
        return good(_("No night has looked at the bytes of the documents yet."))
    if (now() - last.started_at).days >= LATE_DAYS:
        return warning(_("For some nights nobody has looked at the bytes of the documents."))
    return good(
        _("Each night a share of the bytes of the documents is looked at again: all of them in a month.")
    )
