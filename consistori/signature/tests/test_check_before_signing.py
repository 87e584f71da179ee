"""What stops a signature before it is made (N-SIG-02)."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from consistori.signature.engine.before import check_certificate, check_file
from consistori.signature.engine.demo.authority import Credential, DemoAuthority
from consistori.signature.engine.errors import CertificateRefused, FileRefused, ServiceSilent
from consistori.signature.engine.trust import TrustList
from consistori.signature.tests.conftest import ServedAuthority

Issue = Callable[..., Credential]


def check(credential: Credential, trust: TrustList) -> None:
    chain = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in credential.chain]
    certificate = x509.Certificate.load(credential.certificate.public_bytes(Encoding.DER))
    check_certificate(certificate, trust.context(extra=chain))


def pdf_with(change: Callable[[pikepdf.Pdf], None], encryption: pikepdf.Encryption | bool = False) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    change(pdf)
    output = io.BytesIO()
    pdf.save(output, encryption=encryption)
    return output.getvalue()


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch_in_an_annotation(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])


def form_that_changes(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.String("x"))


def test_a_good_certificate_passes(issue: Issue, trust: TrustList) -> None:
    check(issue(), trust)


def test_an_expired_certificate_is_refused_with_its_day(issue: Issue, trust: TrustList) -> None:
    now = datetime.now(UTC)

    with pytest.raises(CertificateRefused) as refused:
        check(issue(valid_from=now - timedelta(days=9), valid_to=now - timedelta(days=1)), trust)

    assert refused.value.code == "expired"
    assert refused.value.facts["on"].date() == (now - timedelta(days=1)).date()


def test_a_certificate_of_tomorrow_is_refused(issue: Issue, trust: TrustList) -> None:
    with pytest.raises(CertificateRefused) as refused:
        check(issue(valid_from=datetime.now(UTC) + timedelta(days=1)), trust)

    assert refused.value.code == "not-yet-valid"


def test_a_revoked_certificate_is_refused(issue: Issue, trust: TrustList, authority: ServedAuthority) -> None:
    credential = issue()
    authority.revoke(credential.certificate.serial_number)

    with pytest.raises(CertificateRefused) as refused:
        check(credential, trust)

    assert refused.value.code == "revoked"


def test_an_unknown_issuer_is_refused(trust: TrustList, tmp_path: Path) -> None:
    stranger = DemoAuthority(tmp_path / "stranger", "http://127.0.0.1:9")

    with pytest.raises(CertificateRefused) as refused:
        check(stranger.issue(given_name="Algú", family_name="De Fora", kind="ec"), trust)

    assert refused.value.code == "unknown-issuer"


def test_when_nobody_tells_about_revocation_it_waits_instead_of_signing_blindly(
    issue: Issue, trust: TrustList, authority: ServedAuthority
) -> None:
    credential = issue()
    authority.silent = True
    try:
        with pytest.raises(ServiceSilent) as stopped:
            check(credential, trust)
    finally:
        authority.silent = False

    assert stopped.value.code == "revocation-silent"


def test_our_own_pdf_passes(decree: bytes) -> None:
    check_file(decree)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-pdf"),
        (b"PK\x03\x04 not a pdf", "not-pdf"),
        (b"%PDF-1.7\nrubbish", "not-pdf"),
        (pdf_with(script), "dynamic"),
        (pdf_with(launch_in_an_annotation), "dynamic"),
        (pdf_with(form_that_changes), "dynamic"),
        (pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted"),
        (pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="")), "encrypted"),
    ],
)
def test_a_file_that_should_not_be_signed_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check_file(data)

    assert refused.value.code == code


def test_a_file_without_form_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature lies in a field of the form: where there is none, nobody looks for earlier ones."""
    from consistori.signature.engine import before

    looked: list[int] = []
    monkeypatch.setattr(before, "_check_earlier_signatures", lambda data: looked.append(len(data)))

    check_file(pdf_with(lambda _: None))
    assert not looked
    check_file(
        pdf_with(lambda pdf: setattr(pdf.Root, "AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array())))
    )
    assert len(looked) == 1
