"""Countersignatures [contrasignatures / contrafirmas] of a signature file: whoever ratifies what another signed.

They sign the value of the other signature (RFC 5652 §11.4), and so they hold by it: not the text by itself.
"""

import hashlib
from collections.abc import Iterator

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import extract_certificate_info, find_unique_cms_attribute
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.utils import extract_message_digest
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidationContext

from consistori.signature.engine.facts import SignatureFacts
from consistori.signature.engine.trust import TrustList
from consistori.signature.forms.judging import Said, judge

MOST = 20
STRONG = frozenset({"sha256", "sha384", "sha512"})


def counters_of(signed: cms.SignedData, trust: TrustList, *, ask: bool) -> Iterator[SignatureFacts]:
    """The facts of each one that ratifies the only signer of `signed`; those without their certificate are left out."""
    info = signed["signer_infos"][0]
    value = info["signature"].native
    for counter in _found(info)[:MOST]:
        alone = signed.copy()
        alone["signer_infos"] = cms.SignerInfos([counter])
        try:
            certificates = extract_certificate_info(alone)
            holds = _holds(counter, certificates.signer_cert, value)
        except (ValueError, TypeError, KeyError, SignatureValidationError):
            continue
        own = certificates.signer_cert
        others = tuple(one.dump() for one in certificates.other_certs)
        said = Said("", own.dump(), others, holds, extract_self_reported_ts(counter))
        yield judge(said, (), trust, ask=ask)


def _found(info: cms.SignerInfo) -> list[cms.SignerInfo]:
    return [
        counter
        for attribute in info["unsigned_attrs"]
        if attribute["type"].native == "counter_signature"
        for counters in attribute["values"]
        for counter in ([counters] if isinstance(counters, cms.SignerInfo) else counters)
    ]


def _holds(counter: cms.SignerInfo, certificate: object, value: bytes) -> bool | None:
    """None when it is made in a way that is not judged here."""
    algorithm = counter["digest_algorithm"]["algorithm"].native
    if algorithm not in STRONG or not counter["signed_attrs"]:
        return None
    if extract_message_digest(counter) != hashlib.new(algorithm, value).digest():
        return False
    if not _says_its_certificate(counter, certificate):
        return False
    try:
        DefaultSignatureValidator().validate_signature(
            counter["signature"].native,
            counter["signed_attrs"].untag().dump(),
            certificate.public_key,  # type: ignore[attr-defined]
            counter["signature_algorithm"],
            context=SignatureValidationContext(contextual_md_algorithm=algorithm, prehashed=False),
        )
    except InvalidSignature:
        return False
    return True


def _says_its_certificate(counter: cms.SignerInfo, certificate: object) -> bool:
    """Whether the certificate that it names (ESS) is the one that comes with it, when it names one."""
    try:
        said = find_unique_cms_attribute(counter["signed_attrs"], "signing_certificate_v2")
    except Exception:
        return True
    first = said["certs"][0]
    algorithm = first["hash_algorithm"]["algorithm"].native
    der: bytes = certificate.dump()  # type: ignore[attr-defined]
    return bool(first["cert_hash"].native == hashlib.new(algorithm, der).digest())
