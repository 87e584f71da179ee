"""Storage by entity, settings explained, backups and their trials."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from consistori.backups import selectors as backups
from consistori.directory.access import StaffRequest
from consistori.documents.blobs.scrubbing import damaged_blobs, last_scrub
from consistori.operation import selectors
from consistori.operation.settings_told import told_settings
from consistori.operation.web.console import console_page, draw


@console_page
@require_safe
def storage(request: StaffRequest) -> HttpResponse:
    """What each entity takes, counted and never opened."""
    rows = selectors.entity_rows(request.entity, storage=True)
    rows.sort(key=lambda row: -row.size)
    context = {
        "rows": rows,
        "total": sum(row.size for row in rows),
        "files": sum(row.files for row in rows),
        "disk": shutil.disk_usage(settings.DATA_DIR),
        "database": selectors.database_size(),
        "damaged": damaged_blobs(),
        "scrub": last_scrub(),
    }
    return draw(request, "storage.html", "storage", context)


@console_page
@require_safe
def settings_told(request: StaffRequest) -> HttpResponse:
    """Each setting: what it does, what it is, where that comes from."""
    return draw(request, "settings.html", "settings", {"groups": told_settings()})


@console_page
@require_safe
def rehearsals(request: StaffRequest) -> HttpResponse:
    """The backup of each night, and what became of restoring it for trial."""
    context = {"rehearsals": backups.rehearsals(), "backups": backups.backups(14), "to": settings.BACKUP_TO}
    return draw(request, "rehearsals.html", "rehearsals", context)
