"""Writing the data message of SICRES 3.0, which carries its documents inside in base64."""

from __future__ import annotations

import base64
import hashlib

from consistori.formats.sicres.entries import (
    EXCHANGE,
    Annex,
    Exchange,
    Interested,
    Office,
    Person,
    Unwritable,
)
from consistori.formats.sicres.writing import code, cut, document, file_name, group, some

NOBODY = Interested()


def exchange_xml_3(said: Exchange) -> bytes:
    """The message (`Fichero_Intercambio_SICRES_3`), for who does not read the 4. Raises `Unwritable`: each annex needs
    its `content`. The schema wants somebody interested and a form: where there are none they go empty.
    """
    parts = [
        group("De_Origen_o_Remitente", _origin(said)),
        group("De_Destino", _destination(said.destination)),
        *(group("De_Interesado", _interested(one)) for one in said.interested or (NOBODY,)),
        group("De_Asunto", _matter(said)),
        *(group("De_Anexo", _annex(one)) for one in said.annexes),
        group("De_Internos_Control", _control(said)),
        group(
            "De_Formulario_Generico",
            [cut("Expone", said.exposes, 4000), cut("Solicita", said.asks, 4000)],
        ),
    ]
    return document("Fichero_Intercambio_SICRES_3", parts)


def _origin(said: Exchange) -> list[str]:
    return [
        code("Codigo_Entidad_Registral_Origen", said.origin.code, 21),
        some("Decodificacion_Entidad_Registral_Origen", said.origin.name, 80),
        code("Numero_Registro_Entrada", said.number, 20),
        cut("Fecha_Hora_Entrada", said.registered_at.strftime("%Y%m%d%H%M%S"), 14),
        some("Codigo_Unidad_Tramitacion_Origen", said.origin.unit_code, 21),
        some("Decodificacion_Unidad_Tramitacion_Origen", said.origin.unit_name, 80),
    ]


def _destination(office: Office) -> list[str]:
    return [
        code("Codigo_Entidad_Registral_Destino", office.code, 21),
        some("Decodificacion_Entidad_Registral_Destino", office.name, 80),
        some("Codigo_Unidad_Tramitacion_Destino", office.unit_code, 21),
        some("Decodificacion_Unidad_Tramitacion_Destino", office.unit_name, 80),
    ]


def _interested(one: Interested) -> list[str]:
    return [
        *_names(one.person, "Interesado"),
        *_names(one.representative, "Representante"),
        *_contact(one.person, "Interesado"),
        *_contact(one.representative, "Representante"),
        some("Observaciones", one.notes, 160),
    ]


def _names(person: Person | None, whose: str) -> list[str]:
    if person is None:
        return []
    return [
        some(f"Tipo_Documento_Identificacion_{whose}", person.document_kind if person.document else "", 1),
        some(f"Documento_Identificacion_{whose}", person.document, 17),
        some(f"Razon_Social_{whose}", person.firm, 80),
        some(f"Nombre_{whose}", person.name, 30),
        some(f"Primer_Apellido_{whose}", person.surname1, 30),
        some(f"Segundo_Apellido_{whose}", person.surname2, 30),
    ]


def _contact(person: Person | None, whose: str) -> list[str]:
    if person is None:
        return []
    return [
        some(f"Pais_{whose}", person.country, 4),
        some(f"Provincia_{whose}", person.province, 2),
        some(f"Municipio_{whose}", person.municipality, 5),
        some(f"Direccion_{whose}", person.address, 160),
        some(f"Codigo_Postal_{whose}", person.postcode, 5),
        some(f"Correo_Electronico_{whose}", person.email, 160),
        some(f"Telefono_Contacto_{whose}", person.mobile or person.phone, 20),
    ]


def _matter(said: Exchange) -> list[str]:
    return [
        cut("Resumen", said.summary, 240),
        some("Referencia_Externa", said.reference if len(said.reference) <= 16 else "", 16),
        some("Numero_Expediente", said.case, 80),
    ]


def _annex(annex: Annex) -> list[str]:
    if annex.content is None:
        raise Unwritable("Anexo", f"{annex.name}: its bytes are missing")
    media_type = annex.media_type if len(annex.media_type) <= 20 else ""
    return [
        cut("Nombre_Fichero_Anexado", file_name(annex.name), 80),
        code("Identificador_Fichero", annex.identifier, 50),
        cut("Tipo_Documento", annex.kind, 2),
        cut("Hash", base64.b64encode(hashlib.sha256(annex.content).digest()).decode(), 64),
        some("Tipo_MIME", media_type, 20),
        f"<Anexo>{base64.b64encode(annex.content).decode()}</Anexo>",
        some("Observaciones", annex.summary, 50),
    ]


def _control(said: Exchange) -> list[str]:
    if not EXCHANGE.fullmatch(said.exchange):
        raise Unwritable("Identificador_Intercambio", said.exchange)
    return [
        some("Tipo_Transporte_Entrada", said.transport, 2),
        some("Nombre_Usuario", said.user, 80),
        code("Identificador_Intercambio", said.exchange, 33),
        cut("Tipo_Anotacion", said.kind, 2),
        cut("Tipo_Registro", "1" if said.is_exit else "0", 1),
        cut("Documentacion_Fisica", said.paper, 1),
        some("Observaciones_Apunte", said.observations, 50),
        cut("Indicador_Prueba", "1" if said.is_test else "0", 1),
        code("Codigo_Entidad_Registral_Inicio", said.start.code, 21),
        some("Decodificacion_Entidad_Registral_Inicio", said.start.name, 80),
    ]
