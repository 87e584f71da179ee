"""Answers about one certificate (OCSP, RFC 6960), signed by the issuing authority itself."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from consistori.signature.engine.demo.authority import DemoAuthority


def answer_ocsp(authority: DemoAuthority, request: bytes) -> bytes:
    """The DER answer to a DER request: good, revoked with its date and reason, or unauthorised."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
    except ValueError:
        return _error(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    if not _is_ours(authority, asked):
        return _error(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    line = authority.revocations().get(asked.serial_number)
    issuer, now = authority.issuing, datetime.now(UTC)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if line else ocsp.OCSPCertStatus.GOOD,
            this_update=now - timedelta(seconds=30),
            next_update=now + timedelta(hours=1),
            revocation_time=datetime.fromisoformat(line["at"]) if line else None,
            revocation_reason=x509.ReasonFlags(line["reason"]) if line else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    )
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, critical=False)
    signed = builder.sign(issuer.key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


def _is_ours(authority: DemoAuthority, asked: ocsp.OCSPRequest) -> bool:
    """Whether the request names a certificate of our issuing authority (by the hash of its key)."""
    found = authority.issuing.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    if isinstance(asked.hash_algorithm, hashes.SHA1):
        return asked.issuer_key_hash == found.value.digest
    return True


def _error(status: ocsp.OCSPResponseStatus) -> bytes:
    built = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return built.public_bytes(serialization.Encoding.DER)
