"""The demonstration authority: a root, an issuing authority, its certificates for people and its revocations.

Its keys lie in one folder of the data folder (mode 0600) and outlive restarts, so that what was signed
yesterday still validates today. It is never used in production: `doctor` refuses to start with it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    CertificatePoliciesOID,
    ExtendedKeyUsageOID,
    NameOID,
)

from consistori.signature.engine.files import private_folder, write_private

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Maker = Callable[[PrivateKey], x509.Certificate]
ORGANISATION = "Consistori DEMO (sense valor legal)"
AGE = timedelta(days=3 * 365)
ANY_POLICY = CertificatePoliciesOID.ANY_POLICY
DEMO_POLICY = x509.ObjectIdentifier("1.3.6.1.4.1.99999.1.1")


class Revocation(TypedDict):
    """One line of the book of revocations: when and why (RFC 5280 reason)."""

    at: str
    reason: str


@dataclass(frozen=True)
class Credential:
    """A certificate with its private key and the certificates above it, without the root."""

    certificate: x509.Certificate
    key: PrivateKey
    chain: tuple[x509.Certificate, ...] = ()


class DemoAuthority:
    """Issues, revokes and answers for demonstration certificates kept in `folder`.

    `base_url` is where its answers are served; it is written in every certificate, so it should not change.
    """

    def __init__(self, folder: Path, base_url: str) -> None:
        self.folder = private_folder(folder)
        self.base_url = base_url.rstrip("/")
        self.root = self._kept("root", lambda key: _authority(key, "Arrel DEMO de Consistori", None, self))
        self.issuing = self._kept(
            "issuing", lambda key: _authority(key, "Emissora DEMO de Consistori", self.root, self)
        )
        self._publish_root()
        self.tsa = self._kept("tsa", self._timestamp_certificate, chain=(self.issuing.certificate,))

    @property
    def roots_folder(self) -> Path:
        """A trust folder that holds our root alone."""
        return self.folder / "roots"

    def issue(
        self,
        *,
        given_name: str,
        family_name: str,
        post: str = "",
        organisation: str = "",
        kind: str = "rsa",
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
    ) -> Credential:
        """A certificate of public employee [certificat d'empleat públic] for a person, with its new key.

        `kind` is `rsa` (2048 bits) or `ec` (P-256). Two years from now unless the dates say otherwise.
        """
        key = new_key(kind)
        start = valid_from or datetime.now(UTC) - timedelta(minutes=5)
        attributes = [
            (NameOID.COUNTRY_NAME, "ES"),
            (NameOID.ORGANIZATION_NAME, f"{organisation} (DEMO)".strip()),
            (NameOID.TITLE, post),
            (NameOID.GIVEN_NAME, given_name),
            (NameOID.SURNAME, family_name),
            (NameOID.COMMON_NAME, f"{given_name} {family_name} (DEMO)".strip()),
        ]
        subject = x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in attributes if text])
        builder = self.start(subject, key, start, valid_to or start + timedelta(days=730), self.issuing)
        builder = builder.add_extension(key_usage(content_commitment=True), critical=True)
        certificate = builder.sign(self.issuing.key, hashes.SHA256())
        return Credential(certificate, key, (self.issuing.certificate,))

    def revoke(self, serial: int, *, reason: str = "keyCompromise", at: datetime | None = None) -> None:
        """Write the serial in the book of revocations; CRL and OCSP tell it from now on."""
        book = self.revocations()
        book[serial] = {"at": (at or datetime.now(UTC)).isoformat(), "reason": reason}
        lines = {format(number, "x"): line for number, line in book.items()}
        write_private(self.folder / "revoked.json", json.dumps(lines).encode())

    def revocations(self) -> dict[int, Revocation]:
        """Serial number -> when and why it was revoked."""
        path = self.folder / "revoked.json"
        if not path.exists():
            return {}
        lines: dict[str, Revocation] = json.loads(path.read_bytes())
        return {int(serial, 16): line for serial, line in lines.items()}

    def crl(self, issuer: Credential) -> bytes:
        """The list of revoked certificates of `issuer` (root or issuing), DER, good for one day."""
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + timedelta(days=1))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(authority_key(issuer), critical=False)
        )
        if issuer is self.issuing:
            for serial, line in self.revocations().items():
                revoked = (
                    x509.RevokedCertificateBuilder()
                    .serial_number(serial)
                    .revocation_date(datetime.fromisoformat(line["at"]))
                    .add_extension(x509.CRLReason(x509.ReasonFlags(line["reason"])), critical=False)
                )
                builder = builder.add_revoked_certificate(revoked.build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def start(
        self,
        subject: x509.Name,
        key: PrivateKey,
        start: datetime,
        end: datetime,
        issuer: Credential,
    ) -> x509.CertificateBuilder:
        """A certificate about to be signed by `issuer`, with what every one of ours carries."""
        crl = "root.crl" if issuer is getattr(self, "root", issuer) else "issuing.crl"
        point = x509.DistributionPoint(self._uri(crl), None, None, None)
        access = [
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, self._uri("ocsp")[0]),
            x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, self._uri("issuing.crt")[0]),
        ]
        policies = [x509.PolicyInformation(DEMO_POLICY, None)]
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(authority_key(issuer), critical=False)
            .add_extension(x509.CRLDistributionPoints([point]), critical=False)
            .add_extension(x509.AuthorityInformationAccess(access), critical=False)
            .add_extension(x509.CertificatePolicies(policies), critical=False)
        )

    def _publish_root(self) -> None:
        private_folder(self.roots_folder)
        path = self.roots_folder / "demo-root.pem"
        if not path.exists():
            write_private(path, self.root.certificate.public_bytes(serialization.Encoding.PEM))

    def _uri(self, name: str) -> Sequence[x509.GeneralName]:
        return [x509.UniformResourceIdentifier(f"{self.base_url}/{name}")]

    def _timestamp_certificate(self, key: PrivateKey) -> x509.Certificate:
        subject = authority_name("Segell de temps DEMO de Consistori")
        start = datetime.now(UTC) - AGE
        builder = self.start(subject, key, start, start + timedelta(days=3650), self.issuing)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(key_usage(digital_signature=True), critical=True)
        return builder.add_extension(usage, critical=True).sign(self.issuing.key, hashes.SHA256())

    def _kept(self, name: str, make: Maker, chain: tuple[x509.Certificate, ...] = ()) -> Credential:
        """The credential kept under `name`, made the first time."""
        key_path, certificate_path = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        if certificate_path.exists():
            loaded = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
            if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
                raise TypeError(f"{key_path} holds a key of another kind")
            return Credential(x509.load_pem_x509_certificate(certificate_path.read_bytes()), loaded, chain)
        key = new_key("rsa")
        certificate = make(key)
        write_private(key_path, pem_of_key(key))
        write_private(certificate_path, certificate.public_bytes(serialization.Encoding.PEM))
        return Credential(certificate, key, chain)


def new_key(kind: str) -> PrivateKey:
    """A new key: `rsa` of 2048 bits or `ec` on P-256 (N-SIG-08)."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of_key(key: PrivateKey) -> bytes:
    """PKCS#8 PEM without a password: only for demonstration keys in files of mode 0600."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def authority_name(common_name: str) -> x509.Name:
    """A name of the authority itself; it always says DEMO."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def authority_key(issuer: Credential) -> x509.AuthorityKeyIdentifier:
    """The extension that names the issuer's key."""
    found = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found.value)


def key_usage(
    *, digital_signature: bool = False, content_commitment: bool = False, authority: bool = False
) -> x509.KeyUsage:
    """The key usage extension with only what is said."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _authority(
    key: PrivateKey, common_name: str, issuer: Credential | None, demo: DemoAuthority
) -> x509.Certificate:
    """A certificate of authority, signed by itself or by `issuer`."""
    name = authority_name(common_name)
    start = datetime.now(UTC) - AGE
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=7300))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0 if issuer else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(key_usage(authority=True, digital_signature=True), critical=True)
    )
    if issuer:
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{demo.base_url}/root.crl")], None, None, None
        )
        builder = (
            builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
            .add_extension(authority_key(issuer), critical=False)
            .add_extension(
                x509.CertificatePolicies([x509.PolicyInformation(ANY_POLICY, None)]), critical=False
            )
        )
    return builder.sign(issuer.key if issuer else key, hashes.SHA256())
