"""What we write is valid against the official schemas, of any size and with any text inside."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from consistori.formats import eni_xml as eni

STANDARDS = Path(__file__).parents[4] / "shared" / "standards" / "eni"
NEEDS_SCHEMAS = pytest.mark.skipif(not STANDARDS.is_dir(), reason="the official schemas are not at hand")
WHEN = datetime(2026, 6, 1, 10, 15, 30, 999, tzinfo=UTC)
PARSER = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True)
ORGAN = "L01999990"


def schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(STANDARDS / "xsd" / path), PARSER))


def document(**changes: object) -> eni.EniDocument:
    values: dict[str, object] = {
        "identifier": f"ES_{ORGAN}_2026_{eni.specific_part('DOC1')}",
        "organs": [ORGAN],
        "captured_at": WHEN,
        "by_administration": False,
        "elaboration": "EE01",
        "type": "TD14",
        "format_name": "PDF",
    }
    return eni.EniDocument(**(values | changes))  # type: ignore[arg-type]


def case(**changes: object) -> eni.EniCase:
    entry = eni.IndexedDocument(document().identifier, "ab" * 32, WHEN, 1)
    values: dict[str, object] = {
        "identifier": eni.case_identifier(ORGAN, 2026, "X2026000123"),
        "organs": [ORGAN],
        "opened_at": WHEN,
        "classification": eni.procedure_code(ORGAN, "D402"),
        "state": "E02",
        "indexed_at": WHEN,
        "signature": eni.Csv("VALL-0PLM", "Decret 2026/0123 «& altres»"),
        "entries": [entry, eni.IndexedFolder("Documentació <aportada>", [entry])],
        "parties": ["12345678Z"],
    }
    return eni.EniCase(**(values | changes))  # type: ignore[arg-type]


@NEEDS_SCHEMAS
@pytest.mark.parametrize(
    "signatures", [[], [eni.Csv("VALL-1", "Decret 1/2026")], [eni.Enveloped("TF06")], [eni.Csv("a", "b")] * 2]
)
def test_a_document_is_valid_with_any_signature(signatures: list[eni.Signature]) -> None:
    xml = b"".join(eni.document_xml(document(signatures=signatures), [b"%PDF-", b"1", b".7 whole"]))

    tree = etree.fromstring(xml, PARSER)
    schema("documento-e/documentoEni.xsd").assertValid(tree)
    value = tree.findtext(f".//{{{eni.DOCUMENT_NAMESPACES['enifile']}}}ValorBinario")
    assert base64.b64decode(value or "") == b"%PDF-1.7 whole"


@NEEDS_SCHEMAS
def test_a_case_with_folders_and_awkward_names_is_valid() -> None:
    schema("expediente-e/expedienteEni.xsd").assertValid(etree.fromstring(eni.case_xml(case()), PARSER))


@NEEDS_SCHEMAS
def test_an_empty_index_is_not_valid() -> None:
    tree = etree.fromstring(eni.case_xml(case(entries=[])), PARSER)

    assert not schema("expediente-e/expedienteEni.xsd").validate(tree)


@NEEDS_SCHEMAS
@pytest.mark.parametrize("folder", ["", "invalid"])
def test_the_official_samples_keep_their_verdict(folder: str) -> None:
    for path in sorted((STANDARDS / "samples" / folder).glob("*.xml")):
        kind = "documento" if path.name.startswith("documento") else "expediente"
        valid = schema(f"{kind}-e/{kind}Eni.xsd").validate(etree.parse(str(path), PARSER))
        assert valid is (folder == ""), path.name


def test_the_content_is_written_without_holding_it() -> None:
    written = eni.document_xml(document(), (b"x" * 65_537 for _ in range(64)))

    assert max(len(chunk) for chunk in written) < 100_000


def test_identifiers_have_the_length_of_the_rule() -> None:
    assert eni.CASE_ID.fullmatch(eni.case_identifier(ORGAN, 2026, "X2026-000123"))
    assert eni.CLASSIFICATION.fullmatch(eni.procedure_code(ORGAN, "D402"))
    assert eni.organ_code("", "17999") == "L01017999"
    assert eni.organ_code("L01170015") == "L01170015"


def test_formats_go_by_their_logical_name() -> None:
    assert [eni.format_name("application/pdf"), eni.format_name("x/y", ".dwg"), eni.format_name("x/y")] == [
        "PDF",
        "DWG",
        "BIN",
    ]
