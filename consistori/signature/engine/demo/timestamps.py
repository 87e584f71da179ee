"""Timestamps [segells de temps] (RFC 3161) of the demonstration authority."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign.general import as_signing_certificate_v2

from consistori.signature.engine import der
from consistori.signature.engine.demo.authority import Credential, DemoAuthority
from consistori.signature.engine.timestamps import TimestampReply

POLICY = "1.3.6.1.4.1.99999.1.2"
LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}


def answer_timestamp(authority: DemoAuthority, request: bytes, at: datetime | None = None) -> bytes:
    """The DER answer to a DER request: a token at this second (or `at`), or a refusal that says why."""
    try:
        asked = tsp.TimeStampReq.load(request)
        algorithm = asked["message_imprint"]["hash_algorithm"]["algorithm"].native
        length = len(asked["message_imprint"]["hashed_message"].native)
    except (ValueError, TypeError, KeyError):
        return _refused("bad_data_format")
    if LENGTHS.get(algorithm) != length:
        return _refused("bad_alg")
    token = _token(authority.tsa, asked, at or datetime.now(UTC))
    granted = tsp.PKIStatusInfo({"status": "granted"})
    answer: bytes = tsp.TimeStampResp({"status": granted, "time_stamp_token": token}).dump()
    return answer


def _refused(reason: str) -> bytes:
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {reason}})
    answer: bytes = TimestampReply({"status": status}).dump()
    return answer


@dataclass(frozen=True)
class _Fixed:
    """What is the same in every token of an authority, in DER: made once, it is most of the work."""

    certificate: x509.Certificate
    certificates: bytes
    signer: bytes
    attributes: tuple[bytes, ...]
    digest: bytes
    algorithm: bytes


@lru_cache(maxsize=8)
def _fixed(own: bytes, above: tuple[bytes, ...]) -> _Fixed:
    certificate = x509.Certificate.load(own)
    signer = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    kind = _attribute("content_type", "tst_info").dump()
    named = _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)).dump()
    digest = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
    algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump()
    return _Fixed(certificate, b"".join([own, *above]), signer.dump(), (kind, named), digest, algorithm)


def _token(tsa: Credential, asked: tsp.TimeStampReq, at: datetime) -> cms.ContentInfo:
    """RFC 5652 §5 put together by hand around the parts that never change."""
    if not isinstance(tsa.key, RSAPrivateKey):
        raise TypeError("the key of the timestamp authority is RSA")
    encoding = serialization.Encoding.DER
    above = tuple(one.public_bytes(encoding) for one in tsa.chain)
    fixed = _fixed(tsa.certificate.public_bytes(encoding), above)
    content = _content(asked, at, fixed.certificate).dump()
    attributes = der.set_of(
        [
            *fixed.attributes,
            _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})).dump(),
            _attribute("message_digest", hashlib.sha256(content).digest()).dump(),
        ]
    )
    signer = der.sequence(
        der.small_integer(1),
        fixed.signer,
        fixed.digest,
        der.tagged(0, der.inside(attributes)),
        fixed.algorithm,
        der.octets(tsa.key.sign(attributes, PKCS1v15(), hashes.SHA256())),
    )
    signed = der.sequence(
        der.small_integer(3),
        der.set_of([fixed.digest]),
        der.sequence(_TST_INFO, der.tagged(0, der.octets(content))),
        der.tagged(0, fixed.certificates) if asked["cert_req"].native else b"",
        der.set_of([signer]),
    )
    return cms.ContentInfo.load(der.sequence(_SIGNED_DATA, der.tagged(0, signed)))


_TST_INFO = cms.ContentType("tst_info").dump()
_SIGNED_DATA = cms.ContentType("signed_data").dump()


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": cms.CMSAttributeType(kind), "values": (value,)})


def _content(asked: tsp.TimeStampReq, at: datetime, certificate: x509.Certificate) -> tsp.TSTInfo:
    content = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": at.replace(microsecond=0),
        "accuracy": tsp.Accuracy({"seconds": 1}),
        "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
    }
    if asked["nonce"].native is not None:
        content["nonce"] = asked["nonce"]
    return tsp.TSTInfo(content)
