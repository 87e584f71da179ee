"""A certificate of a citizen, as a proxy saw it: the proxy asks for it by TLS, and signs what it saw with a shared key.

The proxy sends three headers, after taking away any that came with the same names:
`X-Client-Certificate` (DER in base64), `X-Client-Certificate-Time` (seconds since 1970) and
`X-Client-Certificate-Signature` (HMAC-SHA256 in hexadecimal of time, path with its query, and certificate, in a line
each).
The query has the state of this very attempt, so that what was captured serves for nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from consistori.eoffice.identity import begun
from consistori.eoffice.identity.ports import Asserted, IdentityRefused, Way

LASTS = 60
LARGEST = 16 * 1024
HEADERS = ("X-Client-Certificate-Time", "X-Client-Certificate", "X-Client-Certificate-Signature")


@dataclass(frozen=True)
class CertificateProvider:
    """`url` is the origin where the proxy asks for certificates (`{host}` is the host of the request): same host name,
    so that the session goes too. `key` is the one that it shares with us."""

    way: Way
    url: str
    key: bytes

    def begin(self, request: HttpRequest, back: str) -> str:
        """The address where the proxy will ask for the certificate."""
        state = secrets.token_urlsafe(32)
        begun.remember(request, self.way.key, state)
        origin = self.url.replace("{host}", request.get_host().split(":")[0]).rstrip("/")
        path = "/" + back.split("/", 3)[-1]
        return f"{origin}{path}?{urlencode({'state': state})}"

    def finish(self, request: HttpRequest) -> Asserted:
        """The person of the certificate, once the proxy, the issuer, the hours and the revocation hold."""
        begun.take(request, self.way.key, request.GET.get("state", "")[:200])
        at, said, signature = (request.headers.get(name, "") for name in HEADERS)
        if not said:
            raise IdentityRefused("cancelled")
        der = self._signed_by_the_proxy(request, at, said, signature)
        from consistori.connectors.identity.certificate_fields import citizen_of_certificate

        _ensure_trusted(der)
        shown = "\n".join((at, request.get_full_path(), said, signature)).encode()
        return Asserted(citizen_of_certificate(der), "certificate", shown)

    def _signed_by_the_proxy(self, request: HttpRequest, at: str, said: str, signature: str) -> bytes:
        shown = f"{at} {said} {signature}".encode()[:LARGEST]
        right = signature_of(self.key, at, request.get_full_path(), said)
        if len(said) > LARGEST or not hmac.compare_digest(signature.lower().encode(), right.encode()):
            raise IdentityRefused("forged", shown)
        if not at.isdigit() or abs(time.time() - int(at)) > LASTS:
            raise IdentityRefused("expired", shown)
        try:
            return base64.b64decode(said, validate=True)
        except (binascii.Error, ValueError) as fault:
            raise IdentityRefused("forged", shown) from fault


def signature_of(key: bytes, at: str, path: str, said: str) -> str:
    """What the proxy writes in `X-Client-Certificate-Signature`."""
    return hmac.new(key, f"{at}\n{path}\n{said}".encode(), hashlib.sha256).hexdigest()


def _ensure_trusted(der: bytes) -> None:
    """Refuse a certificate that is not of the list, is out of its dates, was revoked, or is not to identify."""
    from asn1crypto import x509

    from consistori.signature.engine.before import check_certificate
    from consistori.signature.engine.errors import CertificateRefused, ServiceSilent
    from consistori.signature.ports import trust_list

    try:
        certificate: Any = x509.Certificate.load(der)
        _ = certificate.native
    except (ValueError, TypeError) as fault:
        raise IdentityRefused("forged", der) from fault
    try:
        check_certificate(certificate, trust_list().context(), purposes=frozenset({"digital_signature"}))
    except CertificateRefused as fault:
        raise IdentityRefused(_CODES.get(fault.code, "unsuitable"), der) from fault
    except ServiceSilent as fault:
        raise IdentityRefused("silent", der) from fault


_CODES = {
    "revoked": "revoked",
    "expired": "expired",
    "not-yet-valid": "expired",
    "issuer-expired": "untrusted",
    "unknown-issuer": "untrusted",
}
