"""Validating what others signed: XML and signature files, in the same facts as a PDF."""

import hashlib
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info, find_unique_cms_attribute
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from consistori.formats import cades, xades_reading
from consistori.formats.eni.xml import Malformed
from consistori.formats.xades_reading import Covers, XmlSignature
from consistori.signature.engine.facts import SignatureFacts, Standing
from consistori.signature.engine.trust import TrustList
from consistori.signature.forms.counters import counters_of
from consistori.signature.forms.judging import Said, judge

UNSIGNED = "unsigned-files"
"""A package carries something that none of its signatures covers."""


@dataclass(frozen=True)
class FormReport:
    """What is said of a file: its form in the ENI (TF02-TF06), each signature, and why it cannot be read.

    `remarks`: a code for each signature (weak, plain, part, apart…). `signed_sha256`: of a text apart.
    """

    type_code: str
    signatures: tuple[SignatureFacts, ...]
    remarks: tuple[str, ...] = ()
    problem: str = ""
    signed_sha256: str = ""

    @property
    def standing(self) -> Standing:
        """The worst of its signatures."""
        said = {one.standing for one in self.signatures}
        if self.problem and not self.signatures:
            return Standing.UNKNOWN
        for worst in (Standing.INVALID, Standing.UNKNOWN):
            if worst in said:
                return worst
        if self.problem == UNSIGNED:
            return Standing.UNKNOWN
        return Standing.VALID if said else Standing.UNKNOWN


def check_xml(data: bytes, trust: TrustList, *, ask: bool = True) -> FormReport | None:
    """The signatures of an XML; None when it has none or is no XML."""
    try:
        found = xades_reading.read_signatures(data)
    except Malformed:
        return None
    if not found:
        return None
    readable = [one for one in found if one.certificate]
    facts = tuple(judge_xml(one, trust, ask=ask) for one in readable)
    problem = "no-certificate" if len(readable) < len(found) else ""
    return FormReport(found[0].type_code, facts, tuple(remark_of(one) for one in readable), problem)


def judge_xml(one: XmlSignature, trust: TrustList, *, ask: bool) -> SignatureFacts:
    """The facts of an XML signature."""
    return judge(_said(one), one.stamps, trust, ask=ask)


def check_file(
    data: bytes, trust: TrustList, *, content: bytes | None = None, ask: bool = True
) -> FormReport | None:
    """The signatures of a signature file, with the text apart if it is at hand; None when it is not one."""
    try:
        file = cades.read_file(data)
    except cades.NotCms:
        return None
    signed = file.content if file.content is not None else content
    facts: list[SignatureFacts] = []
    remarks: list[str] = []
    problem = "" if file.ders else "no-signatures"
    for der in file.ders:
        try:
            one, remark = _signer(cms.SignedData.load(der), signed, trust, ask)
        except (ValueError, TypeError, KeyError, SignatureValidationError):
            problem = "no-certificate"
            continue
        facts.append(one)
        remarks.append(remark)
        for ratified in counters_of(cms.SignedData.load(der), trust, ask=ask):
            facts.append(ratified)
            remarks.append("counter")
    return FormReport(file.type_code, tuple(facts), tuple(remarks), problem, file.sha256)


def _signer(
    signed: cms.SignedData, content: bytes | None, trust: TrustList, ask: bool
) -> tuple[SignatureFacts, str]:
    info = signed["signer_infos"][0]
    certificates = extract_certificate_info(signed)
    own = certificates.signer_cert
    algorithm = info["digest_algorithm"]["algorithm"].native
    holds = _holds(info, own, content, algorithm)
    said = Said(
        name="",
        certificate=own.dump(),
        others=tuple(one.dump() for one in certificates.other_certs),
        holds=holds,
        declared_at=extract_self_reported_ts(info),
        policy=_policy(info),
    )
    weak = "weak" if algorithm == "sha1" else ""
    return judge(said, _stamps(info), trust, ask=ask), weak or ("apart" if holds is None else "")


def _holds(info: cms.SignerInfo, certificate: object, content: bytes | None, algorithm: str) -> bool | None:
    """None when the text that it signs is apart and not at hand."""
    if content is None:
        return None
    intact, valid = validate_sig_integrity(
        info,
        cert=certificate,
        expected_content_type="data",
        actual_digest=hashlib.new(algorithm, content).digest(),
    )
    return bool(intact and valid)


def _stamps(info: cms.SignerInfo) -> list[tuple[bytes, bytes]]:
    value = info["signature"].native
    return [
        (token.dump(), value)
        for attribute in info["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
        for token in attribute["values"]
    ]


def _policy(info: cms.SignerInfo) -> str:
    try:
        found = find_unique_cms_attribute(info["signed_attrs"], "signature_policy_identifier")
        return str(found.chosen["sig_policy_id"].dotted)
    except Exception:
        return ""


def _said(one: XmlSignature) -> Said:
    return Said(
        name=one.name,
        certificate=one.certificate,
        others=one.others,
        holds=one.holds if not one.is_weak or one.holds is False else None,
        declared_at=one.declared_at,
        policy=one.policy,
        reason=one.role,
        is_whole=one.covers is not Covers.APART,
    )


def remark_of(one: XmlSignature) -> str:
    """What is to be said of it besides whether it holds, as a code."""
    if one.problem in ("apart", "transform", "algorithm", "canonicalisation", "ambiguous"):
        return one.problem
    if one.is_weak:
        return "weak"
    if one.is_counter:
        return "counter"
    if one.covers is Covers.PART:
        return "part"
    return "" if one.is_advanced else "plain"


__all__ = ["UNSIGNED", "FormReport", "check_file", "check_xml", "judge_xml", "remark_of"]
