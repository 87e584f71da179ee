"""Taking a key out of the PKCS#12 that a person brings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from consistori.signature.engine.certificates import facts_of, open_pkcs12
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.errors import KeyRefused

Issue = Callable[..., Credential]


def pkcs12_of(credential: Credential, password: str = "secret", with_key: bool = True) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"firma",
        credential.key if with_key else None,
        credential.certificate,
        list(credential.chain),
        BestAvailableEncryption(password.encode()),
    )


def test_a_good_file_gives_key_certificate_and_chain(issue: Issue) -> None:
    credential = issue(kind="rsa")

    brought = open_pkcs12(pkcs12_of(credential), "secret")

    assert facts_of(brought.certificate).name == "Rosa Bassols Pi"
    assert len(brought.chain) == 1


@pytest.mark.parametrize(
    ("make", "password", "code"),
    [
        (lambda issue: b"", "secret", "not-pkcs12"),
        (lambda issue: b"0\x82rubbish", "secret", "not-pkcs12"),
        (lambda issue: b"%PDF-1.7", "secret", "not-pkcs12"),
        (lambda issue: pkcs12_of(issue()), "una altra", "wrong-password"),
        (lambda issue: pkcs12_of(issue(), with_key=False), "secret", "no-private-key"),
        (
            lambda issue: pkcs12_of(
                issue(
                    valid_from=datetime.now(UTC) - timedelta(days=9),
                    valid_to=datetime.now(UTC) - timedelta(days=1),
                )
            ),
            "secret",
            "expired",
        ),
        (
            lambda issue: pkcs12_of(issue(valid_from=datetime.now(UTC) + timedelta(days=1))),
            "secret",
            "not-yet-valid",
        ),
    ],
)
def test_what_is_wrong_is_said(
    issue: Issue, make: Callable[[Issue], bytes], password: str, code: str
) -> None:
    with pytest.raises(KeyRefused) as refused:
        open_pkcs12(make(issue), password)

    assert refused.value.code == code


def test_a_short_rsa_key_is_too_weak() -> None:
    with pytest.raises(KeyRefused, match="weak-key"):
        open_pkcs12(pkcs12_of(self_made(bits=1024, subject={NameOID.COMMON_NAME: "Algú"})), "secret")


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ({NameOID.COMMON_NAME: "BASSOLS PI ROSA - DNI 12345678Z"}, "Bassols Pi Rosa"),
        ({NameOID.COMMON_NAME: "ROSA BASSOLS PI - 12345678Z (SIG)"}, "Rosa Bassols Pi"),
        (
            {NameOID.GIVEN_NAME: "ROSA", NameOID.SURNAME: "BASSOLS PI - DNI 12345678Z"},
            "Rosa Bassols Pi",
        ),
        (
            {NameOID.GIVEN_NAME: "Mercè", NameOID.SURNAME: "Soldevila Bosch", NameOID.COMMON_NAME: "x"},
            "Mercè Soldevila Bosch",
        ),
    ],
)
def test_the_name_is_said_as_a_person_and_without_the_identity_number(
    subject: dict[x509.ObjectIdentifier, str], name: str
) -> None:
    assert facts_of(self_made(subject=subject).certificate).name == name


def self_made(*, subject: dict[x509.ObjectIdentifier, str], bits: int = 2048) -> Credential:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(oid, text) for oid, text in subject.items()])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    return Credential(builder.sign(key, hashes.SHA256()), key)
