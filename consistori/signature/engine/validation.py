"""Validating a signed PDF (N-SIG-04): who, when, whole or not, what came after, trust, revocation.

Facts only; `signature/sentences.py` says them in words. The reference time is the timestamp's when there is
a good one; without it the declared time is only what the signer says, and the certificate must be good now.
"""

import asyncio
import hashlib
import io
from dataclasses import dataclass
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
from pyhanko_certvalidator import ValidationContext

from consistori.signature.engine.certificates import facts_of
from consistori.signature.engine.facts import (
    Changes,
    Layer,
    LayerKind,
    Report,
    SignatureFacts,
    Standing,
    Trust,
)
from consistori.signature.engine.layers import (
    Evidence,
    archive_layers,
    evidence_layer,
    evidence_of,
    stamp_layer,
)
from consistori.signature.engine.past import by_its_evidence
from consistori.signature.engine.trust import TrustList

WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def report_on(data: bytes, trust: TrustList, *, ask: bool = True, at: datetime | None = None) -> Report:
    """Validate every signature of a PDF, and read the layers that hold it.

    `ask=False` asks nobody about revocation: what the file has inside must prove it, or it is said that nobody told.
    `at` is the instant that counts as now.
    """
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    try:
        reader = PdfFileReader(io.BytesIO(data))
        pages = int(reader.root["/Pages"]["/Count"])
        found, layers = asyncio.run(_all(reader, trust, ask, at))
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return Report(sha256=digest, size=size, pages=0, signatures=(), problem="not-pdf")
    problem = "" if found else "no-signatures"
    return Report(
        sha256=digest, size=size, pages=pages, signatures=tuple(found), problem=problem, layers=tuple(layers)
    )


async def _all(
    reader: PdfFileReader, trust: TrustList, ask: bool, at: datetime | None
) -> tuple[list[SignatureFacts], list[Layer]]:
    evidence = evidence_of(reader)
    archived = await archive_layers(reader, evidence, trust)
    held = [(stamp.signed_revision, layer) for stamp, layer in archived if layer.holds]
    facts, layers = [], []
    for signature in reader.embedded_regular_signatures:
        over = next((layer for revision, layer in held if signature.signed_revision < revision), None)
        checking = _Checking(signature, trust, ask, at, evidence, over)
        one = await _one(checking)
        facts.append(one)
        layers.append(
            Layer(
                kind=LayerKind.SIGNATURE,
                by=one.signer,
                at=one.declared_at,
                until=one.expires_at,
                holds=one.intact,
            )
        )
        stamp = stamp_layer(signature, evidence, holds=one.stamped_at is not None)
        layers += [stamp] if stamp else []
    kept = evidence_layer(evidence)
    return facts, [*layers, *([kept] if kept else []), *(layer for _, layer in archived)]


@dataclass(frozen=True)
class _Checking:
    """One signature to be checked, and with what."""

    signature: EmbeddedPdfSignature
    trust: TrustList
    ask: bool
    at: datetime | None
    evidence: Evidence
    archive: Layer | None
    """The first good archive timestamp that lies over it."""

    @property
    def has_evidence(self) -> bool:
        """Whether the file has answers about whoever signed it."""
        return self.evidence.tells_of(self.signature.signer_cert)

    def context(self, at: datetime | None = None) -> ValidationContext:
        """A context with all the certificates at hand: those of the signature and those of the evidence."""
        extra = [*self.signature.other_embedded_certs, *self.evidence.certificates]
        return self.trust.context(extra=extra, at=at, now=self.at, ask=self.ask)


async def _one(checking: _Checking) -> SignatureFacts:
    signature = checking.signature
    certificate = facts_of(signature.signer_cert.dump())
    status = await _status(checking)
    stamped_at, stamped_by = _stamp(status)
    if stamped_at is None and checking.archive is not None:
        # Signed without asking for the time: whatever was stamped over it proves that it was there (EN 319 142-1 §5.4).
        stamped_at, stamped_by = checking.archive.at, checking.archive.by
    intact = bool(status and status.intact and status.valid)
    changes = _changes(status, signature.reader)
    covers = bool(status and status.coverage in WHOLE)
    chain, revoked_at = _trust(status, stamped_at, checking.ask)
    if chain in (Trust.REVOKED, Trust.EXPIRED) and stamped_at and checking.ask:
        chain = await _trust_then(checking, stamped_at, chain)
    if checking.has_evidence and intact and covers:
        chain, stamped_at, stamped_by = await _by_evidence(checking, chain, stamped_at, stamped_by)
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
        has_evidence=checking.has_evidence,
        is_archived=checking.archive is not None,
    )


async def _status(checking: _Checking) -> PdfSignatureStatus | None:
    try:
        return await async_validate_pdf_signature(
            checking.signature,
            signer_validation_context=checking.context(),
            ts_validation_context=checking.context(),
        )
    except (SignatureValidationError, ValueError):
        return None


async def _by_evidence(
    checking: _Checking, chain: Trust, stamped_at: datetime | None, stamped_by: str
) -> tuple[Trust, datetime | None, str]:
    """What the file proves by itself, where asking did not say it all: its authorities do not answer, or ended."""
    if chain in (Trust.GOOD, Trust.REVOKED_SINCE, Trust.EXPIRED_SINCE, Trust.UNKNOWN_ISSUER) and stamped_at:
        return chain, stamped_at, stamped_by
    past = await by_its_evidence(checking.signature, checking.trust, at=checking.at)
    if not past.holds:
        return chain, stamped_at, stamped_by
    stamp = stamp_layer(checking.signature, checking.evidence, holds=True)
    since = {Trust.REVOKED: Trust.REVOKED_SINCE, Trust.EXPIRED: Trust.EXPIRED_SINCE}
    proven = since.get(chain, Trust.PROVEN)
    return proven, past.stamped_at or stamped_at, stamp.by if stamp and past.stamped_at else stamped_by


async def _trust_then(checking: _Checking, at: datetime, now: Trust) -> Trust:
    """A certificate that is revoked or expired today may have been good when the timestamp was put."""
    context = checking.context(at)
    status = await async_validate_pdf_signature(
        checking.signature, signer_validation_context=context, ts_validation_context=context, skip_diff=True
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


def _changes(status: PdfSignatureStatus | None, reader: PdfFileReader) -> Changes:
    if status is None:
        return Changes.OTHER
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Changes.NOTHING
    level = status.modification_level
    if not status.docmdp_ok or level in (None, ModificationLevel.OTHER, ModificationLevel.ANNOTATIONS):
        return Changes.OTHER
    changed: Any = getattr(status.diff_result, "changed_form_fields", set())
    if changed - {one.field_name for one in reader.embedded_signatures}:
        return Changes.FORMS
    added = changed - {one.field_name for one in reader.embedded_timestamp_signatures}
    return Changes.SIGNATURES if added or not _has_evidence_after(status) else Changes.EVIDENCE


def _has_evidence_after(status: PdfSignatureStatus) -> bool:
    return status.modification_level is ModificationLevel.LTA_UPDATES


def _standing(whole: bool, chain: Trust) -> Standing:
    if not whole or chain in (Trust.REVOKED, Trust.BROKEN, Trust.NOT_YET):
        return Standing.INVALID
    if chain in (Trust.GOOD, Trust.REVOKED_SINCE, Trust.EXPIRED_SINCE, Trust.PROVEN):
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
