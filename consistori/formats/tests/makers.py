"""Files made on the spot for the tests, good and bad, by the libraries that real programs use."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import typst
from PIL import Image

PDF_SOURCE = (
    '#set document(title: "Informe")\n#set text(lang: "ca")\n= Informe de la col·lecció\nSegell i data.'
)


def typst_pdf(standard: str = "a-3a") -> bytes:
    """A real PDF/A of one page, with the newline that a signature needs."""
    standards: Any = [standard]
    return bytes(typst.compile(PDF_SOURCE.encode(), pdf_standards=standards, timestamp=1_700_000_000)) + b"\n"


def plain_pdf(change: Callable[[pikepdf.Pdf], None] | None = None, *, pages: int = 1, **saving: Any) -> bytes:
    """An empty PDF of some pages, changed before it is saved."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def scripted_pdf() -> bytes:
    """A PDF that runs JavaScript when it opens."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hola')")

    return plain_pdf(change)


def launching_pdf() -> bytes:
    """A PDF with a link that starts a program, hidden behind a harmless step."""

    def change(pdf: pikepdf.Pdf) -> None:
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        first = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[], Next=pikepdf.Array([launch]))
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=first
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])

    return plain_pdf(change)


def encrypted_pdf() -> bytes:
    """A PDF that opens only with a password."""
    return plain_pdf(encryption=pikepdf.Encryption(owner="amo", user="secret"))


def restricted_pdf() -> bytes:
    """A PDF that opens, but forbids printing or copying."""
    return plain_pdf(encryption=pikepdf.Encryption(owner="amo", user=""))


def image(form: str = "PNG", size: tuple[int, int] = (60, 40), **saving: Any) -> bytes:
    """A grey image."""
    out = io.BytesIO()
    Image.new("RGB", size, "#808080").save(out, form, **saving)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP with these files, the first one stored (as the mimetype of ODF is)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, content) in enumerate(entries.items()):
            packed.writestr(name, content, zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(*, macros: bool = False) -> bytes:
    """The skeleton of a DOCX, with macros or without."""
    entries = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    if macros:
        entries["word/vbaProject.bin"] = b"macro"
    return archive(entries)


def odt() -> bytes:
    """The skeleton of an ODT."""
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"})


def bomb() -> bytes:
    """A ZIP of 100 KB that would fill 100 MB."""
    return archive({"zeros.bin": b"", "more.bin": b"\x00" * (100 * 1024 * 1024)})


def written(folder: Path, name: str, content: bytes) -> Path:
    """The file on disk."""
    path = folder / "examined"
    path.write_bytes(content)
    return path
