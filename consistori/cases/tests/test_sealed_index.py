"""The index of the case goes out with the seal of the town, that others check, or it does not go out."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from consistori.cases.export import ask_for_export, plan_export, write_package
from consistori.cases.export.asking import pieces_of, prepare_export
from consistori.cases.export.sealed import NotSealed
from consistori.cases.models import CaseFile
from consistori.formats import xades
from consistori.formats.eni.cases import read_case
from consistori.formats.eni.reading import read_document
from consistori.formats.xades_reading import read_signatures
from consistori.kernel.clock import now
from consistori.signature.models import Seal
from consistori.signature.seals import NoSeal
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_entity

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]

SCHEMAS = Path(__file__).parents[4] / "shared" / "standards" / "eni" / "xsd"


def package(case: CaseFile) -> zipfile.ZipFile:
    to = io.BytesIO()
    write_package(plan_export(case), to, pieces_of(case.entity))
    return zipfile.ZipFile(to)


@pytest.fixture
def sealed(resolved: CaseFile, give_seal: Any) -> CaseFile:
    give_seal(current_entity())
    return resolved


def test_the_index_carries_the_seal_with_its_time(sealed: CaseFile) -> None:
    with package(sealed) as taken:
        xml, page = taken.read("expediente.xml"), taken.read("index.html").decode()

    (one,) = read_signatures(xml)
    assert one.holds is True
    assert one.type_code == "TF02"
    assert one.policy == current_entity().policy_oid
    assert len(one.stamps) == 1
    case = read_case(io.BytesIO(xml))
    assert [signature.type for signature in case.signatures] == ["TF02"]
    assert "Secretaria" in page
    assert "Decret 2026/0140" in page
    assert "sense segell electrònic" not in page


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not here")
def test_xmlsec_agrees(sealed: CaseFile, authority: Any, tmp_path: Path) -> None:
    with package(sealed) as taken:
        (tmp_path / "case.xml").write_bytes(taken.read("expediente.xml"))
    root = authority.folder / "root.pem"
    told = subprocess.run(
        ["xmlsec1", "--verify", "--enabled-key-data", "x509", "--id-attr:Id", "IndiceContenido", "--id-attr:Id",
         f"{xades.XADES}:SignedProperties", "--trusted-pem", str(root), str(tmp_path / "case.xml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the official schemas are not at hand")
def test_with_its_seal_it_is_valid_against_the_official_schemas(sealed: CaseFile) -> None:
    with package(sealed) as taken:
        xmls = {name: taken.read(name) for name in taken.namelist() if name.endswith(".xml")}
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True)
    for name, xml in xmls.items():
        kind = "expediente" if name.startswith("expediente") else "documento"
        schema = etree.XMLSchema(etree.parse(str(SCHEMAS / f"{kind}-e" / f"{kind}Eni.xsd"), parser))
        schema.assertValid(etree.fromstring(xml, parser))


def test_each_document_without_signature_carries_the_seal_apart_and_openssl_agrees(
    sealed: CaseFile, authority: Any, tmp_path: Path
) -> None:
    with package(sealed) as taken:
        name = next(name for name in taken.namelist() if name.startswith("documentos/"))
        content = io.BytesIO()
        document = read_document(io.BytesIO(taken.read(name)), content)

    (signature,) = document.signatures
    assert (signature.type, isinstance(signature.content, bytes)) == ("TF04", True)
    if shutil.which("openssl") is None:
        return
    (tmp_path / "content").write_bytes(content.getvalue())
    (tmp_path / "seal.p7s").write_bytes(signature.content)
    told = subprocess.run(
        ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "seal.p7s",
         "-content", tmp_path / "content", "-CAfile", authority.folder / "root.pem", "-purpose", "any", "-out",
         "/dev/null"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


def test_one_changed_fingerprint_breaks_the_seal(sealed: CaseFile) -> None:
    with package(sealed) as taken:
        xml = taken.read("expediente.xml")
        print_ = read_case(io.BytesIO(xml)).documents().__next__().fingerprint

    (one,) = read_signatures(xml.replace(print_.encode(), b"0" * 64))
    assert one.holds is False


def test_without_timestamps_it_is_sealed_and_says_so(sealed: CaseFile, stamps: Any) -> None:
    stamps.down = True

    with package(sealed) as taken:
        xml, page = taken.read("expediente.xml"), taken.read("index.html").decode()

    (one,) = read_signatures(xml)
    assert (one.holds, one.stamps) == (True, ())
    assert "sense segell de temps" in page


def test_when_the_signer_is_silent_nothing_goes_out_and_it_says_why(
    sealed: CaseFile, sealing_house: Any, clerk: Any
) -> None:
    sealing_house.stop()

    with pytest.raises(NotSealed):
        package(sealed)

    run = ask_for_export(sealed, by=clerk)
    prepare_export(entity=sealed.entity, run_id=str(run.pk), case_id=str(sealed.pk), language="en")
    run = JobRun.objects.get(pk=run.pk)
    assert run.state == JobRun.State.FAILED
    assert "does not go out without its seal" in run.message


def test_a_revoked_seal_seals_nothing(sealed: CaseFile, authority: Any) -> None:
    authority.revoke(int(Seal.objects.get().serial, 16))

    with pytest.raises(NotSealed):
        package(sealed)


def test_an_ended_certificate_is_told_before_anything_is_prepared(sealed: CaseFile, clerk: Any) -> None:
    Seal.objects.update(valid_to=now())

    with pytest.raises(NoSeal):
        ask_for_export(sealed, by=clerk)
