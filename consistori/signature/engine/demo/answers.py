"""What the demonstration authority answers to each address, whoever serves it."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote

from cryptography.hazmat.primitives.serialization import Encoding

from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.engine.demo.ocsp import answer_ocsp
from consistori.signature.engine.demo.timestamps import answer_timestamp

LONGEST_REQUEST = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """Status, content type and bytes."""

    status: int
    kind: str
    body: bytes


def answer(authority: DemoAuthority, method: str, path: str, body: bytes) -> Answer:
    """Answer a request: `/ocsp`, `/tsa`, `/root.crl`, `/issuing.crl`, `/root.crt`, `/issuing.crt`, `/`."""
    if method == "POST":
        return _posted(authority, path, body)
    if path.startswith("/ocsp/"):
        try:
            asked = base64.b64decode(unquote(path.removeprefix("/ocsp/")), validate=True)
        except binascii.Error:
            return Answer(400, "text/plain", b"not base64")
        return Answer(200, "application/ocsp-response", answer_ocsp(authority, asked))
    for name, credential in (("root", authority.root), ("issuing", authority.issuing)):
        if path == f"/{name}.crl":
            return Answer(200, "application/pkix-crl", authority.crl(credential))
        if path == f"/{name}.crt":
            der = credential.certificate.public_bytes(Encoding.DER)
            return Answer(200, "application/pkix-cert", der)
    if path == "/":
        return Answer(200, "text/plain", b"Consistori DEMO certificate authority. No legal value.\n")
    return Answer(404, "text/plain", b"nothing here\n")


def _posted(authority: DemoAuthority, path: str, body: bytes) -> Answer:
    if path == "/ocsp":
        return Answer(200, "application/ocsp-response", answer_ocsp(authority, body))
    if path == "/tsa":
        return Answer(200, "application/timestamp-reply", answer_timestamp(authority, body))
    return Answer(404, "text/plain", b"nothing here\n")
