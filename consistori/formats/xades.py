"""XML signatures with the properties that the law wants [XAdES] (EN 319 132-1): making them (N-SIG-01, N-EXP-10).

Baseline B with the policy of the town (-EPES), and T when a timestamp is added. The key is not here: whoever
calls hands a function that signs bytes. Every reference is canonicalised in its exclusive form, so that the
signature holds wherever its XML is put (N-EXP-11).
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
ENVELOPED = f"{DS}enveloped-signature"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

SignBytes = Callable[[bytes, str], bytes]


@dataclass(frozen=True)
class XadesPolicy:
    """The signature policy by its OID; without digest the hash is all zeros, which says *not given*."""

    oid: str
    sha256: bytes = b""
    address: str = ""


@dataclass(frozen=True)
class XadesSigner:
    """Whose signature it is: the certificate and those above it (DER), and what signs with its key."""

    certificate: bytes
    chain: Sequence[bytes]
    sign_bytes: SignBytes


def sign_part(
    root: etree._Element, part_id: str, signer: XadesSigner, *, at: datetime, policy: XadesPolicy | None,
    name: str = "SIGNATURE",
) -> etree._Element:  # fmt: skip
    """A signature of the element of `root` whose `Id` is `part_id`, not yet put anywhere (internally detached).

    `name` begins all its identifiers: unique in the XML. Raises `LookupError` when there is no such element, or
    more than one.
    """
    found: Any = root.xpath("//*[@Id=$part]", part=part_id)
    if len(found) != 1:
        raise LookupError(f"no single element is called {part_id}")
    return _signature(found[0], f"#{part_id}", (EXCLUSIVE,), signer, at, policy, name)


def sign_whole(
    root: etree._Element, signer: XadesSigner, *, at: datetime, policy: XadesPolicy | None, name: str = "SIGNATURE"
) -> etree._Element:  # fmt: skip
    """Sign a whole XML and put the signature as the last child of its root (enveloped)."""
    signature = _signature(root, "", (ENVELOPED, EXCLUSIVE), signer, at, policy, name)
    root.append(signature)
    return signature


def stamp_digest(signature: etree._Element) -> bytes:
    """The SHA-256 that a signature timestamp proves: that of the canonical `SignatureValue`."""
    return hashlib.sha256(canonical(_one(signature, f"{{{DS}}}SignatureValue"))).digest()


def add_stamp(signature: etree._Element, token: bytes) -> None:
    """Add a timestamp (DER of the token) on the signature value: from B to T. The signature is not touched."""
    properties = _one(signature, f".//{{{XADES}}}QualifyingProperties")
    unsigned = etree.SubElement(properties, f"{{{XADES}}}UnsignedProperties")
    of_signature = etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties")
    stamp = etree.SubElement(
        of_signature, f"{{{XADES}}}SignatureTimeStamp", Id=f"{signature.get('Id')}-STAMP"
    )
    etree.SubElement(stamp, f"{{{DS}}}CanonicalizationMethod", Algorithm=EXCLUSIVE)
    _text(stamp, XADES, "EncapsulatedTimeStamp", _base64(token))


def canonical(element: etree._Element) -> bytes:
    """The exclusive canonical form, without comments."""
    made: bytes = etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)
    return made


def _signature(
    target: etree._Element,
    uri: str,
    transforms: tuple[str, ...],
    signer: XadesSigner,
    at: datetime,
    policy: XadesPolicy | None,
    name: str,
) -> etree._Element:
    certificate = x509.load_der_x509_certificate(signer.certificate)
    signature = etree.Element(f"{{{DS}}}Signature", nsmap={"ds": DS, "xades": XADES}, Id=name)
    info = etree.SubElement(signature, f"{{{DS}}}SignedInfo")
    etree.SubElement(info, f"{{{DS}}}CanonicalizationMethod", Algorithm=EXCLUSIVE)
    etree.SubElement(info, f"{{{DS}}}SignatureMethod", Algorithm=_method(certificate))
    value = etree.SubElement(signature, f"{{{DS}}}SignatureValue", Id=f"{name}-VALUE")
    _key_info(signature, signer, name)
    properties = _properties(signature, signer, at, policy, name)
    _reference(info, target, uri, transforms, Id=f"{name}-REF")
    _reference(info, properties, f"#{name}-PROPERTIES", (EXCLUSIVE,), Type=SIGNED_PROPERTIES)
    value.text = _base64(_raw(signer.sign_bytes(canonical(info), "sha256"), certificate))
    return signature


def _reference(
    info: etree._Element, target: etree._Element, uri: str, transforms: tuple[str, ...], **attributes: str
) -> None:
    reference = etree.SubElement(info, f"{{{DS}}}Reference", {**attributes, "URI": uri})
    chain = etree.SubElement(reference, f"{{{DS}}}Transforms")
    for algorithm in transforms:
        etree.SubElement(chain, f"{{{DS}}}Transform", Algorithm=algorithm)
    etree.SubElement(reference, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
    _text(reference, DS, "DigestValue", _base64(hashlib.sha256(canonical(target)).digest()))


def _key_info(signature: etree._Element, signer: XadesSigner, name: str) -> None:
    data = etree.SubElement(
        etree.SubElement(signature, f"{{{DS}}}KeyInfo", Id=f"{name}-KEY"), f"{{{DS}}}X509Data"
    )
    for der in (signer.certificate, *signer.chain):
        _text(data, DS, "X509Certificate", _base64(der))


def _properties(
    signature: etree._Element, signer: XadesSigner, at: datetime, policy: XadesPolicy | None, name: str
) -> etree._Element:
    holder = etree.SubElement(signature, f"{{{DS}}}Object")
    qualifying = etree.SubElement(holder, f"{{{XADES}}}QualifyingProperties", Target=f"#{name}")
    signed = etree.SubElement(qualifying, f"{{{XADES}}}SignedProperties", Id=f"{name}-PROPERTIES")
    of_signature = etree.SubElement(signed, f"{{{XADES}}}SignedSignatureProperties")
    _text(of_signature, XADES, "SigningTime", at.replace(microsecond=0).isoformat())
    certificates = etree.SubElement(of_signature, f"{{{XADES}}}SigningCertificateV2")
    digest = etree.SubElement(etree.SubElement(certificates, f"{{{XADES}}}Cert"), f"{{{XADES}}}CertDigest")
    _digest(digest, hashlib.sha256(signer.certificate).digest())
    if policy is not None:
        _policy(of_signature, policy)
    of_data = etree.SubElement(signed, f"{{{XADES}}}SignedDataObjectProperties")
    form = etree.SubElement(of_data, f"{{{XADES}}}DataObjectFormat", ObjectReference=f"#{name}-REF")
    _text(form, XADES, "MimeType", "text/xml")
    return signed


def _policy(parent: etree._Element, policy: XadesPolicy) -> None:
    identified = etree.SubElement(
        etree.SubElement(parent, f"{{{XADES}}}SignaturePolicyIdentifier"), f"{{{XADES}}}SignaturePolicyId"
    )
    named = etree.SubElement(identified, f"{{{XADES}}}SigPolicyId")
    identifier = _text(named, XADES, "Identifier", f"urn:oid:{policy.oid}")
    identifier.set("Qualifier", "OIDAsURN")
    _digest(etree.SubElement(identified, f"{{{XADES}}}SigPolicyHash"), policy.sha256 or bytes(32))
    if policy.address:
        qualifiers = etree.SubElement(identified, f"{{{XADES}}}SigPolicyQualifiers")
        _text(etree.SubElement(qualifiers, f"{{{XADES}}}SigPolicyQualifier"), XADES, "SPURI", policy.address)


def _digest(parent: etree._Element, value: bytes) -> None:
    etree.SubElement(parent, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
    _text(parent, DS, "DigestValue", _base64(value))


def _method(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ECDSA_SHA256
    if isinstance(key, rsa.RSAPublicKey):
        return RSA_SHA256
    raise ValueError("keys of this kind do not sign XML here")


def _raw(signature: bytes, certificate: x509.Certificate) -> bytes:
    """XML wants the two numbers of an elliptic curve one after the other (RFC 9231), not in DER."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return signature
    length = (key.key_size + 7) // 8
    left, right = utils.decode_dss_signature(signature)
    return left.to_bytes(length, "big") + right.to_bytes(length, "big")


def _text(parent: etree._Element, space: str, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}")
    element.text = text
    return element


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _one(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path)
    if found is None:
        raise LookupError(path)
    return found
