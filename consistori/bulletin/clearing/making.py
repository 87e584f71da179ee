"""Making the version that is published, and being sure that nothing that had to go can be read in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.bulletin.clearing.hiding import areas_of
from consistori.bulletin.clearing.replacing import cleared, replaced
from consistori.bulletin.clearing.source import Base, CannotPublish, base_of, base_version, text_of_pdf
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.rules.personal import Do, still_told
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.plain import lines_of
from consistori.documents.writing.kind import is_written
from consistori.signature.copies.making import CannotCopy, partial
from consistori.tenancy.scope import current_entity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consistori.documents.making.band import Band
    from consistori.documents.making.frozen import FrozenText


@dataclass(frozen=True)
class Shown:
    """What is published: its PDF without code yet, its words, and the text from which it is drawn, if it was written
    here; `hidden` is how many things were taken out."""

    pdf: bytes
    text: str
    html: str = ""
    hidden: int = 0


_drawn: ContextVar[tuple[str, str, str] | None] = ContextVar("published_version", default=None)


def make_shown(edict: Edict, data: Iterable[Datum], folder: Path) -> Shown:
    """The published version, in `folder`. Raises `CannotPublish` (`still-told` with its `word`)."""
    base = base_of(edict.source, folder)
    goes = [one for one in data if one.chosen != Do.KEEP and one.text]
    said = _said(edict, goes)
    masks = {one.text: one.shown_as for one in goes if one.chosen == Do.MASK}
    made = _from_text(edict, base, said) if base.html else _from_pages(base, said, masks)
    decided = [(one.text, Do(one.chosen)) for one in goes]
    if left := still_told(made.text, decided):
        raise CannotPublish("still-told", word=left[0])
    return replace(made, hidden=len(goes))


def shown_html(edict: Edict, data: Iterable[Datum]) -> str:
    """The text of the published version, of a document written here; empty for the others."""
    version = base_version(edict.source)
    if not is_written(version.media_type):
        return ""
    html = blobs.existing_path(version.sha256).read_text(encoding="utf-8")
    return to_html(cleared(parse(html), _said(edict, data)))


def _said(edict: Edict, data: Iterable[Datum]) -> dict[str, str]:
    """What is written -> what is read in its place, in the language of the edict."""
    with translation.override(edict.language):
        blank = _("[hidden datum]")
    goes = [one for one in data if one.chosen != Do.KEEP and one.text]
    return {one.text: one.shown_as if one.chosen == Do.MASK else blank for one in goes}


def _from_text(edict: Edict, base: Base, said: dict[str, str]) -> Shown:
    """Of a text written here: drawn again without what goes, so that it is read as well as before."""
    from consistori.documents.making.written import Sheet, pdf_of

    tree = cleared(parse(base.html), said)
    html = to_html(tree)
    sheet = Sheet(title=edict.title, language=edict.language, kind=edict.line.name_in(edict.language))
    return Shown(pdf_of(html, sheet, entity=current_entity()), "\n".join(lines_of(tree)), html)


def _from_pages(base: Base, said: dict[str, str], masks: dict[str, str]) -> Shown:
    """Of a PDF: its pages, and where something goes, the page as an image of itself painted over."""
    if base.path is None:
        raise CannotPublish("kind")
    areas = areas_of(base.path, said, masks)
    try:
        made = partial(base.path, keep=None, hide=(), areas=areas)
    except CannotCopy as refused:
        raise CannotPublish(refused.code, **refused.facts) from refused
    left = base.path.with_name("left.pdf")
    left.write_bytes(made.data)
    if told := still_told(text_of_pdf(left), [(words, Do.HIDE) for words in said]):
        raise CannotPublish("still-told", word=told[0])
    return Shown(made.data, replaced(base.text, said))


@contextmanager
def drawn_as_published(html: str, title: str, words: str) -> Iterator[None]:
    """While it lasts, the text that is fixed is that of a published version: its title, and what its margin says."""
    token = _drawn.set((html, title, words))
    try:
        yield
    finally:
        _drawn.reset(token)


def make_paper_of_edict(
    document: Document, band: Band, posts: Sequence[str], folder: Path
) -> FrozenText | None:
    """Hung on the freezing of texts: the paper of a published version; nothing for any other."""
    said = _drawn.get()
    if said is None:
        return None
    from consistori.documents.making import frozen

    html, title, words = said
    if html:
        return _written_paper(document, html, title, words, band, folder)
    source = frozen.Source(
        path=blobs.existing_path(document.version.sha256),
        kind=document.version.kind,
        remarks=tuple(document.version.remarks),
        title=document.title,
        language=document.language,
    )
    return frozen.make(source, replace(band, signers=words), folder)


def _written_paper(
    document: Document, html: str, title: str, words: str, band: Band, folder: Path
) -> FrozenText:
    import pikepdf

    from consistori.documents.making.frozen import FrozenText
    from consistori.documents.making.written import Sheet, pdf_of
    from consistori.formats import pdfa

    sheet = Sheet(
        title=title,
        language=document.language or "ca",
        facts=((str(_("On the board")), words),),
        code=band.code,
        check_url=band.address,
    )
    out = folder / "frozen.pdf"
    out.write_bytes(pdf_of(html, sheet, entity=current_entity()))
    with pikepdf.open(out) as pdf:
        pages = len(pdf.pages)
    report = pdfa.check(out)
    return FrozenText(out, pages, report.label if report.holds else "", ())
