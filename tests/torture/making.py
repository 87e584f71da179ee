"""Files that the clerks bring, each unlike all others, and the words of those that come back."""

from __future__ import annotations

import io
import re
from functools import lru_cache


def words_of(pdf: bytes) -> str:
    """The words of all pages of a PDF, without line breaks."""
    import pypdfium2

    found = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in found))


@lru_cache(maxsize=1)
def _three_pages() -> bytes:
    import typst

    source = b'#set document(title: "Projecte")\n= Primera\n#pagebreak()\n= Segona\n#pagebreak()\n= Tercera\n'
    return bytes(typst.compile(source, timestamp=1_700_000_000))


def pages_pdf(number: float) -> bytes:
    """Three pages, which nobody else has."""
    return _three_pages() + f"\n% {number}\n".encode()


def scan(words: str) -> bytes:
    """The image of a paper with those words."""
    from PIL import Image, ImageDraw

    image, out = Image.new("L", (900, 240), 255), io.BytesIO()
    ImageDraw.Draw(image).text((40, 80), words, fill=0, font_size=28)
    image.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def word_file(words: str) -> bytes:
    """A letter of Word."""
    from docx import Document

    made, out = Document(), io.BytesIO()
    made.add_paragraph(words)
    made.save(out)
    return out.getvalue()
