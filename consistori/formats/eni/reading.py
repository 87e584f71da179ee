"""Reading the XML of an ENI document that another administration sends, its content in pieces (N-XSD-03)."""

import base64
import binascii
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

from lxml import etree

from consistori.formats.eni.codes import Elaboration, Origin, SignatureType, Type
from consistori.formats.eni.documents import (
    CertificateSignature,
    CodeSignature,
    DocumentMetadata,
    EniDocument,
    Signature,
)
from consistori.formats.eni.identifiers import is_document_identifier
from consistori.formats.eni.xml import (
    DOCUMENT,
    FILE,
    METADATA,
    SIGNATURES,
    Malformed,
    instant,
    qualified,
    text_of,
)

_BINARY = f"{FILE} ValorBinario"
_LARGEST_REST = 32 * 1024**2
_DEEPEST = 60
_PIECE = 1024 * 1024


def read_document(source: BinaryIO, content: BinaryIO) -> EniDocument:
    """Read an ENI document from `source`; its bytes are written to `content`. Constant memory.

    Raises `Malformed`: no XML, a DTD or entities, wrong root, metadata missing or out of their lists.
    """
    reader = _Reader(content)
    reader.read(source)
    root = reader.finished()
    if root.tag != qualified(DOCUMENT, "documento"):
        raise Malformed("the root is not an ENI document")
    file = root.find(qualified(FILE, "contenido"))
    metadata = root.find(qualified(METADATA, "metadatos"))
    if file is None or metadata is None:
        raise Malformed("content or metadata are missing")
    return EniDocument(
        metadata=_metadata(metadata),
        format_name=text_of(file, FILE, "NombreFormato"),
        signatures=tuple(read_signature(element) for element in root.iter(qualified(SIGNATURES, "firma"))),
        reference=text_of(file, FILE, "referenciaFichero"),
        content_size=reader.written or _write_inner_xml(file, content),
    )


class _Reader:
    """Builds a small tree with all but the content, which goes to its own stream as it comes."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self._builder = etree.TreeBuilder()
        self._start_element: Any = self._builder.start
        self._pending = ""
        self._in_binary = False
        self._rest = 0
        self._depth = 0
        self._spaces: dict[str | None, str] = {}
        self.written = 0

    def read(self, source: BinaryIO) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.EntityDeclHandler = _refuse_declarations
        parser.StartNamespaceDeclHandler = self._space
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        try:
            while piece := source.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Malformed(str(error)) from error

    def finished(self) -> etree._Element:
        root: etree._Element = self._builder.close()
        return root

    def _space(self, prefix: str | None, uri: str) -> None:
        self._spaces[prefix or None] = uri

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Malformed("the XML is too deep")
        named = {_clark(key): value for key, value in attributes.items()}
        self._start_element(_clark(name), named, self._spaces)
        self._spaces = {}
        self._in_binary = name == _BINARY

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._in_binary:
            self._write_pending(last=True)
            self._in_binary = False
        self._builder.end(_clark(name))

    def _data(self, text: str) -> None:
        if self._in_binary:
            self._pending += "".join(text.split())
            if len(self._pending) > _PIECE:
                self._write_pending(last=False)
            return
        self._rest += len(text)
        if self._rest > _LARGEST_REST:
            raise Malformed("the XML is too large")
        self._builder.data(text)

    def _write_pending(self, *, last: bool) -> None:
        whole = len(self._pending) if last else len(self._pending) - len(self._pending) % 4
        try:
            decoded = base64.b64decode(self._pending[:whole], validate=True)
        except binascii.Error as error:
            raise Malformed("the content is not base64") from error
        self._content.write(decoded)
        self.written += len(decoded)
        self._pending = self._pending[whole:]


def _refuse_declarations(*_: object) -> NoReturn:
    raise Malformed("a document type declaration is not accepted")


def _clark(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{{{space}}}{local}" if space else local


def _write_inner_xml(file: etree._Element, content: BinaryIO) -> int:
    data = file.find(qualified(FILE, "DatosXML"))
    if data is None or not len(data):
        return 0
    return content.write(etree.tostring(data[0], encoding="UTF-8", xml_declaration=True, with_tail=False))


def _metadata(element: etree._Element) -> DocumentMetadata:
    identifier = text_of(element, METADATA, "Identificador")
    if not is_document_identifier(identifier, brought=True):
        raise Malformed(f"wrong identifier: {identifier[:60]}")
    state = element.find(qualified(METADATA, "EstadoElaboracion"))
    if state is None:
        raise Malformed("the state of elaboration is missing")
    by_administration = text_of(element, METADATA, "OrigenCiudadanoAdministracion") in {"true", "1"}
    try:
        elaboration = Elaboration(text_of(state, METADATA, "ValorEstadoElaboracion"))
        type_ = Type(text_of(element, METADATA, "TipoDocumental"))
    except ValueError as error:
        raise Malformed(str(error)) from error
    return DocumentMetadata(
        identifier=identifier,
        bodies=tuple((body.text or "").strip() for body in element.iter(qualified(METADATA, "Organo"))),
        captured_at=instant(text_of(element, METADATA, "FechaCaptura")),
        origin=Origin.ADMINISTRATION if by_administration else Origin.CITIZEN,
        elaboration=elaboration,
        type=type_,
        source=text_of(state, METADATA, "IdentificadorDocumentoOrigen"),
    )


def read_signature(element: etree._Element) -> Signature:
    try:
        kind = SignatureType(text_of(element, SIGNATURES, "TipoFirma"))
    except ValueError as error:
        raise Malformed(str(error)) from error
    code = element.find(f".//{qualified(SIGNATURES, 'CSV')}")
    if code is not None:
        regulation = text_of(code, SIGNATURES, "RegulacionGeneracionCSV")
        return CodeSignature(text_of(code, SIGNATURES, "ValorCSV"), regulation)
    apart = element.findtext(f".//{qualified(SIGNATURES, 'FirmaBase64')}")
    try:
        return CertificateSignature(kind, base64.b64decode(apart) if apart else None)
    except binascii.Error as error:
        raise Malformed("a signature is not base64") from error
