"""A town that makes authentic copies: who may, what is copied, and how the copy is looked at."""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import typst
from PIL import Image

from consistori.directory.models import Person
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.signature.copies import jobs
from consistori.signature.copies.services import authorise_officer
from consistori.signature.models import AuthenticCopy
from consistori.signature.tests.sealing import give_seal, sealing_house
from consistori.tenancy.scope import working_for

__all__ = ["bring", "give_seal", "officer", "report_pdf", "seal", "sealing_house"]

SEEN = "I have the paper before me"
TEXT = """#set document(title: "Informe")
#set text(lang: "ca")
= Informe social
La Sra. Maria Puig Serra, amb DNI 12345678Z, demana l’ajut.
#pagebreak()
Segona pàgina: conclusions.
#pagebreak()
Tercera: notifiqueu-ho a Maria Puig Serra."""


def scan(dpi: int = 200) -> bytes:
    """A paper of A6 as a scanner gives it."""
    out = io.BytesIO()
    image = Image.new("L", (round(4.1 * dpi), round(5.8 * dpi)), 250)
    image.paste(30, (60, 60, 300, 80))
    image.save(out, "TIFF", dpi=(dpi, dpi))
    return out.getvalue()


@pytest.fixture(scope="session")
def report_pdf() -> bytes:
    made = typst.compile(TEXT.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"])
    assert isinstance(made, bytes)
    return made + b"\n"


@pytest.fixture
def bring(town: Any, clerk: Any) -> Callable[..., Document]:
    def do(name: str, data: bytes, **said: Any) -> Document:
        with working_for(town):
            received = ReceivedFile.from_bytes(name, data)
            return receive_document(by=clerk, received=received, **{"elaboration": "EE01", **said})

    return do


@pytest.fixture
def officer(town: Any, secretary: Any, clerk: Any) -> Any:
    """Núria Camps, authorised by decree."""
    with working_for(town):
        person = Person.objects.get(pk=clerk.person_id)
        authorise_officer(by=secretary, person=person, decree="Decret 2026/0141")
    return clerk


@pytest.fixture
def seal(town: Any, give_seal: Any) -> Any:
    with working_for(town):
        return give_seal(town, "authentic_copy")


def bytes_of(copy: AuthenticCopy) -> bytes:
    document = Document.objects.with_version().get(pk=copy.document_id)
    with blobs.open(document.latest_blob.sha256) as stream:
        data: bytes = stream.read()
    return data


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def seal_now(town: Any, copy: AuthenticCopy) -> AuthenticCopy:
    jobs.seal_copy(entity=town, copy_id=str(copy.pk))
    with working_for(town):
        return AuthenticCopy.objects.get(pk=copy.pk)
