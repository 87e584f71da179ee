"""Questions on the backups and their rehearsals. They are the machine's: no entity is asked."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from consistori.backups.models import Rehearsal
from consistori.backups.shape import Manifest, Refused, names_in, read_manifest


def rehearsals(limit: int = 30) -> list[Rehearsal]:
    """The last rehearsals, newest first."""
    return list(Rehearsal.objects.all()[:limit])


def last_rehearsal() -> Rehearsal | None:
    """The last one that ended."""
    return Rehearsal.objects.exclude(state=Rehearsal.State.RUNNING).first()


def backups(limit: int = 30) -> list[Manifest]:
    """The last backups of the folder of the settings, newest first; those whose seal is broken are left out."""
    found = []
    for name in reversed(names_in(Path(settings.BACKUP_TO)) if settings.BACKUP_TO else []):
        try:
            found.append(read_manifest(Path(settings.BACKUP_TO) / name))
        except Refused:
            continue
        if len(found) == limit:
            break
    return found
