"""ENI files of others are read, or refused with a reason; and ours come back the same."""

import io
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from consistori.formats import eni_xml
from consistori.formats.eni import cases, codes, documents, identifiers
from consistori.formats.eni.reading import read_document
from consistori.formats.eni.xml import DOCUMENT, Malformed

STANDARDS = Path(__file__).resolve().parents[4] / "shared" / "standards" / "eni"
needs_schemas = pytest.mark.skipif(not STANDARDS.exists(), reason="the official schemas are not beside us")
SUMMER = timezone(timedelta(hours=2))
CAPTURED = datetime(2026, 6, 1, 10, 15, 30, tzinfo=SUMMER)
IDENTITY = UUID("01999999-9999-7999-8999-999999999999")
IDENTIFIER = identifiers.document_identifier("L01999990", 2026, IDENTITY)
CODE = eni_xml.Csv("VLL-0000", "Decret 2026/0123")


def schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(STANDARDS / "xsd" / name), parser))


def written_document(content: bytes, signatures: tuple[eni_xml.Signature, ...]) -> bytes:
    document = eni_xml.EniDocument(
        identifier=IDENTIFIER,
        organs=["L01999990"],
        captured_at=CAPTURED,
        by_administration=True,
        elaboration="EE01",
        type="TD13",
        format_name="PDF",
        signatures=signatures,
    )
    return b"".join(eni_xml.document_xml(document, [content]))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 3_000_000])
@pytest.mark.parametrize("signatures", [(), (CODE,), (eni_xml.Enveloped(), CODE)])
def test_a_document_comes_back_the_same(size: int, signatures: tuple[eni_xml.Signature, ...]) -> None:
    content, back = bytes(range(256)) * (size // 256) + bytes(size % 256), io.BytesIO()
    read = read_document(io.BytesIO(written_document(content, signatures)), back)

    assert back.getvalue() == content
    assert read.content_size == size
    assert read.metadata == documents.DocumentMetadata(
        IDENTIFIER,
        ("L01999990",),
        CAPTURED,
        codes.Origin.ADMINISTRATION,
        codes.Elaboration.ORIGINAL,
        codes.Type.REPORT,
    )
    assert len(read.signatures) == len(signatures)
    assert documents.CodeSignature(CODE.code, CODE.regulation) in read.signatures or CODE not in signatures


def test_a_case_with_a_folder_comes_back_the_same() -> None:
    leaf = eni_xml.IndexedDocument(IDENTIFIER, "ab" * 32, CAPTURED, 1)
    case = eni_xml.EniCase(
        identifier=eni_xml.case_identifier("L01999990", 2026, "X2026000001"),
        organs=["L01999990"],
        opened_at=CAPTURED,
        classification=eni_xml.procedure_code("L01999990", "D402"),
        state="E02",
        indexed_at=CAPTURED,
        signature=CODE,
        entries=[leaf, eni_xml.IndexedFolder("Plànols", [leaf])],
        parties=["12345678Z"],
    )

    read = cases.read_case(io.BytesIO(eni_xml.case_xml(case)))

    found = cases.IndexedDocument(IDENTIFIER, "ab" * 32, CAPTURED, 1)
    assert read.items == (found, cases.IndexedFolder("Plànols", (found,)))
    assert list(read.documents()) == [found, found]
    assert read.metadata.parties == ("12345678Z",)
    assert read.metadata.state is codes.CaseState.CLOSED


@needs_schemas
def test_every_valid_sample_is_read() -> None:
    for sample in sorted((STANDARDS / "samples").glob("documento-*.xml")):
        content = io.BytesIO()
        found = read_document(io.BytesIO(sample.read_bytes()), content)
        assert found.metadata.bodies, sample.name
        assert found.content_size == len(content.getvalue()), sample.name
        assert found.signatures, sample.name
    for sample in sorted((STANDARDS / "samples").glob("expediente-*.xml")):
        case = cases.read_case(io.BytesIO(sample.read_bytes()))
        assert list(case.documents()), sample.name


@needs_schemas
@pytest.mark.parametrize("kind", ["documento", "expediente"])
def test_every_invalid_sample_is_refused_by_the_schema_and_by_us(kind: str) -> None:
    name = "documento-e/documentoEni.xsd" if kind == "documento" else "expediente-e/expedienteEni.xsd"
    official = schema(name)
    for sample in sorted((STANDARDS / "samples" / "invalid").glob(f"{kind}-*.xml")):
        assert not official.validate(etree.parse(str(sample))), sample.name
        if "out-of-order" in sample.name:
            continue
        with pytest.raises(Malformed):
            if kind == "documento":
                read_document(io.BytesIO(sample.read_bytes()), io.BytesIO())
            else:
                cases.read_case(io.BytesIO(sample.read_bytes()))


def test_identifiers_have_their_form() -> None:
    case = eni_xml.case_identifier("L01999990", 2026, "X2026000001")

    assert len(IDENTIFIER) == 48
    assert identifiers.is_document_identifier(IDENTIFIER)
    assert identifiers.is_case_identifier(case)
    assert not identifiers.is_document_identifier(case)
    assert identifiers.is_document_identifier("ES_E00010207_2010_abc-1", brought=True)
    assert identifiers.is_classification("1234567")
    assert identifiers.is_classification(eni_xml.procedure_code("L01999990", "D402"))
    with pytest.raises(ValueError, match="DIR3"):
        identifiers.document_identifier("L01", 2026, IDENTITY)


BILLION_LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    "hostile", [BILLION_LAUGHS, OUTSIDE, b"", b"<a", b"<a/>", b"\x00\x01", b"<a>" * 5000]
)
def test_hostile_xml_is_refused(hostile: bytes) -> None:
    with pytest.raises(Malformed):
        read_document(io.BytesIO(hostile), io.BytesIO())
    with pytest.raises(Malformed):
        cases.read_case(io.BytesIO(hostile))


def test_content_that_is_not_base64_is_refused() -> None:
    space = f"{DOCUMENT}/contenido"
    broken = (
        f'<d:documento xmlns:d="{DOCUMENT}" xmlns:f="{space}"><f:contenido>'
        "<f:ValorBinario>*no*</f:ValorBinario></f:contenido></d:documento>"
    )

    with pytest.raises(Malformed, match="base64"):
        read_document(io.BytesIO(broken.encode()), io.BytesIO())


def test_names_of_codes_come_in_both_languages() -> None:
    assert codes.Type.APPLICATION.name_in("ca") == "Sol·licitud"
    assert codes.Type("TD14").name_in("es") == "Solicitud"
    assert all(member.ca and member.es for kind in (codes.Type, codes.Elaboration) for member in kind)
