"""Validating a signed PDF (N-SIG-04): who, when, whole or not, what came after, trust, revocation.

Facts only; `signature/sentences.py` says them in words. The reference time is the timestamp's when there is
a good one; without it the declared time is only what the signer says, and the certificate must be good now.
"""

import asyncio
import hashlib
import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from consistori.signature.engine.certificates import facts_of
from consistori.signature.engine.facts import Changes, Report, SignatureFacts, Standing, Trust
from consistori.signature.engine.trust import TrustList

WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def report_on(data: bytes, trust: TrustList, *, ask: bool = True) -> Report:
    """Validate every signature of a PDF. `ask=False` asks nobody about revocation (and then says so)."""
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    try:
        reader = PdfFileReader(io.BytesIO(data))
        pages = int(reader.root["/Pages"]["/Count"])
        embedded = reader.embedded_regular_signatures
        found = tuple(asyncio.run(_all(embedded, trust, ask)))
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return Report(sha256=digest, size=size, pages=0, signatures=(), problem="not-pdf")
    return Report(
        sha256=digest, size=size, pages=pages, signatures=found, problem="" if found else "no-signatures"
    )


async def _all(embedded: list[EmbeddedPdfSignature], trust: TrustList, ask: bool) -> list[SignatureFacts]:
    return [await _one(signature, trust, ask) for signature in embedded]


async def _one(signature: EmbeddedPdfSignature, trust: TrustList, ask: bool) -> SignatureFacts:
    certificate = facts_of(signature.signer_cert.dump())
    status = await _status(signature, trust, ask)
    stamped_at, stamped_by = _stamp(status)
    intact = bool(status and status.intact and status.valid)
    changes = _changes(status)
    covers = bool(status and status.coverage in WHOLE)
    chain, revoked_at = _trust(status, stamped_at, ask)
    if chain in (Trust.REVOKED, Trust.EXPIRED) and stamped_at:
        chain = await _trust_then(signature, trust, stamped_at, chain, ask)
    return SignatureFacts(
        field=signature.field_name,
        signer=certificate.name,
        post=certificate.post,
        organisation=certificate.organisation,
        issuer=certificate.issuer,
        serial=certificate.serial,
        is_demo=certificate.is_demo,
        declared_at=signature.self_reported_timestamp,
        stamped_at=stamped_at,
        stamped_by=stamped_by,
        intact=intact,
        covers_revision=covers,
        changes_after=changes,
        trust=chain,
        revoked_at=revoked_at,
        expires_at=certificate.valid_to,
        policy=_policy(signature),
        reason=str(signature.sig_object.get("/Reason", "")),
        location=str(signature.sig_object.get("/Location", "")),
        standing=_standing(intact and covers and changes is not Changes.OTHER, chain),
    )


async def _status(signature: EmbeddedPdfSignature, trust: TrustList, ask: bool) -> PdfSignatureStatus | None:
    extra = signature.other_embedded_certs
    try:
        return await async_validate_pdf_signature(
            signature,
            signer_validation_context=trust.context(extra=extra, ask=ask),
            ts_validation_context=trust.context(extra=extra, ask=ask),
        )
    except (SignatureValidationError, ValueError):
        return None


async def _trust_then(
    signature: EmbeddedPdfSignature, trust: TrustList, at: datetime, now: Trust, ask: bool
) -> Trust:
    """A certificate that is revoked or expired today may have been good when the timestamp was put."""
    context = trust.context(extra=signature.other_embedded_certs, at=at, ask=ask)
    status = await async_validate_pdf_signature(
        signature, signer_validation_context=context, ts_validation_context=context, skip_diff=True
    )
    if not status.trusted:
        return now
    return Trust.REVOKED_SINCE if now is Trust.REVOKED else Trust.EXPIRED_SINCE


def _trust(
    status: PdfSignatureStatus | None, stamped_at: datetime | None, ask: bool
) -> tuple[Trust, datetime | None]:
    if status is None:
        return Trust.BROKEN, None
    if status.revocation_details:
        return Trust.REVOKED, status.revocation_details.revocation_date
    problem = status.trust_problem_indic
    if problem is None:
        return (Trust.GOOD if ask else Trust.NOT_TOLD), None
    if problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Trust.UNKNOWN_ISSUER, None
    if problem in (AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.EXPIRED):
        return Trust.EXPIRED, None
    if problem is AdESIndeterminate.NOT_YET_VALID:
        return Trust.NOT_YET, None
    return Trust.NOT_TOLD, None


def _stamp(status: PdfSignatureStatus | None) -> tuple[datetime | None, str]:
    """The instant and the authority of a good signature timestamp; a broken or strange one does not count."""
    told = status.timestamp_validity if status else None
    if told is None or not (told.intact and told.valid):
        return None, ""
    unsure = told.trust_problem_indic
    if unsure in (AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND, AdESIndeterminate.REVOKED_NO_POE):
        return None, ""
    return told.timestamp, facts_of(told.signing_cert.dump()).name


def _changes(status: PdfSignatureStatus | None) -> Changes:
    if status is None:
        return Changes.OTHER
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Changes.NOTHING
    level = status.modification_level
    if not status.docmdp_ok or level in (None, ModificationLevel.OTHER, ModificationLevel.ANNOTATIONS):
        return Changes.OTHER
    fields_changed: Any = getattr(status.diff_result, "changed_form_fields", set())
    return Changes.FORMS if fields_changed - _signature_fields(fields_changed) else Changes.SIGNATURES


def _signature_fields(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith(("Signatura", "Signature", "Sig"))}


def _standing(whole: bool, chain: Trust) -> Standing:
    if not whole or chain in (Trust.REVOKED, Trust.BROKEN, Trust.NOT_YET):
        return Standing.INVALID
    if chain in (Trust.GOOD, Trust.REVOKED_SINCE, Trust.EXPIRED_SINCE):
        return Standing.VALID
    return Standing.UNKNOWN


def _policy(signature: EmbeddedPdfSignature) -> str:
    """The identifier of the policy under which it was signed; empty when it says none."""
    try:
        found = find_unique_cms_attribute(
            signature.signer_info["signed_attrs"], "signature_policy_identifier"
        )
        chosen = found.chosen["sig_policy_id"]
    except (LookupError, ValueError, TypeError):
        return ""
    except Exception:
        return ""
    return str(chosen.dotted)
