"""What can be paged: the PDF of a document, or the PDF that an image becomes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from consistori.documents import blobs
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.received import ReceivedFile
from consistori.formats import kinds
from consistori.formats.content import Remark
from consistori.formats.kinds import Family
from consistori.kernel.errors import Refusal, Verdict
from consistori.kernel.filenames import with_extension

MOST_PAGES = 2_000


class CannotPage(Refusal):
    """The pages of the document cannot be changed; the message says why and what to do."""

    default_code = "cannot-page"


def pageable(document: Document) -> Verdict:
    """Whether its pages may be changed by what it is, whoever asks."""
    version = document.version
    if document.is_frozen:
        return Verdict(False, _("Its text is fixed for signature: its pages do not change."))
    if Remark.SIGNED in version.remarks:
        return Verdict(False, _("It brings signatures inside: changing its pages would break them."))
    if version.kind is not kinds.PDF and version.kind.family is not Family.IMAGE:
        return Verdict(False, _("Only PDF and images have pages that can be changed."))
    if not version.pages and version.kind is kinds.PDF:
        return Verdict(False, _("Its pages could not be counted: print it to a new PDF and bring that one."))
    if (version.pages or 1) > MOST_PAGES:
        return Verdict(False, _("It has too many pages to be changed here. Divide it before bringing it."))
    return Verdict(True)


def ensure_pageable(document: Document) -> None:
    """Raise `CannotPage` with the name of the document and the reason."""
    verdict = pageable(document)
    if not verdict:
        raise CannotPage(f"«{document.title}»: {verdict.reason}")


@contextmanager
def workroom() -> Iterator[Path]:
    """A folder that goes with its `with`."""
    with TemporaryDirectory(prefix="pages-") as folder:
        yield Path(folder)


def as_pdf(document: Document, folder: Path) -> Path:
    """The current bytes as PDF: themselves, or made from the image with its same proportions."""
    path = blobs.existing_path(document.latest_blob.sha256)
    if document.version.kind is kinds.PDF:
        return path
    # Loaded when first needed: what draws PDF costs a fifth of a second of every start.
    from consistori.documents.making import images

    own = folder / document.version.sha256[:16]
    own.mkdir(exist_ok=True)
    return images.pdf_of_image(path, own, title=document.title, language=document.language)


def received(made: Path, source: DocumentVersion, *, mark: str = "") -> ReceivedFile:
    """What was made, as a file that comes in with the name of its source."""
    name = with_extension(source.name, ".pdf")
    if mark:
        name = f"{name[: -len('.pdf')]}{mark}.pdf"
    with made.open("rb") as stream:
        return ReceivedFile(name, blobs.receive(stream, limit=made.stat().st_size))
