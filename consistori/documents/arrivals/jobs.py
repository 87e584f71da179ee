"""The jobs that look into what came in, and make the copy to read of what somebody looks at."""

from __future__ import annotations

import logging
from pathlib import Path

from consistori.documents import blobs, previews
from consistori.documents.arrivals import readable
from consistori.documents.arrivals.services import keep_rendition, keep_report
from consistori.documents.blobs.quarantine import InQuarantine
from consistori.documents.models import ArrivalReport, Document, DocumentVersion
from consistori.documents.search.waiting import BULK
from consistori.formats import inside, kinds, personal
from consistori.formats.kinds import Kind
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)


@entity_job(name="documents.look_closer", queue="texts", retry=4, priority=BULK)
def look_closer(*, entity: Entity, document_id: str) -> None:
    """Look into the current version: traces of people, pieces inside, fonts. A second or less."""
    found = _version(entity, document_id)
    if found is None:
        return
    version, path = found
    with working_for(entity):
        if ArrivalReport.objects.filter(version=version).exists():
            return
    kind = version.kind
    traces = personal.findings(path, kind)
    lacks_fonts = kind is kinds.PDF and not version.pdfa and _lacks_fonts(path)
    count = _count_inside(path, kind)
    states = ArrivalReport.Readable
    state = states.WANTED if readable.is_wanted(kind) else states.NEEDLESS
    with working_for(entity):
        keep_report(version, traces=traces, inside=count, lacks_fonts=lacks_fonts, readable=state)


@entity_job(name="documents.make_readable", queue="texts", retry=2)
def make_readable(*, entity: Entity, document_id: str) -> None:
    """Make the copy to read that somebody waits for: ten seconds of a converter, one at a time in the house."""
    found = _version(entity, document_id)
    if found is None:
        return
    version, path = found
    with readable.rendition_of(path, version.kind) as made:
        rendition = None
        if made.path is not None:
            with made.path.open("rb") as stream:
                rendition = blobs.receive(stream, limit=max(1, made.path.stat().st_size))
        with working_for(entity):
            report = keep_rendition(version, state=made.state, rendition=rendition, pages=made.pages)
            shown = blobs.existing_path(report.readable_sha256) if report.is_readable else None
    if shown is not None:
        previews.warm(entity.pk, shown, previews.Shown(shown.name, kinds.PDF, report.readable_pages, True))


def _version(entity: Entity, document_id: str) -> tuple[DocumentVersion, Path] | None:
    with working_for(entity):
        document = Document.objects.kept().with_version().filter(pk=document_id).first()
        if document is None:
            return None
        try:
            return document.version, blobs.existing_path(document.latest_blob.sha256)
        except InQuarantine:
            return None  # it is looked into when it leaves


def _count_inside(path: Path, kind: Kind) -> int:
    try:
        return len(inside.pieces(path, kind)) if inside.can_hold(kind) else 0
    except (inside.Unreadable, OSError):
        return 0


def _lacks_fonts(path: Path) -> bool:
    # Loaded when first needed: a tenth of a second of every start.
    from consistori.formats.pdf_safety import lacks_fonts

    return lacks_fonts(path)
