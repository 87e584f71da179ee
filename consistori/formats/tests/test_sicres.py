"""Entries that travel between registries: what we write is what the official schemas want, and comes back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from consistori.formats.eni.xml import Malformed
from consistori.formats.sicres import (
    Annex,
    Exchange,
    ExchangeKind,
    Interested,
    Office,
    Person,
    PhysicalPaper,
    Unwritable,
    exchange_identifier,
    exchange_xml,
    exchange_xml_3,
    file_identifier,
    read_exchange,
)

STANDARDS = Path(__file__).resolve().parents[4] / "shared" / "standards" / "sicres"
needs_schemas = pytest.mark.skipif(not STANDARDS.exists(), reason="the official schemas are not beside us")
SUMMER = timezone(timedelta(hours=2))
FILED = datetime(2026, 6, 1, 10, 15, 30, tzinfo=SUMMER)
NUMBER = exchange_identifier("O00099990", 2026, 1)
MARIA = Person(document="00000000T", name="Maria", surname1="Prova", email="prova@example.org")
FIRM = Person(document="B99000119", document_kind="C", firm="Forn & Fills, SL")
ENTRY = Exchange(
    exchange=NUMBER,
    origin=Office("O00099990", "Registre General", "L01999990", "Ajuntament de Prova"),
    destination=Office("O00099991", "", "L01999991"),
    start=Office("O00099990"),
    number="E2026000123",
    summary="Sol·licitud <adreçada> a una altra administració",
    registered_at=FILED,
    filed_at=FILED,
    interested=(Interested(FIRM, MARIA, "per poder"),),
    annexes=(
        Annex(
            "instància.pdf",
            file_identifier(NUMBER, 1, "instància.pdf"),
            media_type="application/pdf",
            reference="ES_L01999990_2026_1",
            summary="La instància",
        ),
    ),
    paper=PhysicalPaper.BESIDE,
    exposes="Exposo",
    asks="Demano",
    is_test=True,
)
WITH_BYTES = replace(ENTRY, annexes=(replace(ENTRY.annexes[0], content=b"paper" * 100),))


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(STANDARDS / name), etree.XMLParser(no_network=True)))


def test_the_identifiers_are_those_of_the_standard() -> None:
    assert NUMBER == "O00099990_26_00000001"
    assert file_identifier(NUMBER, 7, "Plànol (2).PDF") == "O00099990_26_00000001_01_0007.pdf"
    assert file_identifier(NUMBER, 7, "sense extensió") == "O00099990_26_00000001_01_0007.bin"


def test_an_entry_of_sicres_4_comes_back_the_same() -> None:
    assert read_exchange(exchange_xml(ENTRY)) == ENTRY


def test_an_entry_of_sicres_3_brings_its_documents_inside() -> None:
    read = read_exchange(exchange_xml_3(WITH_BYTES), zone=SUMMER)

    assert read.version == 3
    assert read.annexes[0].content == b"paper" * 100
    assert read.interested[0].person is not None
    assert read.interested[0].person.display_name == "Forn & Fills, SL"
    assert read.registered_at == FILED


@needs_schemas
@pytest.mark.parametrize(
    "said",
    [
        ENTRY,
        replace(ENTRY, interested=(), annexes=(), exposes="", asks=""),
        replace(ENTRY, summary="x" * 900, is_exit=True, kind=ExchangeKind.FORWARDED),
    ],
)
def test_the_official_schema_of_the_4_accepts_it(said: Exchange) -> None:
    schema("SICRES4_INTERCAMBIO_APL.xsd").assertValid(etree.fromstring(exchange_xml(said)))


@needs_schemas
@pytest.mark.parametrize("said", [WITH_BYTES, replace(WITH_BYTES, interested=(), annexes=())])
def test_the_official_schema_of_the_3_accepts_it(said: Exchange) -> None:
    schema("SICRES3_INTERCAMBIO_APL.xsd").assertValid(etree.fromstring(exchange_xml_3(said)))


@needs_schemas
@pytest.mark.parametrize("name", ["sicres4-intercambio-envio.xml", "sicres3-intercambio-envio.xml"])
def test_the_samples_beside_us_are_read(name: str) -> None:
    read = read_exchange((STANDARDS / "samples" / name).read_bytes())

    assert read.exchange == NUMBER
    assert read.is_test


@needs_schemas
def test_a_kind_out_of_the_list_is_refused() -> None:
    wrong = STANDARDS / "samples" / "invalid" / "sicres4-date-iso-too-long.xml"

    with pytest.raises(Malformed):
        read_exchange(wrong.read_bytes())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(ENTRY, destination=Office("")), "Codigo_Entidad_Registral_Destino"),
        (replace(ENTRY, exchange="qualsevol"), "Identificador_Intercambio"),
        (replace(ENTRY, interested=(Interested(None, MARIA),)), "Datos_Representante"),
        (replace(ENTRY, kind=ExchangeKind.REJECTED), "Tipo_Anotacion"),
    ],
)
def test_what_cannot_be_written_says_its_field(said: Exchange, field: str) -> None:
    with pytest.raises(Unwritable) as refused:
        exchange_xml(said)

    assert refused.value.field == field


BOMB = b"""<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<Fichero_Intercambio_SICRES_4>&b;</Fichero_Intercambio_SICRES_4>"""
OUTSIDE = b"""<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<Fichero_Intercambio_SICRES_4>&a;</Fichero_Intercambio_SICRES_4>"""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hola",
        b"<a/>",
        BOMB,
        OUTSIDE,
        BOMB.decode().replace("'1.0'", "'1.0' encoding='UTF-16'").encode("utf-16"),
        b"<Fichero_Intercambio_SICRES_4/>",
        b"<Fichero_Intercambio_SICRES_4>" + b"<a>" * 40,
        b"<Fichero_Intercambio_SICRES_4>" + b"<a/>" * 30_000 + b"</Fichero_Intercambio_SICRES_4>",
        exchange_xml(ENTRY).replace(b"20260601101530+0200", b"1 de juny"),
        exchange_xml(ENTRY).replace(NUMBER.encode(), b"../../etc"),
        exchange_xml_3(WITH_BYTES).replace(b"<Anexo>cGFw", b"<Anexo>cGFx"),
        exchange_xml_3(WITH_BYTES).replace(b"<Anexo>", b"<Anexo>*"),
        b" " * (25 * 1024**2),
    ],
)
def test_what_is_not_a_message_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_exchange(data)
