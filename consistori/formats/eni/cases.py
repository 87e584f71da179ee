"""The case file of the ENI [expedient electrònic / expediente electrónico]: reading its XML with the index.

The index is the foliation (R-EXP-02): every document with its fingerprint, date and order, in folders.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from consistori.formats.eni.codes import CaseState
from consistori.formats.eni.documents import Signature
from consistori.formats.eni.identifiers import is_case_identifier
from consistori.formats.eni.reading import read_signature
from consistori.formats.eni.xml import (
    CASE,
    CASE_METADATA,
    INDEX,
    INDEX_CONTENT,
    SIGNATURES,
    Malformed,
    instant,
    qualified,
    read_tree,
    text_of,
)

FINGERPRINT_FUNCTION = "SHA-256"
_HASHES = re.compile(r"(?:http://www\.w3\.org/2001/04/xmlenc#)?sha-?(256|384|512)", re.I)
_DEEPEST = 20


@dataclass(frozen=True)
class IndexedDocument:
    """A leaf of the index. `fingerprint`: SHA-256 in hexadecimal of its ENI XML, as exported (N-EXP-06)."""

    identifier: str
    fingerprint: str
    added_at: datetime | None = None
    order: int | None = None
    function: str = FINGERPRINT_FUNCTION


@dataclass(frozen=True)
class IndexedFolder:
    """A folder [carpeta indexada] with what it holds, in order."""

    name: str
    items: "tuple[IndexItem, ...]"


@dataclass(frozen=True)
class IndexedCase:
    """A nested case file [expedient indexat]."""

    indexed_at: datetime
    items: "tuple[IndexItem, ...]"


IndexItem = IndexedDocument | IndexedFolder | IndexedCase


@dataclass(frozen=True)
class CaseMetadata:
    """Metadata of a case file (N-EXP-03). `parties`: identity numbers, or DIR3 codes of administrations."""

    identifier: str
    bodies: tuple[str, ...]
    opened_at: datetime
    classification: str
    state: CaseState
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class EniCase:
    """A case file as its XML says it. The schema wants at least one item and one signature of the index."""

    metadata: CaseMetadata
    indexed_at: datetime
    items: tuple[IndexItem, ...]
    signatures: tuple[Signature, ...] = ()

    def documents(self) -> Iterator[IndexedDocument]:
        """Every document of the index, in its order, whatever folder it lies in."""
        yield from _documents(self.items)


def read_case(source: BinaryIO) -> EniCase:
    """Read a case file's XML. Raises `Malformed` also for what the schemas do not check."""
    root = read_tree(source)
    if root.tag != qualified(CASE, "expediente"):
        raise Malformed("the root is not an ENI case file")
    content = root.find(f"{qualified(INDEX, 'indice')}/{qualified(INDEX, 'IndiceContenido')}")
    metadata = root.find(qualified(CASE_METADATA, "metadatosExp"))
    if content is None or metadata is None:
        raise Malformed("index or metadata are missing")
    signatures = root.findall(f"{qualified(INDEX, 'indice')}/*/{qualified(SIGNATURES, 'firma')}")
    if not signatures:
        raise Malformed("the index is not signed")
    return EniCase(
        metadata=_read_metadata(metadata),
        indexed_at=instant(text_of(content, INDEX_CONTENT, "FechaIndiceElectronico")),
        items=_read_items(content),
        signatures=tuple(read_signature(element) for element in signatures),
    )


def _documents(items: tuple[IndexItem, ...]) -> Iterator[IndexedDocument]:
    for item in items:
        if isinstance(item, IndexedDocument):
            yield item
        else:
            yield from _documents(item.items)


def _read_metadata(element: etree._Element) -> CaseMetadata:
    identifier = text_of(element, CASE_METADATA, "Identificador")
    if not is_case_identifier(identifier, brought=True):
        raise Malformed(f"wrong identifier: {identifier[:60]}")
    try:
        state = CaseState(text_of(element, CASE_METADATA, "Estado"))
    except ValueError as error:
        raise Malformed(str(error)) from error
    return CaseMetadata(
        identifier=identifier,
        bodies=_texts(element, "Organo"),
        opened_at=instant(text_of(element, CASE_METADATA, "FechaAperturaExpediente")),
        classification=text_of(element, CASE_METADATA, "Clasificacion"),
        state=state,
        parties=_texts(element, "Interesado"),
    )


def _texts(element: etree._Element, name: str) -> tuple[str, ...]:
    found = element.findall(qualified(CASE_METADATA, name))
    return tuple((item.text or "").strip() for item in found)


def _read_items(parent: etree._Element, depth: int = 0) -> tuple[IndexItem, ...]:
    if depth > _DEEPEST:
        raise Malformed("the index is too deep")
    items: list[IndexItem] = []
    for child in parent:
        if child.tag == qualified(INDEX_CONTENT, "DocumentoIndizado"):
            items.append(_read_indexed(child))
        elif child.tag == qualified(INDEX_CONTENT, "CarpetaIndizada"):
            name = text_of(child, INDEX_CONTENT, "IdentificadorCarpeta")
            items.append(IndexedFolder(name, _read_items(child, depth + 1)))
        elif child.tag == qualified(INDEX_CONTENT, "ExpedienteIndizado"):
            moment = instant(text_of(child, INDEX_CONTENT, "FechaIndiceElectronico"))
            items.append(IndexedCase(moment, _read_items(child, depth + 1)))
    if not items:
        raise Malformed("an index, or a folder of it, is empty")
    return tuple(items)


def _read_indexed(element: etree._Element) -> IndexedDocument:
    function = text_of(element, INDEX_CONTENT, "FuncionResumen")
    match = _HASHES.fullmatch(function)
    if match is None:
        raise Malformed(f"fingerprint function not accepted: {function[:40]}")
    added = text_of(element, INDEX_CONTENT, "FechaIncorporacionExpediente")
    order = text_of(element, INDEX_CONTENT, "OrdenDocumentoExpediente")
    return IndexedDocument(
        identifier=text_of(element, INDEX_CONTENT, "IdentificadorDocumento"),
        fingerprint=text_of(element, INDEX_CONTENT, "ValorHuella"),
        added_at=instant(added) if added else None,
        order=int(order) if order.isdigit() else None,
        function=f"SHA-{match.group(1)}",
    )
