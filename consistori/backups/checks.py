"""Whether there would be something to restore tomorrow."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consistori.backups.models import Rehearsal
from consistori.backups.selectors import backups, last_rehearsal
from consistori.kernel.clock import now
from consistori.kernel.health import Health, bad, good, warning

A_NIGHT = timedelta(hours=26)
LITTLE_ROOM = 2**30


def last_backup() -> Health:
    """There is one of last night, whole by its seal."""
    if not settings.BACKUP_TO:
        return warning(_("No folder of backups is named (BACKUP_TO): if this machine is lost, all is lost."))
    found = backups(limit=1)
    if not found:
        return bad(_("There is no backup yet."), settings.BACKUP_TO)
    told = found[0]
    if now() - datetime.fromisoformat(told.made_at) > A_NIGHT:
        return bad(_("The last backup is older than a day."), told.name)
    if lost := len(told.missing):
        words = ngettext(
            "The last backup lacks a document whose bytes the store has lost.",
            "The last backup lacks %(lost)s documents whose bytes the store has lost.",
            lost,
        )
        return bad(words % {"lost": lost}, "\n".join(told.missing[:20]))
    if not told.encrypted_for:
        return warning(_("The backups are not encrypted (BACKUP_RECIPIENTS)."), told.name)
    return good(_("There is a backup of last night, encrypted."), told.name)


def last_trial() -> Health:
    """The last backup was restored for trial, and it was good."""
    row = last_rehearsal()
    if row is None:
        return warning(_("No backup has been restored for trial yet."))
    detail = f"{row.backup_name} {row.detail}".strip()
    if row.state != Rehearsal.State.GOOD:
        return bad(row.sentence, detail)
    if now() - row.started_at > A_NIGHT:
        return warning(_("The last trial of a backup is older than a day."), detail)
    return good(row.sentence, detail)


def room_for_the_next() -> Health:
    """The folder of backups has room for another as large as all the documents together, or nearly."""
    if not settings.BACKUP_TO or not Path(settings.BACKUP_TO).exists():
        return good(_("No folder of backups is named."))
    free = shutil.disk_usage(settings.BACKUP_TO).free
    told = f"{free / 2**30:.1f} GiB"
    if free < LITTLE_ROOM:
        return bad(_("There is hardly any room left for backups."), told)
    return good(_("There is room for the next backup."), told)
