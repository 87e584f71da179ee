"""Reading a data message that another administration sends, of SICRES 4.0 or 3.0, without being hurt by it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime, tzinfo
from typing import NoReturn, TypeVar
from xml.parsers import expat
from zoneinfo import ZoneInfo

from lxml import etree

from consistori.formats.eni.xml import Malformed
from consistori.formats.sicres.entries import (
    EXCHANGE,
    Annex,
    AnnexKind,
    Exchange,
    ExchangeKind,
    Interested,
    Office,
    Person,
    PhysicalPaper,
)

LARGEST = 24 * 1024**2
"""The largest message that is read, in bytes: SICRES 3 carries up to 15 MB of documents in base64."""
MOST_ELEMENTS = 20_000
DEEPEST = 12
MOST_ANNEXES = 1000
PENINSULA = ZoneInfo("Europe/Madrid")
_Code = TypeVar("_Code", ExchangeKind, PhysicalPaper, AnnexKind)


def read_exchange(data: bytes, *, zone: tzinfo = PENINSULA) -> Exchange:
    """The message in `data`. SICRES 3 says its hours without zone: they are of `zone`.

    Raises `Malformed`: no XML, a DTD or entities, too large or deep, another root, something missing or out of its
    list, a fingerprint that is not that of its document.
    """
    root = _tree(data)
    if root.tag == "Fichero_Intercambio_SICRES_4":
        return _read_4(root)
    if root.tag == "Fichero_Intercambio_SICRES_3":
        return _read_3(root, zone)
    raise Malformed("the root is not a data message of SICRES")


def _tree(data: bytes) -> etree._Element:
    if len(data) > LARGEST:
        raise Malformed("the message is too large")
    _Guard().look(data)
    # The guard has refused any declaration, so that nothing can grow: long texts are allowed for the annexes.
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed(str(error)) from error


class _Guard:
    """A first look that stops at any declaration, and at what is too deep or has too many elements."""

    def __init__(self) -> None:
        self._depth = self._count = 0

    def look(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, Malformed):
                raise
            raise Malformed(str(error)) from error

    def _start(self, _name: str, _attributes: object) -> None:
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise Malformed("the message is too deep or has too many elements")

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _refuse(*_: object) -> NoReturn:
    raise Malformed("a document type declaration is not accepted")


def _read_4(root: etree._Element) -> Exchange:
    entry, control = _must(root, "De_Asiento"), _must(root, "De_Internos_Control")
    form = root.find("De_Formulario_Generico")
    return Exchange(
        exchange=_exchange(control),
        origin=_office(_must(root, "De_Origen_o_Remitente"), "Origen"),
        destination=_office(_must(root, "De_Destino"), "Destino"),
        start=_office(control, "Inicio"),
        number=_wanted(entry, "Numero_Registro_Entrada"),
        summary=_wanted(entry, "Resumen"),
        registered_at=_moment(_wanted(entry, "Fecha_Hora_Registro")),
        filed_at=_moment(_wanted(entry, "Fecha_Hora_Presentacion")),
        interested=tuple(_interested_4(one) for one in root.findall("De_Interesado")),
        annexes=tuple(_annex_4(one) for one in _annexes(root)),
        is_exit=_text(entry, "Tipo_Registro") == "1",
        in_person=_text(entry, "Modo_Registro") == "01",
        kind=_coded(ExchangeKind, control, "Tipo_Anotacion"),
        paper=_coded(PhysicalPaper, control, "Documentacion_Fisica"),
        procedure=_text(entry, "Codigo_SIA"),
        case=_text(entry, "Numero_Expediente"),
        reference=_text(entry, "Referencia_Externa"),
        observations=_text(control, "Observaciones_Apunte"),
        transport=_text(control, "Tipo_Transporte_Entrada"),
        user=_text(control, "Nombre_Usuario"),
        is_test=_text(control, "Indicador_Prueba") == "1",
        previous=_text(control, "Identificador_Intercambio_Previo"),
        exposes=_text(form, "Expone"),
        asks=_text(form, "Solicita"),
    )


def _read_3(root: etree._Element, zone: tzinfo) -> Exchange:
    origin, control = _must(root, "De_Origen_o_Remitente"), _must(root, "De_Internos_Control")
    matter, form = _must(root, "De_Asunto"), root.find("De_Formulario_Generico")
    entered = _moment(_wanted(origin, "Fecha_Hora_Entrada"), zone)
    found = (_interested_3(one) for one in root.findall("De_Interesado"))
    return Exchange(
        exchange=_exchange(control),
        origin=_office(origin, "Origen"),
        destination=_office(_must(root, "De_Destino"), "Destino"),
        start=_office(control, "Inicio"),
        number=_wanted(origin, "Numero_Registro_Entrada"),
        summary=_wanted(matter, "Resumen"),
        registered_at=entered,
        filed_at=entered,
        interested=tuple(one for one in found if one.person is not None),
        annexes=tuple(_annex_3(one) for one in _annexes(root)),
        is_exit=_text(control, "Tipo_Registro") == "1",
        kind=_coded(ExchangeKind, control, "Tipo_Anotacion"),
        paper=_coded(PhysicalPaper, control, "Documentacion_Fisica"),
        case=_text(matter, "Numero_Expediente"),
        reference=_text(matter, "Referencia_Externa"),
        observations=_text(control, "Observaciones_Apunte"),
        transport=_text(control, "Tipo_Transporte_Entrada"),
        user=_text(control, "Nombre_Usuario"),
        is_test=_text(control, "Indicador_Prueba") == "1",
        exposes=_text(form, "Expone"),
        asks=_text(form, "Solicita"),
        version=3,
    )


def _office(element: etree._Element, end: str) -> Office:
    return Office(
        _wanted(element, f"Codigo_Entidad_Registral_{end}"),
        _text(element, f"Decodificacion_Entidad_Registral_{end}"),
        _text(element, f"Codigo_Unidad_Tramitacion_{end}"),
        _text(element, f"Decodificacion_Unidad_Tramitacion_{end}"),
    )


def _interested_4(element: etree._Element) -> Interested:
    person = _person_4(element.find("Datos_Interesado"))
    representative = _person_4(element.find("Datos_Representante"))
    if representative is not None and person is None:
        raise Malformed("a representative without who is represented")
    return Interested(person, representative, _text(element, "Observaciones"))


def _person_4(element: etree._Element | None) -> Person | None:
    if element is None:
        return None
    identity = _must(element, "Datos_Identificacion")
    contact = element.find("Datos_Contacto")
    postal = contact.find("Direccion_Postal") if contact is not None else None
    return Person(
        document=_text(identity, "Documento_Identificacion"),
        document_kind=_text(identity, "Tipo_Documento_Identificacion"),
        name=_text(identity, "Nombre"),
        surname1=_text(identity, "Primer_Apellido"),
        surname2=_text(identity, "Segundo_Apellido"),
        firm=_text(identity, "Razon_Social"),
        email=_text(contact, "Correo_Electronico"),
        mobile=_text(contact, "Telefono_Movil"),
        phone=_text(contact, "Telefono_Fijo"),
        country=_text(postal, "Pais"),
        province=_text(postal, "Provincia"),
        municipality=_text(postal, "Municipio"),
        address=_text(postal, "Direccion"),
        postcode=_text(postal, "Codigo_Postal"),
    )


def _interested_3(element: etree._Element) -> Interested:
    return Interested(
        _person_3(element, "Interesado"),
        _person_3(element, "Representante"),
        _text(element, "Observaciones"),
    )


def _person_3(element: etree._Element, whose: str) -> Person | None:
    person = Person(
        document=_text(element, f"Documento_Identificacion_{whose}"),
        document_kind=_text(element, f"Tipo_Documento_Identificacion_{whose}"),
        name=_text(element, f"Nombre_{whose}"),
        surname1=_text(element, f"Primer_Apellido_{whose}"),
        surname2=_text(element, f"Segundo_Apellido_{whose}"),
        firm=_text(element, f"Razon_Social_{whose}"),
        email=_text(element, f"Correo_Electronico_{whose}"),
        phone=_text(element, f"Telefono_Contacto_{whose}"),
        country=_text(element, f"Pais_{whose}"),
        province=_text(element, f"Provincia_{whose}"),
        municipality=_text(element, f"Municipio_{whose}"),
        address=_text(element, f"Direccion_{whose}"),
        postcode=_text(element, f"Codigo_Postal_{whose}"),
    )
    return person if person.display_name or person.document else None


def _annexes(root: etree._Element) -> list[etree._Element]:
    found = root.findall("De_Anexo")
    if len(found) > MOST_ANNEXES:
        raise Malformed("too many annexes")
    return found


def _annex_4(element: etree._Element) -> Annex:
    return Annex(
        _wanted(element, "Nombre_Fichero_Anexado"),
        _wanted(element, "Identificador_Fichero"),
        _coded(AnnexKind, element, "Tipo_Anexo"),
        _text(element, "Tipo_MIME"),
        _text(element, "Anexo"),
        _text(element, "Resumen"),
    )


def _annex_3(element: etree._Element) -> Annex:
    name = _wanted(element, "Nombre_Fichero_Anexado")
    content, told = _bytes(element, "Anexo"), _bytes(element, "Hash")
    if content and told and not _is_of(told, content):
        raise Malformed(f"the fingerprint of {name[:80]} is not that of its bytes")
    return Annex(
        name,
        _wanted(element, "Identificador_Fichero"),
        _coded(AnnexKind, element, "Tipo_Documento"),
        _text(element, "Tipo_MIME"),
        summary=_text(element, "Observaciones"),
        content=content or None,
        sha256=hashlib.sha256(content).digest() if content else b"",
    )


def _is_of(told: bytes, content: bytes) -> bool:
    """SICRES 3 does not fix the function: its length says which one it was."""
    functions = {32: hashlib.sha256, 64: hashlib.sha512, 48: hashlib.sha384}
    function = functions.get(len(told))
    return function is None or function(content).digest() == told


def _bytes(element: etree._Element, name: str) -> bytes:
    try:
        return base64.b64decode("".join(_text(element, name).split()), validate=True)
    except binascii.Error as error:
        raise Malformed(f"{name} is not base64") from error


def _exchange(control: etree._Element) -> str:
    found = _wanted(control, "Identificador_Intercambio")
    if len(found) > 33 or not EXCHANGE.fullmatch(found):
        raise Malformed(f"wrong identifier of exchange: {found[:40]}")
    return found


def _moment(written: str, zone: tzinfo | None = None) -> datetime:
    try:
        if zone is None:
            return datetime.strptime(written, "%Y%m%d%H%M%S%z")
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError as error:
        raise Malformed(f"not a date and time: {written[:40]}") from error


def _coded(kind: type[_Code], element: etree._Element, name: str) -> _Code:
    try:
        return kind(_text(element, name))
    except ValueError as error:
        raise Malformed(f"{name}: {error}") from error


def _must(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(name)
    if found is None:
        raise Malformed(f"{name} is missing")
    return found


def _wanted(parent: etree._Element, name: str) -> str:
    if not (found := _text(parent, name)):
        raise Malformed(f"{name} is missing")
    return found


def _text(parent: etree._Element | None, name: str) -> str:
    return (parent.findtext(name) or "").strip() if parent is not None else ""
