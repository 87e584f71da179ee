"""The job that looks into what came in, after its words are read: it may take minutes, and nobody waits for it."""

from __future__ import annotations

import logging
from pathlib import Path

from consistori.documents import blobs, previews
from consistori.documents.arrivals import readable
from consistori.documents.arrivals.services import keep_report
from consistori.documents.blobs.quarantine import InQuarantine
from consistori.documents.models import ArrivalReport, Document, DocumentVersion
from consistori.formats import inside, kinds, personal
from consistori.formats.kinds import Kind
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)


@entity_job(name="documents.look_closer", queue="texts", retry=4, priority=-5)
def look_closer(*, entity: Entity, document_id: str, again: bool = False) -> None:
    """Look into the current version: traces, pieces inside, fonts; and make a rendition where it needs one.

    `again`: also if it was looked into before, for when the converter has been installed since.
    """
    with working_for(entity):
        document = Document.objects.kept().with_version().filter(pk=document_id).first()
        if document is None:
            return
        version = document.version
        if not again and ArrivalReport.objects.filter(version=version).exists():
            return
        try:
            path = blobs.existing_path(document.latest_blob.sha256)
        except InQuarantine:
            return  # it is looked into when it leaves
    _look(entity, version, path)


def _look(entity: Entity, version: DocumentVersion, path: Path) -> None:
    kind = version.kind
    traces = personal.findings(path, kind)
    lacks_fonts = kind is kinds.PDF and not version.pdfa and _lacks_fonts(path)
    with readable.rendition_of(path, kind) as made:
        rendition = None
        if made.path is not None:
            with made.path.open("rb") as stream:
                rendition = blobs.receive(stream, limit=max(1, made.path.stat().st_size))
        with working_for(entity):
            report = keep_report(
                version,
                traces=traces,
                inside=_count_inside(path, kind),
                lacks_fonts=lacks_fonts,
                readable=made.state,
                rendition=rendition,
                pages=made.pages,
            )
            shown = blobs.existing_path(report.readable_sha256) if report.is_readable else None
    if shown is not None:
        previews.warm(entity.pk, shown, previews.Shown(shown.name, kinds.PDF, report.readable_pages, True))


def _count_inside(path: Path, kind: Kind) -> int:
    try:
        return len(inside.pieces(path, kind)) if inside.can_hold(kind) else 0
    except (inside.Unreadable, OSError):
        return 0


def _lacks_fonts(path: Path) -> bool:
    # Loaded when first needed: a tenth of a second of every start.
    from consistori.formats.pdf_safety import lacks_fonts

    return lacks_fonts(path)
