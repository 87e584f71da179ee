"""What others signed is validated when it comes, whatever its form, and the report says it in plain words."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from lxml import etree

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.formats import xades
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.arrivals import check_arrival, facts_kept, may_be_signed
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.facts import Standing, Trust
from consistori.signature.forms import checking, pdf_checking
from consistori.signature.models import ArrivalReport
from consistori.signature.tests.sealing import sealing_house
from consistori.tenancy.scope import working_for

__all__ = ["sealing_house"]

FILES = Path(__file__).parents[2] / "config" / "demo" / "files"
XML = b'<factura xmlns="urn:f"><import Id="I1">1.210,00</import></factura>'
CONTENT = "Memòria de l’activitat\n".encode()
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")


def xml_signer(who: Credential) -> xades.XadesSigner:
    def sign(data: bytes, _algorithm: str) -> bytes:
        if isinstance(who.key, ec.EllipticCurvePrivateKey):
            return who.key.sign(data, ec.ECDSA(hashes.SHA256()))
        return who.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def der(certificate: Any) -> bytes:
        return bytes(certificate.public_bytes(serialization.Encoding.DER))

    return xades.XadesSigner(der(who.certificate), [der(above) for above in who.chain], sign)


def signed_xml(who: Credential, stamps: Any = None) -> bytes:
    root = etree.fromstring(XML)
    signature = xades.sign_whole(root, xml_signer(who), at=now(), policy=None)
    if stamps is not None:
        xades.add_stamp(signature, stamps.stamp(xades.stamp_digest(signature), "sha256"))
    return etree.tostring(root)


def signed_file(who: Credential, folder: Path, *, apart: bool) -> bytes:
    """A signature file as openssl makes it."""
    (folder / "key.pem").write_bytes(
        who.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "own.pem").write_bytes(who.certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "chain.pem").write_bytes(
        b"".join(above.public_bytes(serialization.Encoding.PEM) for above in who.chain)
    )
    (folder / "content").write_bytes(CONTENT)
    kind = [] if apart else ["-nodetach"]
    subprocess.run(
        ["openssl", "cms", "-sign", "-cades", "-binary", *kind, "-in", folder / "content",
         "-signer", folder / "own.pem", "-inkey", folder / "key.pem", "-certfile", folder / "chain.pem",
         "-outform", "DER", "-out", folder / "out",
         "-md", "sha256"],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "out").read_bytes()


@pytest.fixture
def bring(town: Any, clerk: Any) -> Callable[[str, bytes], Document]:
    def do(name: str, data: bytes) -> Document:
        with working_for(town):
            return receive_document(by=clerk, received=ReceivedFile.from_bytes(name, data))

    return do


@pytest.fixture
def check(town: Any, sealing_house: Any) -> Callable[[Document], ArrivalReport | None]:
    return lambda document: check_arrival(town, document.pk, by=Actor.program(town.pk))


def test_an_xml_with_its_timestamp_holds(bring: Any, check: Any, issue: Any, stamps: Any, town: Any) -> None:
    report = check(bring("factura.xsig", signed_xml(issue(), stamps)))

    assert (report.form, report.type_code, report.standing) == ("xades", "TF03", Standing.VALID)
    ((facts, remark),) = facts_kept(report)
    assert facts.signer == "Rosa Bassols Pi"
    assert facts.stamped_at is not None
    assert (facts.trust, remark) == (Trust.GOOD, "")


def test_one_changed_figure_is_told(bring: Any, check: Any, issue: Any) -> None:
    report = check(bring("factura.xml", signed_xml(issue()).replace(b"1.210,00", b"9.210,00")))

    assert report.standing == Standing.INVALID


def test_a_certificate_revoked_after_the_timestamp_still_holds(
    bring: Any, check: Any, issue: Any, authority: Any, stamps: Any
) -> None:
    who, stamps.at = issue(), now() - timedelta(minutes=2)
    signed = signed_xml(who, stamps)
    authority.revoke(who.certificate.serial_number)

    report = check(bring("factura.xml", signed))

    ((facts, _remark),) = facts_kept(report)
    assert (facts.trust, report.standing) == (Trust.REVOKED_SINCE, Standing.VALID)


def test_revoked_and_without_timestamp_it_does_not_hold(
    bring: Any, check: Any, issue: Any, authority: Any
) -> None:
    who = issue()
    authority.revoke(who.certificate.serial_number)

    assert check(bring("factura.xml", signed_xml(who))).standing == Standing.INVALID


@needs_openssl
def test_a_signature_file_with_its_text_inside(bring: Any, check: Any, issue: Any, tmp_path: Path) -> None:
    report = check(bring("memoria.p7m", signed_file(issue(), tmp_path, apart=False)))

    assert (report.form, report.type_code, report.standing) == ("cades", "TF05", Standing.VALID)


@needs_openssl
def test_a_signature_apart_waits_for_its_text_and_then_holds(
    bring: Any, check: Any, issue: Any, tmp_path: Path, town: Any
) -> None:
    signature = bring("memoria.p7s", signed_file(issue(), tmp_path, apart=True))
    first = check(signature)
    assert (first.standing, first.type_code, first.signed) == (Standing.UNKNOWN, "TF04", None)

    text = bring("memoria.txt", CONTENT)
    report = check(signature)

    assert report.standing == Standing.VALID
    assert report.signed == text


@needs_openssl
def test_a_changed_text_inside_does_not_hold(bring: Any, check: Any, issue: Any, tmp_path: Path) -> None:
    data = signed_file(issue(), tmp_path, apart=False).replace(b"activitat", b"inactivat")

    assert check(bring("memoria.p7m", data)).standing == Standing.INVALID


def test_a_signed_pdf_of_another_house(
    bring: Any, check: Any, issue: Any, decree: bytes, trust: Any, stamps: Any
) -> None:
    from consistori.signature.engine.pades import Hand, Purpose, sign_pdf

    signer = xml_signer(issue())
    hand = Hand(signer.certificate, list(signer.chain), signer.sign_bytes, trust=trust, timestamps=stamps)
    report = check(bring("llicència.pdf", sign_pdf(decree, hand, Purpose(), at=now()).data))

    assert (report.form, report.type_code, report.standing) == ("pades", "TF06", Standing.VALID)


def test_a_pdf_that_the_strict_reader_refuses_is_judged_by_its_bytes(
    bring: Any, check: Any, trust: Any
) -> None:
    """As pdfsig of Poppler writes them, with a certificate of an authority that nobody knows."""
    data = (FILES / "certificat final d'obra_signat.pdf").read_bytes()
    report = check(bring("certificat.pdf", data))
    ((facts, _remark),) = facts_kept(report)
    assert facts.intact
    assert (facts.trust, report.standing, report.problem) == (Trust.UNKNOWN_ISSUER, Standing.UNKNOWN, "")

    changed = data.replace(b"/Producer", b"/Producex", 1)
    broken = pdf_checking.check_ranges(changed, trust)
    assert changed != data
    assert broken is not None
    assert broken.standing is Standing.INVALID


@pytest.mark.parametrize(
    ("name", "data"),
    [("dades.xml", b"<a><b/></a>"), ("text.txt", b"res"), ("trencat.xml", b"<?xml version='1.0'?><a>")],
)
def test_what_brings_no_signature_has_no_report(bring: Any, check: Any, name: str, data: bytes) -> None:
    assert check(bring(name, data)) is None


def test_noise_in_a_signature_file_is_told_and_breaks_nothing(trust: Any) -> None:
    assert checking.check_file(b"\x30\x82\x00\x10" + b"\x00" * 16, trust) is None
    empty = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [],
                    "encap_content_info": {"content_type": "data"},
                    "signer_infos": [],
                }
            ),
        }
    )
    report = checking.check_file(empty.dump(), trust)
    assert report is not None
    assert (report.problem, report.standing) == ("no-signatures", Standing.UNKNOWN)


def test_the_page_says_it_in_words_and_names_no_other_document_to_who_may_not_read_it(
    bring: Any, check: Any, issue: Any, town: Any, clerk: Any, sign_in: Any
) -> None:
    document = bring("factura.xml", signed_xml(issue()))
    check(document)

    page = sign_in(clerk).get(f"/e/{town.slug}/desk/documents/{document.pk}/").content.decode()

    assert "Rosa Bassols Pi" in page
    assert "TF03" in page


def test_the_outsider_checks_nothing(bring: Any, issue: Any, town: Any, outsider: Any, sign_in: Any) -> None:
    document = bring("factura.xml", signed_xml(issue()))

    answer = sign_in(outsider).post(f"/e/{town.slug}/desk/signature/arrivals/{document.pk}/check/")

    assert answer.status_code == 404
    with working_for(town):
        assert may_be_signed(document.version)
        assert not ArrivalReport.objects.exists()


def test_the_timestamp_of_another_signature_proves_nothing(issue: Any, trust: Any, stamps: Any) -> None:
    root = etree.fromstring(XML)
    signature = xades.sign_whole(root, xml_signer(issue()), at=now(), policy=None)
    xades.add_stamp(signature, stamps.stamp(b"\x01" * 32, "sha256"))

    report = checking.check_xml(etree.tostring(root), trust)

    assert report is not None
    assert report.signatures[0].stamped_at is None
