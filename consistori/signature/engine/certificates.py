"""Reading certificates: whose, of what post, by whom, until when; and the PKCS#12 that people bring."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.limits import LARGEST_PKCS12

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
LEAST_RSA_BITS = 2048
_IDENTIFIER = re.compile(r"\s*[-/]?\s*(?:(?:NIF|DNI|NIE|CIF)[:\s]*)?\b[XYZ]?\d{7,8}-?[A-Z]\b.*$")
_NOTE = re.compile(r"\s*\((?:DEMO|SIG|AUTH?|FIRMA|SIGN|R:.*|TCAT.*)\)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class CertificateFacts:
    """What a person needs to know of a certificate. No identity number: names and posts only (LRJSP 43)."""

    name: str
    post: str
    organisation: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    is_demo: bool


@dataclass(frozen=True)
class BroughtKey:
    """A key out of a PKCS#12: its private key (PKCS#8 DER), its certificate and those above it (DER)."""

    private_key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]


def facts_of(certificate: x509.Certificate | bytes) -> CertificateFacts:
    """Read a certificate (or its DER) for people."""
    if isinstance(certificate, bytes):
        certificate = x509.load_der_x509_certificate(certificate)
    subject, issuer = certificate.subject, certificate.issuer
    issuer_name = _first(issuer, NameOID.COMMON_NAME) or _first(issuer, NameOID.ORGANIZATION_NAME)
    return CertificateFacts(
        name=_natural_name(subject),
        post=_first(subject, NameOID.TITLE),
        organisation=_NOTE.sub("", _first(subject, NameOID.ORGANIZATION_NAME)).strip(),
        issuer=issuer_name,
        serial=format(certificate.serial_number, "x"),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        is_demo="DEMO" in issuer_name,
    )


def open_pkcs12(data: bytes, password: str, *, at: datetime | None = None) -> BroughtKey:
    """Take the key out of a PKCS#12 (.p12, .pfx).

    Raises `KeyRefused` with code: `not-pkcs12`, `wrong-password`, `no-private-key`, `no-certificate`,
    `weak-key`, `other-key`, `not-for-signing`, `expired` or `not-yet-valid`.
    """
    if len(data) > LARGEST_PKCS12 or not data.startswith(b"\x30"):
        raise KeyRefused("not-pkcs12")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        wrong = any(word in str(error).lower() for word in ("password", "mac"))
        raise KeyRefused("wrong-password" if wrong else "not-pkcs12") from error
    except Exception as error:
        raise KeyRefused("not-pkcs12") from error
    if key is None:
        raise KeyRefused("no-private-key")
    if certificate is None:
        raise KeyRefused("no-certificate")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyRefused("other-key")
    check_usable(certificate, at=at)
    chain = tuple(c.public_bytes(serialization.Encoding.DER) for c in others)
    return BroughtKey(private_der(key), certificate.public_bytes(serialization.Encoding.DER), chain)


def check_usable(certificate: x509.Certificate, *, at: datetime | None = None) -> None:
    """Refuse a certificate that could never sign: weak, of another use, or out of its dates (N-SIG-08)."""
    now = at or datetime.now(UTC)
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < LEAST_RSA_BITS:
        raise KeyRefused("weak-key", bits=public.key_size)
    if not _may_sign(certificate):
        raise KeyRefused("not-for-signing")
    if now > certificate.not_valid_after_utc:
        raise KeyRefused("expired", on=certificate.not_valid_after_utc)
    if now < certificate.not_valid_before_utc:
        raise KeyRefused("not-yet-valid", on=certificate.not_valid_before_utc)


def private_der(key: PrivateKey) -> bytes:
    """PKCS#8 DER in clear: to be sealed at once, never to be written."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def asn1_certificates(ders: Iterable[bytes]) -> list[asn1.Certificate]:
    """The same certificates as pyHanko wants them."""
    return [asn1.Certificate.load(der) for der in ders]


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.content_commitment or usage.digital_signature


def _natural_name(subject: x509.Name) -> str:
    """«Rosa Bassols Pi» out of the many ways authorities write it: given name first, no identity number."""
    given, family = _first(subject, NameOID.GIVEN_NAME), _first(subject, NameOID.SURNAME)
    if given and family:
        return _as_said(_IDENTIFIER.sub("", f"{given} {family}").strip(" -/"))
    common = _first(subject, NameOID.COMMON_NAME) or _first(subject, NameOID.ORGANIZATION_NAME)
    return _as_said(_IDENTIFIER.sub("", _NOTE.sub("", common)).strip(" -/"))


def _as_said(name: str) -> str:
    """Capitals by style become a name as it is said."""
    return name.title() if name.isupper() else name


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    for attribute in name.get_attributes_for_oid(oid):
        return str(attribute.value)
    return ""
