"""Timestamps [segells de temps] (RFC 3161) of the demonstration authority."""

import hashlib
import secrets
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign.general import as_signing_certificate_v2

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


def _token(tsa: Credential, asked: tsp.TimeStampReq, at: datetime) -> cms.ContentInfo:
    certificate = x509.Certificate.load(tsa.certificate.public_bytes(serialization.Encoding.DER))
    content = _content(asked, at, certificate).dump()
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
            _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)),
            _attribute("message_digest", hashlib.sha256(content).digest()),
        ]
    )
    if not isinstance(tsa.key, RSAPrivateKey):
        raise TypeError("the key of the timestamp authority is RSA")
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signed_attrs": attributes,
            "signature": tsa.key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256()),
        }
    )
    above = [x509.Certificate.load(c.public_bytes(serialization.Encoding.DER)) for c in tsa.chain]
    data = {
        "version": "v3",
        "digest_algorithms": cms.DigestAlgorithms((digest,)),
        "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
        "signer_infos": [signer],
    }
    if asked["cert_req"].native:
        data["certificates"] = [certificate, *above]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})


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
