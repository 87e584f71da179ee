"""Validating a signature only with what lies in its file: no network, at any instant (ETSI EN 319 102-1 §5.6.3).

The chain of archive timestamps proves, from the last to the first, that what lies below was there in its time. Of
the authority of the last one nobody is asked: it is believed as it was when the evidence was gathered, while its
certificate has not ended; that is why it must be covered by another before.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
    RevocationCheckingPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from consistori.signature.engine.layers import evidence_of
from consistori.signature.engine.trust import TrustList

HARD_FAIL = RevocationCheckingPolicy.from_legacy("hard-fail")
MOMENT = timedelta(seconds=60)

logging.getLogger("pyhanko.sign.validation.ades").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Past:
    """What the evidence proves: whether the signature holds, and since when it certainly was there."""

    holds: bool
    stamped_at: datetime | None
    why: str = ""


async def by_its_evidence(
    signature: EmbeddedPdfSignature, trust: TrustList, *, at: datetime | None = None
) -> Past:
    """Whether the signature holds at an instant (now), by what its file has inside. Nobody is asked."""
    moment = at or datetime.now(UTC)
    timing = ValidationTimingInfo(
        validation_time=moment, best_signature_time=moment, point_in_time_validation=False
    )
    spec = PdfSignatureValidationSpec(_spec(trust, _believed(signature, moment)))
    try:
        result = await ades_lta_validation(signature, spec, timing_info=timing)
    except (SignatureValidationError, ValueError) as error:
        return Past(False, None, str(error))
    return Past(result.ades_subindic is AdESPassed.OK, _stamped_at(result), result.failure_msg or "")


def _believed(signature: EmbeddedPdfSignature, moment: datetime) -> list[NonRevokedStatusAssertion]:
    """The authority of the last archive timestamp, if the evidence tells of it and not that it was revoked."""
    stamps = signature.reader.embedded_timestamp_signatures
    if not stamps:
        return []
    certificate = stamps[-1].signer_cert
    if not evidence_of(signature.reader).clears(certificate):
        return []
    return [NonRevokedStatusAssertion(certificate.sha256, moment)]


def _spec(trust: TrustList, believed: list[NonRevokedStatusAssertion]) -> SignatureValidationSpec:
    """Whom and how to believe: the same roots, hard-fail revocation, from the file alone."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(trust.roots)),
        revinfo_policy=CertRevTrustPolicy(HARD_FAIL),
        time_tolerance=MOMENT,
    )
    return SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        ),
        local_knowledge=LocalKnowledge(
            known_certs=[*trust.roots, *trust.others], nonrevoked_assertions=believed
        ),
    )


def _stamped_at(result: AdESLTAValidationResult) -> datetime | None:
    told = result.signature_timestamp_status
    if told is None or told.ades_subindic is not AdESPassed.OK or told.api_status is None:
        return None
    stamped: datetime = told.api_status.timestamp
    return stamped
