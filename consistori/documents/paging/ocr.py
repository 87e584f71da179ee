"""The words of a scanned paper [reconeixement de text, OCR], read by tesseract where it is installed.

The page stays as it was drawn: its words lie beneath it, unseen, where a finder and a screen reader meet them.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.paging.sources import CannotPage
from consistori.formats.words import PDFIUM
from consistori.kernel.errors import Verdict

log = logging.getLogger(__name__)

RESOLUTION = 300
MOST_DOTS = 5_000
"""The longest side in which a page is read: a plan of two metres is not read dot by dot."""

MOST_PAGES = 500
SECONDS_A_PAGE = 120
_WANTED = ("cat", "spa")


class AllRead(CannotPage):
    """Every page has its words already: there is nothing to do."""


@dataclass(frozen=True)
class Reading:
    """What came of it: how many pages were read, of how many, and the level of the file."""

    read: int
    pages: int


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages of ours that the program of this machine knows; empty if it is not installed."""
    if shutil.which("tesseract") is None:
        return ()
    try:
        done = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    known = set(done.stdout.split())
    return tuple(one for one in _WANTED if one in known)


def available() -> Verdict:
    """Whether this machine can read images."""
    if languages():
        return Verdict(True)
    return Verdict(
        False,
        _(
            "The program that reads images (tesseract, with Catalan and Spanish) is not installed on this server."
            " Whoever looks after it can add it; everything else works the same."
        ),
    )


def make_searchable(
    path: Path,
    out: Path,
    *,
    title: str,
    language: str,
    folder: Path,
    told: Callable[[int], Any] = lambda _n: None,
) -> Reading:
    """The PDF at `path` with the words of its mute pages beneath them, at `out`: PDF/A where nothing is against.

    Pages that have words already stay as they are. `told` hears each page read. Raises `CannotPage`.
    """
    import pikepdf

    mute = mute_pages(path)
    if not mute:
        raise AllRead(_("All its pages have words already."))
    if len(mute) > MOST_PAGES:
        raise CannotPage(_("It has too many pages to be read at once. Divide it."))
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
        for done, number in enumerate(mute, start=1):
            layer = _layer(_picture(path, number, folder), folder)
            with pikepdf.open(layer) as words:
                page = pdf.pages[number - 1]
                page.add_underlay(words.pages[0], pikepdf.Rectangle(*_numbers(page.cropbox)))
            told(done)
        _forget_tags(pdf)
        _finish(pdf, out, title, language)
    return Reading(len(mute), count)


def mute_pages(path: Path) -> list[int]:
    """The pages (from 1) that have no words."""
    from consistori.formats import words

    try:
        return [number for number, text in enumerate(words.pdf_pages(path), start=1) if not text.strip()]
    except words.Unreadable as error:
        raise CannotPage(_("Its pages could not be read.")) from error


def _picture(path: Path, number: int, folder: Path) -> tuple[Path, int]:
    """The page drawn for the reader, and its dots per inch."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
            document.init_forms()
            page = document[number - 1]
            longest = max(page.get_width(), page.get_height(), 1)
            dots = int(min(RESOLUTION, MOST_DOTS * 72 / longest))
            image = page.render(scale=dots / 72, grayscale=True).to_pil()
            page.close()
            document.close()
        except pypdfium2.PdfiumError as error:
            raise CannotPage(_("Its pages could not be read.")) from error
    place = folder / "page.png"
    image.save(place, "PNG", compress_level=1, dpi=(dots, dots))
    return place, dots


def _layer(picture: tuple[Path, int], folder: Path) -> Path:
    """A PDF with only the words of the picture, each in its place and unseen."""
    place, dots = picture
    stem = folder / "words"
    command = [
        "tesseract", str(place), str(stem), "-l", "+".join(languages()), "--dpi", str(dots),
        "-c", "textonly_pdf=1", "pdf",
    ]  # fmt: skip
    command = ["env", "OMP_THREAD_LIMIT=1", *command]
    if shutil.which("nice"):  # people who wait for a page go first
        command = ["nice", "-n", "10", *command]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS_A_PAGE, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("a page could not be read: %s", error)
        raise CannotPage(_("The program that reads images could not read one of its pages.")) from error
    return stem.with_suffix(".pdf")


def _numbers(box: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(value) for value in box)
    return left, bottom, right, top


def _forget_tags(pdf: Any) -> None:
    """Words that no tag knows would be unheard by who reads by tags: without tags they are read in order."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]


def _finish(pdf: Any, out: Path, title: str, language: str) -> None:
    import pikepdf

    from consistori.documents.making import frozen
    from consistori.formats import pdfa

    frozen._raise_to_pdfa(pdf)
    claims = not frozen._uses_cmyk(pdf)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        for name in ("pdfaid:part", "pdfaid:conformance", "pdfaid:amd", "pdfaid:corr", "pdfuaid:part"):
            if name in metadata:
                del metadata[name]
        if claims:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "3", "B"
    pdf.Root.Lang = pikepdf.String(language or "ca")
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with out.open("rb+") as stream:
        stream.seek(-1, 2)
        if stream.read(1) not in (b"\n", b"\r"):
            stream.write(b"\n")
    if claims and not pdfa.check(out).holds:
        frozen._withdraw_claim(out)
        frozen._end_with_newline(out)
