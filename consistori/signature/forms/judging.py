"""Judging the certificate of a signature of any form, now or when its timestamp was put (N-SIG-04)."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, tsp, x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from consistori.signature.engine.before import check_certificate
from consistori.signature.engine.certificates import asn1_certificates, facts_of
from consistori.signature.engine.errors import CertificateRefused, ServiceSilent
from consistori.signature.engine.facts import Changes, SignatureFacts, Standing, Trust
from consistori.signature.engine.trust import TrustList

_TRUST = {
    "revoked": Trust.REVOKED,
    "expired": Trust.EXPIRED,
    "not-yet-valid": Trust.NOT_YET,
    "unknown-issuer": Trust.UNKNOWN_ISSUER,
    "chain-broken": Trust.UNKNOWN_ISSUER,
}
_SINCE = {Trust.REVOKED: Trust.REVOKED_SINCE, Trust.EXPIRED: Trust.EXPIRED_SINCE}


@dataclass(frozen=True)
class Said:
    """What a signature says of itself, whatever its form; `holds` is None when it cannot be judged."""

    name: str
    certificate: bytes
    others: tuple[bytes, ...]
    holds: bool | None
    declared_at: datetime | None
    policy: str = ""
    reason: str = ""
    is_whole: bool = True


def judge(
    said: Said, stamps: Iterable[tuple[bytes, bytes]], trust: TrustList, *, ask: bool
) -> SignatureFacts:
    """The facts of a signature: its arithmetic, its timestamp, its certificate now or at that instant."""
    facts = facts_of(said.certificate)
    stamped_at, stamped_by = _first_stamp(stamps, trust, ask)
    chain, revoked_at = trust_of(said.certificate, said.others, trust, at=stamped_at, ask=ask)
    return SignatureFacts(
        **{
            **_blank(),
            "field": said.name,
            "signer": facts.name,
            "post": facts.post,
            "organisation": facts.organisation,
            "issuer": facts.issuer,
            "serial": facts.serial,
            "is_demo": facts.is_demo,
            "declared_at": said.declared_at,
            "stamped_at": stamped_at,
            "stamped_by": stamped_by,
            "intact": said.holds is not False,
            "covers_revision": said.is_whole,
            "changes_after": Changes.NOTHING,
            "trust": chain,
            "revoked_at": revoked_at,
            "expires_at": facts.valid_to,
            "policy": said.policy,
            "reason": said.reason,
            "location": "",
            "standing": _standing(said, chain),
        }
    )


def trust_of(
    certificate: bytes, others: Iterable[bytes], trust: TrustList, *, at: datetime | None, ask: bool
) -> tuple[Trust, datetime | None]:
    """What the chain says now; of what ended or was revoked since, what it said at the timestamp `at`."""
    own, extra = asn1_certificates([certificate])[0], asn1_certificates(others)
    now, revoked_at = _asked(own, trust.context(extra=extra, ask=ask), ask)
    if now in _SINCE and at is not None:
        then, _ = _asked(own, trust.context(extra=extra, at=at, ask=ask), ask)
        if then in (Trust.GOOD, Trust.NOT_TOLD) or (revoked_at is not None and at < revoked_at):
            return _SINCE[now], revoked_at
    return now, revoked_at


def _asked(certificate: x509.Certificate, context: Any, ask: bool) -> tuple[Trust, datetime | None]:
    try:
        check_certificate(certificate, context)
    except CertificateRefused as refused:
        return _TRUST.get(refused.code, Trust.BROKEN), refused.facts.get(
            "on"
        ) if refused.code == "revoked" else None
    except ServiceSilent:
        return Trust.NOT_TOLD, None
    return (Trust.GOOD if ask else Trust.NOT_TOLD), None


def _first_stamp(
    stamps: Iterable[tuple[bytes, bytes]], trust: TrustList, ask: bool
) -> tuple[datetime | None, str]:
    """The oldest good timestamp, and who put it."""
    good = [found for token, proven in stamps if (found := _stamp(token, proven, trust, ask)) is not None]
    return min(good, default=(None, ""), key=lambda pair: pair[0])


def _stamp(token: bytes, proven: bytes, trust: TrustList, ask: bool) -> tuple[datetime, str] | None:
    try:
        signed = cms.ContentInfo.load(token)["content"]
        content: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
        algorithm = content["message_imprint"]["hash_algorithm"]["algorithm"].native
        digest = hashlib.new(algorithm, proven).digest()
        told = asyncio.run(validate_tst_signed_data(signed, trust.context(ask=ask), lambda _: digest))
        if not (told["valid"] and told["intact"]):
            return None
        moment, by = content["gen_time"].native, facts_of(told["signing_cert"].dump()).name
    except Exception:
        return None
    chain, _ = trust_of(
        told["signing_cert"].dump(),
        [c.chosen.dump() for c in signed["certificates"]],
        trust,
        at=moment,
        ask=ask,
    )
    return (moment, by) if chain not in (Trust.UNKNOWN_ISSUER, Trust.BROKEN, Trust.REVOKED) else None


def _standing(said: Said, chain: Trust) -> Standing:
    if said.holds is False or chain in (Trust.REVOKED, Trust.BROKEN, Trust.NOT_YET):
        return Standing.INVALID
    if said.holds and said.is_whole and chain in (Trust.GOOD, Trust.REVOKED_SINCE, Trust.EXPIRED_SINCE):
        return Standing.VALID
    return Standing.UNKNOWN


def _blank() -> dict[str, Any]:
    """Whatever other facts a signature in a PDF may have, as nothing."""
    from dataclasses import MISSING, fields

    return {
        one.name: None
        for one in fields(SignatureFacts)
        if one.default is MISSING and one.default_factory is MISSING
    }
