"""Acts on what came in: take a piece out as a document, remove the traces of people, keep the report of a file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.arrivals.events import PieceTakenOut, TracesCleaned
from consistori.documents.arrivals.inside import Opened, open_piece
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.companions import file_beside
from consistori.documents.errors import FileRefused, FileTooLarge
from consistori.documents.models import ArrivalReport, Document, DocumentVersion
from consistori.documents.policies import may_change, may_read, may_receive
from consistori.documents.received import ReceivedFile
from consistori.documents.services.receiving import keep_blob, new_version, receive_document
from consistori.formats import personal
from consistori.formats.content import Unacceptable
from consistori.formats.personal import Finding
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.trail import act, announce

MOST_AT_ONCE = 100
MOST_BYTES = 500 * 1024**2
"""What is taken out in one gesture, in bytes."""

_WHY_NOT = {
    "signed": _("It is signed: taking anything out would break the signature. Publish a copy of it."),
    "kind": _("We do not know how to clean this kind of file. Make a PDF of it and clean that one."),
    "damaged": _("The file is damaged inside: it could not be cleaned. Make it again."),
}


class CannotClean(Refusal):
    """The traces of people cannot be removed from this file."""

    default_code = "cannot-clean"


@act
def take_out(document: Document, wheres: Sequence[str], *, by: Actor) -> list[Document]:
    """Make documents of pieces that `document` carries inside, beside it, in the order given.

    `wheres`: the way in of each (`2`, or `2-1` for the first piece of the second). Raises `NotHere`, `FileRefused`.
    """
    ensure(may_read(by, document))
    ensure(may_receive(by))
    if not wheres:
        raise BadInput(_("Choose what to take out."), field="piece")
    if len(wheres) > MOST_AT_ONCE:
        raise BadInput(_("At most a hundred at once: take them out in several times."), field="piece")
    opened = [open_piece(document, where) for where in wheres]
    if sum(piece.path.stat().st_size for piece in opened) > MOST_BYTES:
        raise FileTooLarge(MOST_BYTES)
    new = [_received(piece, by) for piece in opened]
    file_beside(document, new, by=by)
    for piece, made in zip(opened, new, strict=True):
        announce(
            PieceTakenOut(document_id=document.pk, title=document.title, piece=piece.name, taken_id=made.pk),
            by=by,
        )
    return new


def _received(piece: Opened, by: Actor) -> Document:
    if piece.refused is not None:
        raise FileRefused(Unacceptable(piece.refused, piece.name))
    with piece.path.open("rb") as stream:
        return receive_document(by=by, received=ReceivedFile.from_stream(piece.name, stream))


@act
def clean_document(document: Document, *, by: Actor) -> DocumentVersion:
    """Bring as a new version the same file without the personal data that it carries unseen.

    The version before is kept, as all are. Raises `CannotClean`.
    """
    ensure(may_change(by, document))
    if document.is_frozen:
        raise CannotClean(_WHY_NOT["signed"])
    blob, removed = for_publication(document)
    if not removed:
        raise CannotClean(_("Nothing of people was found in it: it can be published as it is."))
    version = new_version(document, by=by, received=ReceivedFile(document.version.name, blob))
    traces = sorted({each.trace.value for each in removed})
    announce(TracesCleaned(document_id=document.pk, title=document.title, traces=traces), by=by)
    return version


def for_publication(document: Document) -> tuple[ReceivedBlob, list[Finding]]:
    """The file of the document without traces of people, and what was removed; the document is not touched.

    It is what whoever publishes calls (edicts, transparency, open data). Raises `CannotClean`.
    """
    path = blobs.existing_path(document.latest_blob.sha256)
    with tempfile.TemporaryDirectory(prefix="clean-") as folder:
        out = Path(folder) / "clean"
        try:
            removed = personal.cleaned(path, out, document.version.kind)
        except personal.CannotClean as error:
            raise CannotClean(_WHY_NOT[error.reason]) from error
        with out.open("rb") as stream:
            return blobs.receive(stream, limit=max(out.stat().st_size, 1)), removed


def keep_report(
    version: DocumentVersion, *, traces: Sequence[Finding], inside: int, lacks_fonts: bool, readable: str
) -> ArrivalReport:
    """Keep what the job saw in a file; the program does it, nobody is asked."""
    report, _made = ArrivalReport.objects.get_or_create(
        version=version,
        defaults={
            "traces": [asdict(each) for each in traces],
            "inside": inside,
            "lacks_fonts": lacks_fonts,
            "readable": readable,
        },
    )
    return report


def keep_rendition(
    version: DocumentVersion, *, state: str, rendition: ReceivedBlob | None, pages: int
) -> ArrivalReport:
    """Keep the copy to read that the job made, or why there is none."""
    if rendition is not None:
        keep_blob(rendition)
    report, _made = ArrivalReport.objects.update_or_create(
        version=version,
        defaults={
            "readable": state,
            "readable_sha256": rendition.sha256 if rendition is not None else "",
            "readable_pages": pages,
        },
    )
    return report
