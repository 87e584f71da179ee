"""Acts on the papers of an attention: each is examined as it comes, and the sharpness of its image is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.assistance.models import Attention, AttentionPaper
from consistori.documents import blobs
from consistori.documents.paging.plan import Sheet, Wanted, unchanged
from consistori.documents.paging.sources import CannotPage, workroom
from consistori.documents.received import ReceivedFile
from consistori.documents.waiting import WaitingFile, let_wait
from consistori.formats import kinds
from consistori.formats.content import Remark
from consistori.formats.kinds import Family, Kind
from consistori.formats.words import PDFIUM
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere
from consistori.kernel.filenames import with_extension
from consistori.trail import act

MOST = 100
MOST_PAGES = 300
Nature = AttentionPaper.Nature
Way = AttentionPaper.Way

WHY_NOT = {
    "too-coarse": _("Scanned at %(found)s pixels per inch, and an authentic copy needs 200."),
    "not-said": _("The image does not say at which resolution it was scanned."),
    "no-image": _("It did not come out of a scanner: there is no paper behind it."),
    "kind": _("Only a scanned image (PDF, TIFF, JPEG, PNG) can be the copy of a paper."),
    "signed": _("It carries electronic signatures: it is no scanned paper."),
    "unreadable": _("Its image could not be measured."),
    "phone": _("A picture of a telephone is never an authentic copy."),
}
"""Why a paper cannot be an authentic copy, by what was found in its image."""


def locked(attention: Attention) -> Attention:
    """The attention, held until the act ends. Raises `AlreadyDone` when it has its number already."""
    row: Attention = Attention.objects.select_for_update().get(pk=attention.pk)
    if row.state == Attention.State.REGISTERED:
        raise AlreadyDone(_("It is registered already: it does not change any more."))
    row.touched_at = now()
    row.save(update_fields=["touched_at"])
    return row


@act
def put_paper(attention: Attention, received: ReceivedFile, *, way: str) -> AttentionPaper:
    """Put a file on the counter. The same file twice is there once.

    Raises `FileRefused`, `FileTooLarge`, `StoreFull`, `StoreUnreachable`, `BadInput`.
    """
    attention = locked(attention)
    content = received.content()
    papers = AttentionPaper.objects.filter(attention=attention)
    known: AttentionPaper | None = papers.filter(sha256=received.blob.sha256).first()
    if known is not None:
        return known
    if papers.count() >= MOST:
        raise BadInput(
            _("There are %(most)s papers already: register these, and the rest after.") % {"most": MOST},
            field="files",
        )
    found, why = (None, "phone") if way == Way.PHONE else measured(received.blob.path, content.kind)
    if Remark.SIGNED in content.remarks:
        found, why = None, "signed"
    last = papers.aggregate(last=Max("position"))["last"]
    file = let_wait(received)
    row = AttentionPaper(
        attention=attention, way=way, file=asdict(file), sha256=file.sha256, resolution=found, why_not=why,
        nature=Nature.PLAIN if why in ("phone", "kind", "no-image", "signed") else Nature.UNSAID,
        position=0 if last is None else last + 1,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@act
def say_of_paper(paper: AttentionPaper, *, nature: str, title: str) -> None:
    """Say what the paper is: an original, or a plain copy (R-REG-09). Raises `BadInput`."""
    locked(paper.attention)
    if nature not in Nature.values:
        nature = paper.nature
    if nature == Nature.ORIGINAL and paper.why_not:
        raise BadInput(why_not(paper), field="papers", article="NTI de digitalización, IV")
    if (paper.nature, paper.title) != (nature, title.strip()[:200]):
        paper.nature, paper.title = nature, title.strip()[:200]
        paper.save(update_fields=["nature", "title"])


@act
def all_are_originals(attention: Attention) -> int:
    """Say of every paper of which nothing was said, and that can be one, that it is an original; how many they are."""
    rows = AttentionPaper.objects.filter(attention=locked(attention), nature=Nature.UNSAID, why_not="")
    return int(rows.update(nature=Nature.ORIGINAL))


@act
def take_off(attention: Attention, key: UUID) -> None:
    """Take a paper off the counter. Raises `NotHere`."""
    gone, _each = AttentionPaper.objects.filter(attention=locked(attention), pk=key).delete()
    if not gone:
        raise NotHere


@act
def turn(paper: AttentionPaper, quarters: int = 1) -> None:
    """Turn all the pages of a paper clockwise. Raises `CannotPage`."""
    sheets = tuple(Sheet(page, quarters % 4) for page in range(1, paper.pages + 1))
    change_pages(paper, Wanted(sheets, frozenset()))


@act
def change_pages(paper: AttentionPaper, wanted: Wanted) -> list[AttentionPaper]:
    """Leave the pages so; where another paper begins, it is another paper after this one. Raises `CannotPage`."""
    from consistori.documents.paging import engine

    attention = locked(paper.attention)
    _ensure_pageable(paper)
    came = paper.came or paper.file
    pieces = wanted.pieces
    with workroom() as folder:
        source = _as_pdf(paper, folder)
        made = []
        for number, sheets in enumerate(pieces, start=1):
            out = folder / f"{number}.pdf"
            if len(pieces) == 1 and len(sheets) == engine.page_count(source):
                engine.rearranged(source, sheets, out, title=str(paper))
            else:
                engine.gathered([engine.Part(source, sheets)], out, title=str(paper))
            made.append(_received(out, paper, f" ({number})" if number > 1 else ""))
        _replace(paper, made[0], came)
        later = AttentionPaper.objects.filter(attention=attention, position__gt=paper.position)
        for row in later.order_by("-position"):
            row.position += len(pieces) - 1
            row.save(update_fields=["position"])
        return [paper, *(_beside(paper, one, n) for n, one in enumerate(made[1:], start=1))]


@act
def as_it_came(paper: AttentionPaper) -> None:
    """Leave a paper as the scanner gave it. What was parted from it stays beside."""
    locked(paper.attention)
    if paper.came is None:
        raise AlreadyDone(_("It is as it came."))
    file = WaitingFile(**paper.came)
    paper.file, paper.sha256, paper.came = paper.came, file.sha256, None
    if not paper.is_from_phone:
        paper.resolution, paper.why_not = measured(blobs.existing_path(file.sha256), file.kind)
    paper.save(update_fields=["file", "sha256", "came", "resolution", "why_not"])


def why_not(paper: AttentionPaper) -> str:
    """Why it cannot be an authentic copy, in words; empty if it can."""
    if not paper.why_not:
        return ""
    words = str(WHY_NOT.get(paper.why_not, WHY_NOT["unreadable"]))
    return words % {"found": paper.resolution} if "%(found)s" in words else words


def measured(path: Path, kind: Kind) -> tuple[int | None, str]:
    """The resolution of the image of a paper, and why it gives no authentic copy (empty: it does) (N-DIG-01)."""
    from consistori.signature.copies.making import LEAST_RESOLUTION, CannotCopy, resolution_of

    try:
        with PDFIUM:
            found = resolution_of(path, kind)
    except CannotCopy as refused:
        return None, refused.code
    except (OSError, ValueError, RuntimeError, ArithmeticError):
        return None, "unreadable"
    return found, "" if found >= LEAST_RESOLUTION else "too-coarse"


def registered_before(papers: Iterable[AttentionPaper]) -> dict[str, str]:
    """By hash, the number with which a file that came by the counter was registered before. One statement."""
    hashes = [paper.sha256 for paper in papers]
    rows = AttentionPaper.objects.filter(sha256__in=hashes, attention__state=Attention.State.REGISTERED)
    return dict(rows.values_list("sha256", "attention__entry__reference"))


def _ensure_pageable(paper: AttentionPaper) -> None:
    file = paper.waiting
    if Remark.SIGNED in {Remark(one) for one in file.remarks}:
        raise CannotPage(_("It brings signatures inside: changing its pages would break them."))
    if file.kind is not kinds.PDF and file.kind.family is not Family.IMAGE:
        raise CannotPage(_("Only PDF and images have pages that can be changed."))
    if paper.pages > MOST_PAGES:
        raise CannotPage(_("It has too many pages to be changed here. Divide it before bringing it."))


def _as_pdf(paper: AttentionPaper, folder: Path) -> Path:
    file = paper.waiting
    path = blobs.existing_path(file.sha256)
    if file.kind is kinds.PDF:
        return path
    from consistori.assistance.counter.sheets import pdf_of_scan
    from consistori.documents.making import images

    try:
        if (scanned := pdf_of_scan(path, folder, title=str(paper))) is not None:
            return scanned
    except (OSError, ValueError, RuntimeError) as trouble:
        raise CannotPage(_("The image could not be read. Scan it again.")) from trouble
    return images.pdf_of_image(path, folder, title=str(paper), language="")


def _received(made: Path, paper: AttentionPaper, mark: str) -> ReceivedFile:
    name = with_extension(paper.waiting.name, ".pdf")
    with made.open("rb") as stream:
        return ReceivedFile.from_stream(f"{name[: -len('.pdf')]}{mark}.pdf", stream)


def _replace(paper: AttentionPaper, received: ReceivedFile, came: dict[str, object]) -> None:
    if not paper.is_from_phone:
        paper.resolution, paper.why_not = measured(received.blob.path, received.content().kind)
    file = let_wait(received)
    paper.file, paper.sha256, paper.came = asdict(file), file.sha256, came
    if paper.why_not and paper.nature == Nature.ORIGINAL:
        paper.nature = Nature.UNSAID
    paper.save(update_fields=["file", "sha256", "came", "resolution", "why_not", "nature"])


def _beside(paper: AttentionPaper, received: ReceivedFile, number: int) -> AttentionPaper:
    found, why = (
        (None, "phone") if paper.is_from_phone else measured(received.blob.path, received.content().kind)
    )
    file = let_wait(received)
    row = AttentionPaper(
        attention=paper.attention, way=paper.way, file=asdict(file), sha256=file.sha256, resolution=found,
        why_not=why, nature=paper.nature if not why else Nature.PLAIN if why == "phone" else Nature.UNSAID,
        position=paper.position + number,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def every_page(paper: AttentionPaper) -> list[int]:
    """The numbers of its pages."""
    return [sheet.page for sheet in unchanged(paper.pages)]
