"""Of what the published version is made: the text before its code was drawn, and what can be read in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from consistori.documents import blobs
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.plain import lines_of
from consistori.documents.writing.kind import is_written


class CannotPublish(Exception):
    """No published version can be made of it; `code` says why, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Base:
    """What a document says: `html` if it was written here, else the PDF at `path`; and its words."""

    html: str
    path: Path | None
    text: str


def base_version(document: Document) -> DocumentVersion:
    """The version before its text was fixed: without the code and the QR that open the whole document to anybody."""
    version = document.version
    return version.source if version.making == version.Making.FROZEN and version.source else version


def base_of(document: Document, folder: Path) -> Base:
    """What is going to be published, in `folder`. Raises `CannotPublish`."""
    version = base_version(document)
    stored = blobs.existing_path(version.sha256)
    if is_written(version.media_type):
        html = stored.read_text(encoding="utf-8")
        return Base(html, None, "\n".join(lines_of(parse(html))))
    # Loaded when first needed: what draws PDF costs a fifth of a second of every start.
    from consistori.signature.copies.making import CannotCopy, as_pdf

    try:
        path = as_pdf(stored, version.kind, folder, title=document.title, language=document.language)
    except CannotCopy as refused:
        raise CannotPublish(refused.code, **refused.facts) from refused
    return Base("", path, text_of_pdf(path))


def text_of_pdf(path: Path) -> str:
    """Its words, page after page; empty where it is only an image."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        pages = [pdf[index].get_textpage().get_text_range() for index in range(len(pdf))]
    return "\n\n".join(page.replace("\r", "").strip() for page in pages).strip()
