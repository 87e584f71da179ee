"""What is written to e-NOTUM 4.0 is what its schemas want, and its answers are read without trusting them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from consistori.formats.enotum import (
    Addressee,
    Dispatch,
    Estat,
    Paper,
    Sent,
    Unreadable,
    Unwritable,
    dispatch_xml,
    question_xml,
    read_created,
    read_state,
)

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "standards" / "aoc" / "enotum" / "4.0" / "xsds"
needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="the official schemas are not beside us")
LAIA = Addressee("12345678Z", "Laia", "Riubrugent", "Pou", language="ca", emails=("laia@correu.example",))
FIRM = Addressee("B66012345", "Pont <Vell> & Fills SL", is_obliged=True, phones=("600000000",))
ABROAD = Addressee("X1234567", "Marie", "Dupont")
SENT = Sent(
    "N2026-000001", "Llicència d’obres a Escoles 8", "E/2026/7", (LAIA, FIRM, ABROAD), case="E/2026/7"
)
DISPATCH = Dispatch(
    organism="9821920002", department="9821920002", body="Us notifiquem la resolució següent.",
    footer="Contra aquest acte…", decision=Paper("decret.pdf", "ab" * 32, 1024, "1"),
    annexes=(Paper("plànol.pdf", "cd" * 32, 2048, "2"),), notifications=(SENT,), warn_on=(3, 7),
)  # fmt: skip
ANSWER = """<?xml version="1.0" encoding="UTF-8"?><Envelope xmlns:nt="http://www.aocat.net/NT/v4.0">
<nt:RespostaConsulta><nt:IdNotificacio>32017</nt:IdNotificacio>
<nt:Emissor><nt:CodiOrganisme>1</nt:CodiOrganisme><nt:NomOrganisme>A</nt:NomOrganisme>
<nt:CodiDepartament>1</nt:CodiDepartament><nt:NomDepartament>A</nt:NomDepartament></nt:Emissor>
<nt:DadesEstat><nt:Estat>REBUTJADA</nt:Estat><nt:DataPublicacio>2026-06-01T10:00:00+02:00</nt:DataPublicacio>
<nt:DataAcceptacioRebuig>2026-06-03T09:15:00+02:00</nt:DataAcceptacioRebuig></nt:DadesEstat>
<nt:DadesSignador><nt:Representant><nt:PersonaFisica><nt:DocumentIdentificatiu><nt:NIF>77777777B</nt:NIF>
</nt:DocumentIdentificatiu><nt:NomComplet>Joan Pont</nt:NomComplet></nt:PersonaFisica><nt:Interessat>
<nt:PersonaJuridica><nt:DocumentIdentificatiu><nt:CIF>B66012345</nt:CIF></nt:DocumentIdentificatiu>
<nt:RaoSocial>Pont Vell SL</nt:RaoSocial></nt:PersonaJuridica></nt:Interessat></nt:Representant></nt:DadesSignador>
</nt:RespostaConsulta></Envelope>"""


def _is_valid(data: bytes, schema: str) -> bool:
    made = etree.XMLSchema(etree.parse(str(SCHEMAS / schema)))
    made.assertValid(etree.fromstring(data))
    return True


@needs_schemas
@pytest.mark.parametrize(
    "said",
    [
        DISPATCH,
        replace(DISPATCH, annexes=(), warn_on=(), footer="", back_office=""),
        replace(DISPATCH, notifications=(replace(SENT, title="T" * 400, is_paper=True, procedure="2087"),)),
    ],
)  # fmt: skip
def test_the_official_schema_takes_what_is_written(said: Dispatch) -> None:
    assert _is_valid(dispatch_xml(said), "PeticioProcessarTramesa.xsd")


@needs_schemas
def test_the_official_schema_takes_the_question() -> None:
    assert _is_valid(question_xml("9821920002", "9821920002", 32017), "PeticioConsulta.xsd")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(DISPATCH, annexes=DISPATCH.annexes * 5), "Annex"),
        (replace(DISPATCH, body=" "), "CosNotificacio"),
        (replace(DISPATCH, notifications=(replace(SENT, addressees=()),)), "Destinatari"),
        (replace(DISPATCH, notifications=(replace(SENT, days=181),)), "DiesExpiracio"),
        (
            replace(
                DISPATCH, notifications=(replace(SENT, addressees=(replace(LAIA, identifier="12 34"),)),)
            ),
            "DocumentIdentificatiu",
        ),
    ],
)
def test_what_has_no_place_is_said(said: Dispatch, field: str) -> None:
    with pytest.raises(Unwritable) as stopped:
        dispatch_xml(said)
    assert stopped.value.field == field


def test_the_state_is_read_with_who_answered() -> None:
    told = read_state(ANSWER.encode())

    assert (told.id, told.state, told.signer, told.signer_name) == (
        32017, Estat.REJECTED, "77777777B", "Joan Pont",
    )  # fmt: skip
    assert told.at == datetime.fromisoformat("2026-06-03T09:15:00+02:00")
    assert told.has_ended


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        ANSWER.replace("REBUTJADA", "PERDUDA").encode(),
        ANSWER.replace("2026-06-03T09:15:00+02:00", "ahir").encode(),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
)
def test_what_is_not_an_answer_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_state(data)


def test_what_was_created_is_read_in_its_order() -> None:
    said = (
        '<RespostaProcessarTramesa xmlns="http://www.aocat.net/NT/v4.0"><NotificacionsCreades><IdNotificacio>7'
        "</IdNotificacio><IdNotificacio>8</IdNotificacio></NotificacionsCreades></RespostaProcessarTramesa>"
    )
    assert read_created(said.encode()) == [7, 8]
    with pytest.raises(Unreadable):
        read_created(b'<RespostaProcessarTramesa xmlns="http://www.aocat.net/NT/v4.0"/>')
