"""Signing a PDF and saying what can be said of it."""

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.pdf_utils.generic import NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from consistori.signature.engine.demo.authority import Credential, DemoAuthority
from consistori.signature.engine.pades import Hand, Policy, Purpose, Signed, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Changes, Standing, Trust, report_on
from consistori.signature.tests.conftest import LocalStamps

DER = serialization.Encoding.DER
Sign = Callable[..., Signed]


def hand_of(credential: Credential, trust: TrustList, stamps: LocalStamps) -> Hand:
    def sign_bytes(data: bytes, algorithm: str) -> bytes:
        assert algorithm == "sha256"
        if isinstance(credential.key, ec.EllipticCurvePrivateKey):
            return credential.key.sign(data, ec.ECDSA(hashes.SHA256()))
        return credential.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    chain = [one.public_bytes(DER) for one in credential.chain]
    certificate = credential.certificate.public_bytes(DER)
    return Hand(certificate, chain, sign_bytes, trust=trust, timestamps=stamps)


@pytest.fixture
def sign(trust: TrustList, stamps: LocalStamps) -> Sign:
    def do(data: bytes, credential: Credential, purpose: Purpose = Purpose()) -> Signed:  # noqa: B008
        return sign_pdf(data, hand_of(credential, trust, stamps), purpose, at=datetime.now(UTC))

    return do


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_decree_says_who_when_and_that_it_holds(
    decree: bytes, issue: Callable[..., Credential], sign: Sign, trust: TrustList, kind: str
) -> None:
    purpose = Purpose(reason="Decret 1/2026", location="Vall-llobera", policy=Policy("1.3.6.1.4.1.99999.7"))

    signed = sign(decree, issue(kind=kind), purpose)

    report = report_on(signed.data, trust)
    (one,) = report.signatures
    assert report.standing is Standing.VALID
    assert (one.signer, one.post) == ("Rosa Bassols Pi", "Alcaldessa")
    assert one.level == "B-T"
    assert one.stamped_at == signed.stamped_at
    assert one.stamped_by == "Segell de temps DEMO de Consistori"
    assert (one.reason, one.location) == ("Decret 1/2026", "Vall-llobera")
    assert one.policy == "1.3.6.1.4.1.99999.7"
    assert one.changes_after is Changes.NOTHING
    assert one.is_demo


def test_the_bytes_that_were_read_stay_the_first_bytes_of_the_signed_file(
    decree: bytes, issue: Callable[..., Credential], sign: Sign
) -> None:
    signed = sign(decree, issue())

    assert signed.data[: signed.before] == decree


def test_two_signatures_are_both_valid_and_the_first_says_that_only_a_signature_came_after(
    decree: bytes, issue: Callable[..., Credential], sign: Sign, trust: TrustList
) -> None:
    once = sign(decree, issue(given_name="Mercè", family_name="Soldevila Bosch", post="Secretària"))

    twice = sign(once.data, issue(kind="rsa"))

    report = report_on(twice.data, trust)
    first, second = report.signatures
    assert report.standing is Standing.VALID
    assert first.changes_after is Changes.SIGNATURES
    assert second.changes_after is Changes.NOTHING
    assert twice.data.startswith(once.data)


def test_a_changed_byte_is_found(
    decree: bytes, issue: Callable[..., Credential], sign: Sign, trust: TrustList
) -> None:
    signed = sign(decree, issue())
    place = decree.index(b"/Type")

    altered = signed.data[: place + 1] + b"t" + signed.data[place + 2 :]

    assert report_on(altered, trust).standing is Standing.INVALID


def test_a_page_added_after_the_signature_is_found(
    decree: bytes, issue: Callable[..., Credential], sign: Sign, trust: TrustList
) -> None:
    signed = sign(decree, issue())
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.data))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Contents")] = writer.add_object(TextStringObject("other"))
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0).reference)
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]

    report = report_on(output.getvalue(), trust)

    assert report.signatures[0].intact
    assert report.signatures[0].changes_after is Changes.OTHER
    assert report.standing is Standing.INVALID


def test_a_certificate_revoked_after_the_timestamp_does_not_undo_the_signature(
    decree: bytes,
    issue: Callable[..., Credential],
    trust: TrustList,
    stamps: LocalStamps,
    authority: DemoAuthority,
) -> None:
    credential = issue(valid_from=datetime.now(UTC) - timedelta(days=30))
    stamps.at = datetime.now(UTC) - timedelta(days=2)
    signed = sign_pdf(decree, hand_of(credential, trust, stamps), Purpose(), at=stamps.at)

    authority.revoke(credential.certificate.serial_number, at=datetime.now(UTC) - timedelta(days=1))
    trust.source.forget()

    (one,) = report_on(signed.data, trust).signatures
    assert one.trust is Trust.REVOKED_SINCE
    assert one.revoked_at is not None
    assert one.standing is Standing.VALID


def test_a_certificate_revoked_before_the_timestamp_undoes_it(
    decree: bytes,
    issue: Callable[..., Credential],
    sign: Sign,
    trust: TrustList,
    authority: DemoAuthority,
) -> None:
    credential = issue(valid_from=datetime.now(UTC) - timedelta(days=30))
    signed = sign(decree, credential)

    authority.revoke(credential.certificate.serial_number, at=datetime.now(UTC) - timedelta(days=1))
    trust.source.forget()

    (one,) = report_on(signed.data, trust).signatures
    assert one.trust is Trust.REVOKED
    assert one.standing is Standing.INVALID


def test_an_expired_certificate_with_an_earlier_timestamp_still_holds(
    decree: bytes,
    issue: Callable[..., Credential],
    trust: TrustList,
    stamps: LocalStamps,
) -> None:
    now = datetime.now(UTC)
    credential = issue(valid_from=now - timedelta(hours=20), valid_to=now - timedelta(hours=1))
    stamps.at = now - timedelta(hours=2)
    signed = sign_pdf(decree, hand_of(credential, trust, stamps), Purpose(), at=stamps.at)

    (one,) = report_on(signed.data, trust).signatures

    assert one.trust is Trust.EXPIRED_SINCE
    assert one.standing is Standing.VALID


def test_an_issuer_out_of_the_trust_list_is_unknown(
    decree: bytes, sign: Sign, trust: TrustList, tmp_path: Path
) -> None:
    stranger = DemoAuthority(tmp_path / "stranger", "http://127.0.0.1:9")
    credential = stranger.issue(given_name="Algú", family_name="De Fora", kind="ec")

    (one,) = report_on(sign(decree, credential).data, trust).signatures

    assert one.trust is Trust.UNKNOWN_ISSUER
    assert one.standing is Standing.UNKNOWN


def test_poppler_agrees(decree: bytes, issue: Callable[..., Credential], sign: Sign, tmp_path: Path) -> None:
    path = tmp_path / "decret.pdf"
    once = sign(decree, issue(kind="rsa"))
    path.write_bytes(sign(once.data, issue(kind="ec")).data)

    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout

    assert said.count("Signature is Valid.") == 2
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_openssl_agrees_with_the_signature_and_with_its_timestamp(
    decree: bytes,
    issue: Callable[..., Credential],
    sign: Sign,
    authority: DemoAuthority,
    tmp_path: Path,
) -> None:
    signed = sign(decree, issue(kind="rsa")).data
    content, cms_der = signed_content(signed)
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "signature.der").write_bytes(cms_der)

    said = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature.der"),
            *("-content", "content", "-CAfile", str(authority.folder / "root.pem"), "-purpose", "any"),
            *("-out", "out"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert "CAdES Verification successful" in said.stderr
    assert "Verification: OK" in timestamp_said_by_openssl(cms_der, authority, tmp_path)


def timestamp_said_by_openssl(cms_der: bytes, authority: DemoAuthority, folder: Path) -> str:
    info = cms.ContentInfo.load(cms_der)["content"]["signer_infos"][0]
    (token,) = (a for a in info["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token")
    (folder / "token.der").write_bytes(token["values"][0].dump())
    (folder / "signed").write_bytes(info["signature"].native)
    said = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-data", "signed", "-in", "token.der", "-token_in"),
            *("-CAfile", str(authority.folder / "root.pem")),
            *("-untrusted", str(authority.folder / "issuing.pem")),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout + said.stderr


def signed_content(data: bytes) -> tuple[bytes, bytes]:
    """The bytes covered by the first signature, and its CMS."""
    signature = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[0]
    first, length, second, rest = (int(number) for number in signature.byte_range)
    return data[first : first + length] + data[second : second + rest], bytes(signature.pkcs7_content)
