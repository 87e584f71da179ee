"""Files and documents for the tests of the room."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.formats.tests import makers
from consistori.tenancy.scope import working_for


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.CACHE_ROOT = tmp_path / "cache"


@pytest.fixture
def bring(at_work: Any, clerk: Any) -> Callable[..., Document]:
    """`bring("Informe.pdf")` keeps a PDF/A of one page as the clerk."""

    def receive(name: str = "Informe.pdf", data: bytes | None = None, **metadata: Any) -> Document:
        content = makers.typst_pdf() if data is None else data
        by = metadata.pop("by", clerk)
        return receive_document(by=by, received=ReceivedFile.from_bytes(name, content), **metadata)

    return receive


@pytest.fixture
def types(at_work: Any) -> dict[str, Any]:
    """Three types of document of the town."""
    from consistori.catalogue.models import DocumentType

    rows = [
        ("informe", "Informe", "Informe", "TD13", "administration", "dictamen, informe tècnic"),
        ("sollicitud", "Sol·licitud", "Solicitud", "TD14", "citizen", "instància, petició"),
        ("planol", "Plànol", "Plano", "TD99", "citizen", "planta, alçat, plànol de situació"),
    ]
    return {
        code: DocumentType.objects.create(
            code=code, name_ca=ca, name_es=es, eni_type=eni, default_origin=origin, words_ca=words
        )
        for code, ca, es, eni, origin, words in rows
    }


@pytest.fixture
def kept(town: Any, clerk: Any) -> Callable[..., Document]:
    """A document kept in the town, the scope closed after."""

    def keep(name: str = "Informe.pdf", data: bytes | None = None, **metadata: Any) -> Document:
        content = makers.typst_pdf() if data is None else data
        with working_for(town):
            return receive_document(by=clerk, received=ReceivedFile.from_bytes(name, content), **metadata)

    return keep
