"""Evidence and archive timestamps on a signed PDF, and what can be said with them and no network."""

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from consistori.formats.pdfa import check
from consistori.signature.engine.before import check_certificate
from consistori.signature.engine.certificates import asn1_certificates
from consistori.signature.engine.demo.authority import (
    Credential,
    authority_key,
    authority_name,
    key_usage,
    new_key,
)
from consistori.signature.engine.errors import CertificateRefused, SigningStopped
from consistori.signature.engine.evidence import Keeper, Proof
from consistori.signature.engine.facts import Changes, LayerKind, Standing, Trust
from consistori.signature.engine.lasting import lengthen
from consistori.signature.engine.pades import Purpose, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import report_on
from consistori.signature.tests.conftest import LocalStamps, ServedAuthority
from consistori.signature.tests.test_sign_and_validate import hand_of

DER = Encoding.DER
FAR = datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def keeper(trust: TrustList, stamps: LocalStamps) -> Keeper:
    return Keeper(trust.with_own_memory(), stamps)


@pytest.fixture
def signed(decree: bytes, issue: Callable[..., Credential], trust: TrustList, stamps: LocalStamps) -> bytes:
    hand = hand_of(issue(), trust, stamps)
    return sign_pdf(decree, hand, Purpose(reason="Alcaldessa"), at=datetime.now(UTC)).data


def test_evidence_and_an_archive_stamp_go_on_top_in_one_increment(
    signed: bytes, keeper: Keeper, trust: TrustList
) -> None:
    made = lengthen(signed, keeper)

    report = report_on(made.data, trust)
    (one,) = report.signatures
    assert made.data.startswith(signed)
    assert (made.kind, made.level, made.stamps) == ("timestamp", "B-LTA", 1)
    assert (one.level, one.trust, one.changes_after) == ("B-LTA", Trust.GOOD, Changes.EVIDENCE)
    kinds = [layer.kind for layer in report.layers]
    assert kinds == [LayerKind.SIGNATURE, LayerKind.STAMP, LayerKind.EVIDENCE, LayerKind.ARCHIVE]
    assert all(layer.holds for layer in report.layers)
    assert report.layers[2].answers >= 2
    assert report.holds_until == made.holds_until


def test_with_nobody_to_ask_the_file_proves_it_by_itself(
    signed: bytes, keeper: Keeper, trust: TrustList, authority: ServedAuthority
) -> None:
    made = lengthen(signed, keeper)

    report = report_on(made.data, trust, ask=False)

    assert report.signatures[0].trust is Trust.PROVEN
    assert report.standing is Standing.VALID
    assert report_on(signed, trust, ask=False).signatures[0].trust is Trust.NOT_TOLD


def test_it_still_holds_when_the_certificate_has_ended_and_not_after_the_archive_stamp_did(
    signed: bytes, keeper: Keeper, trust: TrustList
) -> None:
    made = lengthen(signed, keeper)
    assert made.holds_until is not None

    later = report_on(made.data, trust, ask=False, at=datetime.now(UTC) + timedelta(days=900))
    too_late = report_on(made.data, trust, ask=False, at=made.holds_until + timedelta(days=1))

    assert later.standing is Standing.VALID
    assert too_late.standing is not Standing.VALID


def test_it_is_still_pdf_a_and_poppler_and_openssl_agree(
    signed: bytes, keeper: Keeper, authority: ServedAuthority, tmp_path: Path
) -> None:
    twice = lengthen(lengthen(signed, keeper).data, keeper).data
    path = tmp_path / "decret.pdf"
    path.write_bytes(twice)

    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout

    assert check(path).faults == ()
    # Poppler checks signatures and leaves document timestamps unread; openssl reads those.
    assert said.count("Signature is Valid.") == 1
    assert "Signature #3" in said
    for stamp in PdfFileReader(io.BytesIO(twice)).embedded_timestamp_signatures:
        assert "Verification: OK" in said_by_openssl(stamp, twice, authority, tmp_path)


def said_by_openssl(
    stamp: EmbeddedPdfSignature, data: bytes, authority: ServedAuthority, folder: Path
) -> str:
    """What openssl says of an archive timestamp over the bytes that it covers."""
    first, length, second, rest = (int(number) for number in stamp.byte_range)
    (folder / "covered").write_bytes(data[first : first + length] + data[second : second + rest])
    (folder / "stamp.der").write_bytes(stamp.pkcs7_content)
    said = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-data", "covered", "-in", "stamp.der", "-token_in"),
            *("-CAfile", str(authority.folder / "root.pem")),
            *("-untrusted", str(authority.folder / "issuing.pem")),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout + said.stderr


def test_a_second_signature_on_top_begins_a_new_round_and_all_of_them_hold(
    signed: bytes,
    keeper: Keeper,
    issue: Callable[..., Credential],
    trust: TrustList,
    stamps: LocalStamps,
) -> None:
    first = lengthen(signed, keeper)
    hand = hand_of(issue(given_name="Mercè", family_name="Soldevila"), trust, stamps)
    again = sign_pdf(first.data, hand, Purpose(), at=datetime.now(UTC))

    middle = report_on(again.data, trust, ask=False)
    whole = report_on(lengthen(again.data, keeper).data, trust, ask=False)

    assert [one.level for one in middle.signatures] == ["B-LTA", "B-T"]
    assert [one.level for one in whole.signatures] == ["B-LTA", "B-LTA"]
    assert whole.standing is Standing.VALID


def test_revoked_later_it_still_holds_and_says_since_when(
    decree: bytes,
    issue: Callable[..., Credential],
    keeper: Keeper,
    trust: TrustList,
    stamps: LocalStamps,
    authority: ServedAuthority,
) -> None:
    credential = issue()
    hand = hand_of(credential, trust, stamps)
    made = lengthen(sign_pdf(decree, hand, Purpose(), at=datetime.now(UTC)).data, keeper)
    authority.revoke(credential.certificate.serial_number, at=datetime.now(UTC) + timedelta(seconds=1))
    trust.source.forget()

    (one,) = report_on(made.data, trust).signatures

    assert one.trust in (Trust.REVOKED_SINCE, Trust.GOOD)
    assert one.standing is Standing.VALID


def test_a_stamp_of_an_authority_that_nobody_trusts_does_not_count(
    signed: bytes, trust: TrustList, tmp_path: Path
) -> None:
    stranger = ServedAuthority(tmp_path / "stranger", "http://127.0.0.1:9")
    believer = TrustList((*trust.roots, *asn1_certificates([der_of(stranger.root)])), (), trust.source)
    keeper = Keeper(believer, LocalStamps(stranger))
    keeper.proof_of = lambda certificate, others, **_: Proof((certificate,), (), (), FAR)  # type: ignore[method-assign]

    report = report_on(lengthen(signed, keeper).data, trust)

    assert [layer.holds for layer in report.layers if layer.kind is LayerKind.ARCHIVE] == [False]
    assert report.signatures[0].level == "B-T"
    assert report.holds_until != FAR


def test_a_certificate_that_names_nobody_to_ask_stays_with_its_timestamp(
    decree: bytes, keeper: Keeper, trust: TrustList, stamps: LocalStamps, authority: ServedAuthority
) -> None:
    hand = hand_of(silent_certificate(authority), trust, stamps)
    made = sign_pdf(decree, hand, Purpose(), at=datetime.now(UTC))

    with pytest.raises(SigningStopped) as stopped:
        lengthen(made.data, keeper)

    assert stopped.value.code == "evidence-none"
    assert report_on(made.data, trust).signatures[0].level == "B-T"


def silent_certificate(authority: ServedAuthority) -> Credential:
    """A certificate of the authority without any address where to ask about it."""
    key, now = new_key("ec"), datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(authority_name("Sense revocació"))
        .issuer_name(authority.issuing.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(authority_key(authority.issuing), critical=False)
        .add_extension(key_usage(content_commitment=True), critical=True)
    )
    certificate = builder.sign(authority.issuing.key, hashes.SHA256())
    return Credential(certificate, key, (authority.issuing.certificate,))


def test_an_authority_that_ended_is_named_and_not_the_certificate_of_the_person(
    trust: TrustList, issue: Callable[..., Credential], authority: ServedAuthority
) -> None:
    ended = authority.issuing.certificate.not_valid_after_utc + timedelta(days=1)
    far = issue(valid_to=ended + timedelta(days=30))
    certificates = asn1_certificates([der_of(far), *(one.public_bytes(DER) for one in far.chain)])

    with pytest.raises(CertificateRefused) as refused:
        check_certificate(certificates[0], trust.context(extra=certificates, now=ended, ask=False))

    assert refused.value.code == "issuer-expired"
    assert refused.value.facts["issuer"] == "Emissora DEMO de Consistori"


def test_what_is_not_signed_or_not_a_pdf_is_refused(decree: bytes, keeper: Keeper) -> None:
    for data, code in ((decree, "nothing-signed"), (b"%PDF-1.7\nnothing", "not-pdf")):
        with pytest.raises(SigningStopped) as stopped:
            lengthen(data, keeper)
        assert stopped.value.code == code


def der_of(credential: Credential) -> bytes:
    return credential.certificate.public_bytes(DER)
