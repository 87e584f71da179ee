"""Reading XML signatures that others made: whether they hold, what they cover and what they say (N-SIG-04).

Only arithmetic: whose certificate it is and whether it was revoked is for the room of signatures. Nothing is fetched:
what is signed elsewhere is told, not looked for. Unknown transforms make a signature that cannot be judged, never one
that holds.
"""

import base64
import binascii
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from lxml import etree

from consistori.formats import xml_canonical
from consistori.formats.eni.xml import Malformed, read_tree
from consistori.formats.xades import DS, SIGNED_PROPERTIES, XADES
from consistori.formats.xml_canonical import Unreadable

MOST_SIGNATURES = 100
Files = Callable[[str], bytes | None]
_XADES = (
    XADES,
    "http://uri.etsi.org/01903/v1.4.1#",
    "http://uri.etsi.org/01903/v1.2.2#",
    "http://uri.etsi.org/01903/v1.1.1#",
)
_DIGESTS: dict[str, Any] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Covers(StrEnum):
    """What a signature signs."""

    WHOLE = "whole"
    PART = "part"
    APART = "apart"


@dataclass(frozen=True)
class XmlSignature:
    """One signature of an XML. `holds` is None when it cannot be judged, and `problem` says why. `files` are those of
    its package that it signs; `is_counter`: it ratifies another signature (countersignature), and not the text itself.

    `stamps`: each timestamp token (DER) with the bytes that it should prove. `type_code`: TF02 or TF03 of the ENI.
    """

    name: str
    certificate: bytes
    others: tuple[bytes, ...]
    holds: bool | None
    covers: Covers
    type_code: str
    declared_at: datetime | None = None
    policy: str = ""
    role: str = ""
    stamps: tuple[tuple[bytes, bytes], ...] = ()
    is_weak: bool = False
    is_advanced: bool = True
    problem: str = ""
    files: tuple[str, ...] = ()
    is_counter: bool = False


def read_signatures(data: bytes, files: Files | None = None) -> list[XmlSignature]:
    """Every signature of an XML, in its order; empty when there is none. Raises `Malformed` when it is no XML.

    `files` gives those of its package (ASiC) by their address; without it what is signed apart is only told.
    """
    root = read_tree(io.BytesIO(data))
    found = list(root.iter(f"{{{DS}}}Signature"))
    # Inside the properties of another only those that ratify it are signatures.
    own = [one for one in found if _is_counter(one) or not any(_is_xades(up) for up in one.iterancestors())]
    return [_read(root, one, files) for one in own[:MOST_SIGNATURES]]


def _read(root: etree._Element, signature: etree._Element, files: Files | None) -> XmlSignature:
    certificates = _certificates(signature)
    own = certificates[0] if certificates else b""
    holds: bool | None
    references: list[etree._Element] = []
    try:
        references = signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
        holds = bool(references) and _value_holds(signature, own) and _says_its_certificate(signature, own)
        holds = holds and all(_reference_holds(root, signature, one, files) for one in references)
        if _is_counter(signature) and not _ratifies(root, signature, references):
            raise Unreadable("transform")
        problem = "" if holds else "changed"
    except Unreadable as error:
        holds, problem = None, str(error) or "unreadable"
    except (ValueError, TypeError, LookupError, AttributeError, binascii.Error):
        holds, problem = False, "broken"
    signed = _signed_properties(signature)
    packed = tuple(unquote(one.get("URI", "")) for one in references if _is_apart(one)) if files else ()
    covers = _covers(root, signature)
    return XmlSignature(
        name=signature.get("Id", ""),
        certificate=own,
        others=tuple(certificates[1:]),
        holds=holds,
        covers=Covers.WHOLE if packed or _is_counter(signature) else covers,
        type_code="TF03" if _is_enveloped(root, signature) else "TF02",
        declared_at=_moment(signed),
        policy=_text(signed, "SigPolicyId/{x}Identifier").removeprefix("urn:oid:"),
        role=_text(signed, "ClaimedRole"),
        stamps=tuple(_stamps(signature)),
        is_weak=_is_weak(signature),
        is_advanced=signed is not None,
        problem=problem,
        files=packed,
        is_counter=_is_counter(signature),
    )


def _is_counter(signature: etree._Element) -> bool:
    """Whether it is in the place of a countersignature [contrasignatura] of another (EN 319 132-1 §5.2.7.1)."""
    above = signature.getparent()
    return above is not None and above.tag in {f"{{{space}}}CounterSignature" for space in _XADES}


def _ratifies(root: etree._Element, signature: etree._Element, references: list[etree._Element]) -> bool:
    """Whether one of its references is the value of the signature inside which it is."""
    other = next(signature.iterancestors(f"{{{DS}}}Signature"), None)
    value = None if other is None else other.find(f"{{{DS}}}SignatureValue")
    uris = [one.get("URI") or "" for one in references]
    return value is not None and any(uri[:1] == "#" and _target(root, uri) is value for uri in uris)


def _is_apart(reference: etree._Element) -> bool:
    uri = reference.get("URI")
    return uri is None or bool(uri and not uri.startswith("#"))


def _value_holds(signature: etree._Element, certificate: bytes) -> bool:
    info = _need(signature, f"{{{DS}}}SignedInfo")
    method = _need(info, f"{{{DS}}}SignatureMethod").get("Algorithm", "")
    kind, _dash, name = method.rpartition("#")[2].rpartition("-")
    digest = _DIGESTS.get(name)
    if digest is None or kind not in {"rsa", "ecdsa"}:
        raise Unreadable("algorithm")
    said = xml_canonical.canonical(info, _need(info, f"{{{DS}}}CanonicalizationMethod"))
    value = base64.b64decode(_need(signature, f"{{{DS}}}SignatureValue").text or "")
    key = x509.load_der_x509_certificate(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and kind == "rsa":
            key.verify(value, said, padding.PKCS1v15(), digest())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            half = len(value) // 2
            pair = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(utils.encode_dss_signature(*pair), said, ec.ECDSA(digest()))
            return True
    except InvalidSignature:
        return False
    raise Unreadable("algorithm")


def _reference_holds(
    root: etree._Element, signature: etree._Element, reference: etree._Element, files: Files | None
) -> bool:
    uri = reference.get("URI")
    transforms = reference.findall(f"{{{DS}}}Transforms/{{{DS}}}Transform")
    if uri is None or _is_apart(reference):
        data = _of_package(uri, transforms, files)
    else:
        data = xml_canonical.transformed(root, signature, _target(root, uri), transforms)
    algorithm = _need(reference, f"{{{DS}}}DigestMethod").get("Algorithm", "").rpartition("#")[2]
    return _digest(data, algorithm) == base64.b64decode(_need(reference, f"{{{DS}}}DigestValue").text or "")


def _of_package(uri: str | None, transforms: list[etree._Element], files: Files | None) -> bytes:
    if files is None or uri is None or transforms:
        raise Unreadable("transform" if transforms else "apart")
    if (data := files(uri)) is None:
        raise LookupError(uri)
    return data


def _target(root: etree._Element, uri: str) -> etree._Element:
    """The element of a reference: the only one with that identifier, so that nothing can be put in its place."""
    if uri in ("", "#xpointer(/)"):
        return root
    found: Any = root.xpath("//*[@Id=$n or @ID=$n or @id=$n]", n=uri.removeprefix("#"))
    if len(found) != 1:
        raise Unreadable("ambiguous")
    target: etree._Element = found[0]
    return target


def _says_its_certificate(signature: etree._Element, certificate: bytes) -> bool:
    """Whether the properties name the certificate that comes with the signature, when they name one."""
    signed = _signed_properties(signature)
    if signed is None:
        return True
    for space in _XADES:
        for kind in ("SigningCertificateV2", "SigningCertificate"):
            said = signed.find(f".//{{{space}}}{kind}/{{{space}}}Cert/{{{space}}}CertDigest")
            if said is not None:
                algorithm = _need(said, f"{{{DS}}}DigestMethod").get("Algorithm", "").rpartition("#")[2]
                value = base64.b64decode(_need(said, f"{{{DS}}}DigestValue").text or "")
                return _digest(certificate, algorithm) == value
    return True


def _signed_properties(signature: etree._Element) -> etree._Element | None:
    """The properties that a reference of the signature covers; none when it is a plain XML signature."""
    covered = {
        (one.get("URI") or "").removeprefix("#")
        for one in signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
        if one.get("Type") == SIGNED_PROPERTIES or (one.get("Type") or "").endswith("#SignedProperties")
    }
    for space in _XADES:
        found = signature.find(f".//{{{space}}}QualifyingProperties/{{{space}}}SignedProperties")
        if found is not None and found.get("Id") in covered:
            return found
    return None


def _covers(root: etree._Element, signature: etree._Element) -> Covers:
    uris = [
        one.get("URI")
        for one in signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
        if not (one.get("Type") or "").endswith("#SignedProperties")
    ]
    named = {f"#{root.get(name)}" for name in ("Id", "ID", "id") if root.get(name)}
    if any(uri in ("", "#xpointer(/)") or uri in named for uri in uris) or root is signature:
        return Covers.WHOLE
    return Covers.APART if any(uri is None or not uri.startswith("#") for uri in uris) else Covers.PART


def _is_enveloped(root: etree._Element, signature: etree._Element) -> bool:
    return _covers(root, signature) is Covers.WHOLE and root is not signature


def _certificates(signature: etree._Element) -> list[bytes]:
    """Those of the signature; the one whose key made it goes first."""
    path = f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
    try:
        ders = [base64.b64decode(one.text or "") for one in signature.findall(path)]
        subjects = [x509.load_der_x509_certificate(der) for der in ders]
    except (ValueError, binascii.Error):
        return []
    issuers = {certificate.issuer.public_bytes() for certificate in subjects}
    # Authorities issue others of the same signature; whoever signs issues none.
    return [
        der
        for _, der in sorted(
            enumerate(ders),
            key=lambda pair: (subjects[pair[0]].subject.public_bytes() in issuers and len(ders) > 1, pair[0]),
        )
    ]


def _stamps(signature: etree._Element) -> list[tuple[bytes, bytes]]:
    found = []
    value = signature.find(f"{{{DS}}}SignatureValue")
    for space in _XADES:
        for stamp in signature.iter(f"{{{space}}}SignatureTimeStamp"):
            token = stamp.findtext(f"{{{space}}}EncapsulatedTimeStamp")
            if token is None or value is None:
                continue
            try:
                proven = xml_canonical.canonical(value, stamp.find(f"{{{DS}}}CanonicalizationMethod"))
                found.append((base64.b64decode(token), proven))
            except (Unreadable, binascii.Error):
                continue
    return found


def _moment(signed: etree._Element | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(signed, "SigningTime"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()


def _text(signed: etree._Element | None, path: str) -> str:
    for space in _XADES if signed is not None else ():
        found = signed.findtext(f".//{{{space}}}{path.replace('{x}', f'{{{space}}}')}")  # type: ignore[union-attr]
        if found:
            return str(found).strip()
    return ""


def _is_weak(signature: etree._Element) -> bool:
    """Whether any of its arithmetic is of SHA-1, which nobody should trust today (N-SIG-08)."""
    info = signature.find(f"{{{DS}}}SignedInfo")
    used = (
        [one.get("Algorithm", "") for one in info.iter(f"{{{DS}}}SignatureMethod", f"{{{DS}}}DigestMethod")]
        if info is not None
        else []
    )
    return any(algorithm.endswith("sha1") for algorithm in used)


def _is_xades(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and any(element.tag.startswith(f"{{{space}}}") for space in _XADES)


def _digest(data: bytes, name: str) -> bytes:
    kind = _DIGESTS.get(name)
    if kind is None:
        raise Unreadable("algorithm")
    digest = hashes.Hash(kind())
    digest.update(data)
    return digest.finalize()


def _need(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path)
    if found is None:
        raise LookupError(path)
    return found


__all__ = ["Covers", "Malformed", "XmlSignature", "read_signatures"]
