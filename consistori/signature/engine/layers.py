"""What lies on the signatures of a PDF: timestamps, evidence, archive timestamps; read without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from consistori.signature.engine.certificates import facts_of
from consistori.signature.engine.facts import Layer, LayerKind
from consistori.signature.engine.lasting import stamp_of
from consistori.signature.engine.trust import TrustList


@dataclass(frozen=True)
class Evidence:
    """The document security store: certificates and answers about revocation (asn1crypto)."""

    certificates: tuple[x509.Certificate, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()

    @property
    def answers(self) -> int:
        """How many answers about revocation there are."""
        return len(self.ocsps) + len(self.crls)

    @property
    def newest(self) -> datetime | None:
        """When the last of its answers was given."""
        told = [one["tbs_cert_list"]["this_update"].native for one in self.crls]
        told += [_given(one) for one in self.ocsps if _given(one)]
        return max(told, default=None)

    @property
    def issuers(self) -> list[str]:
        """The authorities that answered, each once."""
        names = [one.issuer.native.get("common_name", one.issuer.human_friendly) for one in self.crls]
        names += [name for one in self.ocsps if (name := _responder(one, self.certificates))]
        return list(dict.fromkeys(names))

    def tells_of(self, certificate: x509.Certificate) -> bool:
        """Whether some answer is about this certificate."""
        serial = certificate.serial_number
        if any(serial in _serials(one) for one in self.ocsps):
            return True
        return any(one.issuer == certificate.issuer for one in self.crls)

    def clears(self, certificate: x509.Certificate) -> bool:
        """Whether some answer is about this certificate, and none says that it was revoked."""
        serial = certificate.serial_number
        if any(serial in _revoked_serials(one) for one in self.ocsps):
            return False
        lists = [one for one in self.crls if one.issuer == certificate.issuer]
        if any(serial in _listed_serials(one) for one in lists):
            return False
        return self.tells_of(certificate)


def evidence_of(reader: PdfFileReader) -> Evidence:
    """The evidence of the file as it is now; empty when it has none."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    answers = [ocsp.OCSPResponse.load(_data(one)) for one in store.ocsps]
    lists = [crl.CertificateList.load(_data(one)) for one in store.crls]
    return Evidence(tuple(store.load_certs()), tuple(answers), tuple(lists))


async def archive_layers(
    reader: PdfFileReader, evidence: Evidence, trust: TrustList
) -> list[tuple[EmbeddedPdfSignature, Layer]]:
    """Each archive timestamp with its layer. It holds when it is whole and of an authority that is trusted."""
    found = []
    for stamp in reader.embedded_timestamp_signatures:
        token = stamp.signed_data
        gen_time = token["encap_content_info"]["content"].parsed["gen_time"].native
        certificates = extract_certificate_info(token)
        extra = [*certificates.other_certs, *evidence.certificates]
        context = trust.context(extra=extra, at=gen_time, ask=False)
        try:
            told = await async_validate_pdf_timestamp(stamp, context, skip_diff=True)
            holds = bool(told.intact and told.valid and told.trusted)
        except (SignatureValidationError, ValueError):
            holds = False
        until = _end_of_chain(certificates.signer_cert, extra)
        name = facts_of(certificates.signer_cert.dump()).name
        found.append((stamp, Layer(kind=LayerKind.ARCHIVE, by=name, at=gen_time, until=until, holds=holds)))
    return found


def stamp_layer(signature: EmbeddedPdfSignature, evidence: Evidence, *, holds: bool) -> Layer | None:
    """The timestamp of a signature; None without one."""
    token = stamp_of(signature)
    if token is None:
        return None
    certificates = extract_certificate_info(token)
    until = _end_of_chain(certificates.signer_cert, [*certificates.other_certs, *evidence.certificates])
    at = token["encap_content_info"]["content"].parsed["gen_time"].native
    name = facts_of(certificates.signer_cert.dump()).name
    return Layer(kind=LayerKind.STAMP, by=name, at=at, until=until, holds=holds)


def evidence_layer(evidence: Evidence) -> Layer | None:
    """The evidence as a layer; None without any."""
    if not evidence.answers:
        return None
    return Layer(
        kind=LayerKind.EVIDENCE,
        by=", ".join(evidence.issuers),
        at=evidence.newest,
        answers=evidence.answers,
    )


def _end_of_chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> datetime:
    """When the first of the chain ends, as far as it can be followed among `others`; the root does not count."""
    end: datetime = certificate.not_valid_after
    seen = {certificate.sha256}
    above: x509.Certificate | None = certificate
    while above is not None and above.self_signed == "no":
        issuer = above.issuer
        above = next((one for one in others if one.subject == issuer and one.sha256 not in seen), None)
        if above is not None and above.self_signed == "no":
            seen.add(above.sha256)
            end = min(end, above.not_valid_after)
    return end


def _data(reference: Any) -> bytes:
    data: bytes = reference.get_object().data
    return data


def _basic(answer: ocsp.OCSPResponse) -> Any:
    return answer["response_bytes"]["response"].parsed["tbs_response_data"]


def _given(answer: ocsp.OCSPResponse) -> datetime | None:
    try:
        produced: datetime = _basic(answer)["produced_at"].native
    except (ValueError, TypeError, KeyError):
        return None
    return produced


def _serials(answer: ocsp.OCSPResponse) -> set[int]:
    try:
        return {one["cert_id"]["serial_number"].native for one in _basic(answer)["responses"]}
    except (ValueError, TypeError, KeyError):
        return set()


def _revoked_serials(answer: ocsp.OCSPResponse) -> set[int]:
    try:
        told = _basic(answer)["responses"]
        return {
            one["cert_id"]["serial_number"].native for one in told if one["cert_status"].name == "revoked"
        }
    except (ValueError, TypeError, KeyError):
        return set()


def _listed_serials(one: crl.CertificateList) -> set[int]:
    return {line["user_certificate"].native for line in one["tbs_cert_list"]["revoked_certificates"]}


def _responder(answer: ocsp.OCSPResponse, certificates: tuple[x509.Certificate, ...]) -> str:
    """Who signed the answer: by its name, or by the hash of its key among the certificates kept."""
    try:
        who = _basic(answer)["responder_id"]
        if who.name == "by_name":
            name = who.chosen
            return str(name.native.get("common_name", name.human_friendly))
        for one in certificates:
            if one.public_key.sha1 == who.native:
                return str(one.subject.native.get("common_name", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    return ""
