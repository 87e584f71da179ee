"""Seals of the body that the demonstration authority issues, with what a real one carries and no legal value."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from consistori.signature.engine.demo.authority import Credential, DemoAuthority, key_usage, new_key

LONGEST_NAME = 64
MARK = " (DEMO)"


def issue_seal(
    authority: DemoAuthority,
    *,
    organisation: str,
    body: str,
    kind: str = "rsa",
    valid_to: datetime | None = None,
) -> Credential:
    """A certificate of electronic seal [segell electrònic / sello electrónico] for a town and one of its bodies."""
    key = new_key(kind)
    start = datetime.now(UTC) - timedelta(minutes=5)
    attributes = [
        (NameOID.COUNTRY_NAME, "ES"),
        (NameOID.ORGANIZATION_NAME, _marked(organisation)),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, body[:30]),
        (NameOID.COMMON_NAME, _marked(f"Segell electrònic {organisation}")),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in attributes if text])
    end = valid_to or start + timedelta(days=730)
    builder = authority.start(subject, key, start, end, authority.issuing)
    usage = key_usage(content_commitment=True, digital_signature=True)
    certificate = builder.add_extension(usage, critical=True).sign(authority.issuing.key, hashes.SHA256())
    return Credential(certificate, key, (authority.issuing.certificate,))


def _marked(text: str) -> str:
    """As much of it as a name admits, counted in bytes, with its mark of demonstration."""
    return text.encode()[: LONGEST_NAME - len(MARK)].decode(errors="ignore") + MARK
