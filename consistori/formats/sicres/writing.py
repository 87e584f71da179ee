"""Writing the data message of SICRES 4.0, its elements in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from consistori.formats.sicres.entries import (
    EXCHANGE,
    Annex,
    Exchange,
    ExchangeKind,
    Interested,
    Office,
    Person,
    Unwritable,
)

APPLICATION = "Consistori"
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def exchange_xml(said: Exchange) -> bytes:
    """The message (`Fichero_Intercambio_SICRES_4`). Long texts are cut to the length of their field; a code that does
    not fit, or is missing, raises `Unwritable`.
    """
    if said.kind is ExchangeKind.REJECTED:
        raise Unwritable("Tipo_Anotacion", "in SICRES 4 a rejection is a control message")
    parts = [
        group("De_Origen_o_Remitente", _office(said.origin, "Origen")),
        group("De_Destino", _office(said.destination, "Destino")),
        *(group("De_Interesado", _interested(one)) for one in said.interested),
        group("De_Asiento", _entry(said)),
        *(group("De_Anexo", _annex(one)) for one in said.annexes),
        group("De_Internos_Control", _control(said)),
    ]
    if said.exposes or said.asks:
        parts.append(
            group(
                "De_Formulario_Generico",
                [cut("Expone", said.exposes, 4000), cut("Solicita", said.asks, 4000)],
            )
        )
    return document("Fichero_Intercambio_SICRES_4", parts)


def _office(office: Office, end: str) -> list[str]:
    return [
        code(f"Codigo_Entidad_Registral_{end}", office.code, 21),
        some(f"Decodificacion_Entidad_Registral_{end}", office.name, 120),
        some(f"Codigo_Unidad_Tramitacion_{end}", office.unit_code, 21),
        some(f"Decodificacion_Unidad_Tramitacion_{end}", office.unit_name, 120),
    ]


def _interested(one: Interested) -> list[str]:
    if one.representative is not None and one.person is None:
        raise Unwritable("Datos_Representante", "without who is represented (N-SIR-01)")
    return [
        group("Datos_Interesado", _person(one.person)) if one.person else "",
        group("Datos_Representante", _person(one.representative)) if one.representative else "",
        some("Observaciones", one.notes, 160),
    ]


def _person(person: Person) -> list[str]:
    return [group("Datos_Identificacion", _identity(person)), _contact(person)]


def _identity(person: Person) -> list[str]:
    known = [
        cut("Tipo_Persona", "2" if person.is_firm else "1", 1),
        code("Tipo_Documento_Identificacion", person.document_kind, 1),
        cut("Documento_Identificacion", person.document, 256),
    ]
    if person.is_firm:
        return [*known, cut("Razon_Social", person.firm, 80)]
    return [
        *known,
        cut("Nombre", person.name, 30),
        cut("Primer_Apellido", person.surname1, 30),
        some("Segundo_Apellido", person.surname2, 30),
    ]


def _contact(person: Person) -> str:
    postal = [
        some("Pais", person.country, 4),
        some("Provincia", person.province, 2),
        some("Municipio", person.municipality, 5),
        some("Direccion", person.address, 160),
        some("Codigo_Postal", person.postcode, 5),
    ]
    inside = [
        group("Direccion_Postal", postal) if any(postal) else "",
        some("Correo_Electronico", person.email, 160),
        some("Telefono_Movil", person.mobile, 20),
        some("Telefono_Fijo", person.phone, 20),
    ]
    return group("Datos_Contacto", inside) if any(inside) else ""


def _entry(said: Exchange) -> list[str]:
    return [
        cut("Modo_Registro", "01" if said.in_person else "02", 2),
        cut("Tipo_Registro", "1" if said.is_exit else "0", 1),
        code("Numero_Registro_Entrada", said.number, 20),
        cut("Resumen", said.summary, 240),
        cut("Fecha_Hora_Registro", moment(said.registered_at), 19),
        cut("Fecha_Hora_Presentacion", moment(said.filed_at), 19),
        some("Codigo_SIA", said.procedure, 80),
        some("Numero_Expediente", said.case, 80),
        some("Referencia_Externa", said.reference if len(said.reference) <= 16 else "", 16),
    ]


def _annex(annex: Annex) -> list[str]:
    return [
        cut("Nombre_Fichero_Anexado", file_name(annex.name), 80),
        code("Identificador_Fichero", annex.identifier, 50),
        cut("Tipo_Anexo", annex.kind, 2),
        some("Tipo_MIME", annex.media_type, 80),
        some("Anexo", annex.reference, 400),
        some("Resumen", annex.summary, 160),
    ]


def _control(said: Exchange) -> list[str]:
    if not EXCHANGE.fullmatch(said.exchange):
        raise Unwritable("Identificador_Intercambio", said.exchange)
    return [
        code("Identificador_Intercambio", said.exchange, 33),
        some("Tipo_Transporte_Entrada", said.transport, 2),
        some("Nombre_Usuario", said.user, 80),
        cut("Aplicacion_Version_Emisora", APPLICATION, 20),
        cut("Tipo_Anotacion", said.kind, 2),
        cut("Documentacion_Fisica", said.paper, 1),
        some("Observaciones_Apunte", said.observations, 160),
        cut("Indicador_Prueba", "1" if said.is_test else "0", 1),
        some("Identificador_Intercambio_Previo", said.previous, 33),
        code("Codigo_Entidad_Registral_Inicio", said.start.code, 21),
        some("Decodificacion_Entidad_Registral_Inicio", said.start.name, 120),
    ]


def moment(when: datetime) -> str:
    """`20200917124020+0200`: nineteen characters with the offset (N-SIR-03)."""
    return when.strftime("%Y%m%d%H%M%S%z")[:19]


def file_name(name: str) -> str:
    """The name in eighty letters, with its extension whole."""
    stem, dot, extension = name.rpartition(".")
    if len(name) <= 80 or not dot or len(extension) > 10:
        return name[:80]
    return f"{stem[: 79 - len(extension)]}.{extension}"


def document(root: str, parts: Iterable[str]) -> bytes:
    """The whole message."""
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{group(root, parts)}\n".encode()


def group(name: str, parts: Iterable[str]) -> str:
    """An element with others inside; the empty ones do not appear."""
    return f"<{name}>{''.join(parts)}</{name}>"


def cut(name: str, text: str, most: int) -> str:
    """An element with a text of at most `most` letters."""
    return f"<{name}>{escape(_IMPOSSIBLE.sub('', text)[:most])}</{name}>"


def some(name: str, text: str, most: int) -> str:
    """The same, and nothing when there is no text."""
    return cut(name, text, most) if text else ""


def code(name: str, text: str, most: int) -> str:
    """A code, which is never cut. Raises `Unwritable`."""
    if not text or len(text) > most:
        raise Unwritable(name, text or "missing")
    return cut(name, text, most)
