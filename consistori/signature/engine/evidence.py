"""Evidence [evidència]: what proves a certificate good, gathered while somebody still answers for it.

A signature lasts longer than its certificate only if the chain, and the answers about revocation of every link
of it, are kept beside the signature (PAdES B-LT, EN 319 142-1 §5.4). Here they are asked for, once for each
certificate and batch, and with them the timestamps are checked that will cover them all.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko_certvalidator import ValidationContext

from consistori.signature.engine.before import check_certificate
from consistori.signature.engine.certificates import facts_of
from consistori.signature.engine.errors import CertificateRefused, ServiceSilent, SigningStopped
from consistori.signature.engine.timestamps import Known, TimestampAuthority, check_signature
from consistori.signature.engine.trust import TrustList

NEVER_REVOKED = {"2.5.29.56", "0.4.0.194121.2.1"}
"""`noRevAvail` (RFC 9608) and the short-term certificates of EN 319 412-1 §5.2: nobody tells, by design."""
TIME_STAMPING = "time_stamping"


@dataclass(frozen=True)
class Proof:
    """The certificates of a chain from its root down, and what was answered about them (objects of asn1crypto).

    `until` is when the first of those below the root ends: up to then the chain stands by itself.
    """

    certificates: tuple[Any, ...]
    ocsps: tuple[Any, ...]
    crls: tuple[Any, ...]
    until: datetime


class Keeper:
    """Gathers evidence and timestamps for many documents: each certificate is asked about once.

    Give it a `TrustList` with a source of its own, so that what it keeps is answered after the signatures. It is
    safe between threads. `at` is the instant that counts as now (a virtual clock); None is the machine's.
    """

    def __init__(
        self,
        trust: TrustList,
        timestamps: TimestampAuthority,
        *,
        at: datetime | None = None,
        algorithm: str = "sha256",
    ) -> None:
        self.trust, self.timestamps, self.at, self.algorithm = trust, timestamps, at, algorithm
        self._proofs: dict[tuple[bytes, datetime | None], Proof] = {}
        self._lock = threading.RLock()
        self._known = Known()
        self._silence: SigningStopped | None = None
        self._stamped_with: x509.Certificate | None = None
        self._above: list[x509.Certificate] = []
        self._length = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process begins with a memory of its own."""
        return (_keeper, (self.trust, self.timestamps, self.at, self.algorithm))

    def proof_of(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate],
        *,
        purposes: frozenset[str] = frozenset(),
        then: datetime | None = None,
    ) -> Proof:
        """Prove a certificate good now; or, when it no longer is, as it was `then` (a proven instant).

        Raises `ServiceSilent("evidence-silent")` when its issuer does not answer, `SigningStopped` with
        `evidence-none` when it names nobody to ask, `CertificateRefused` when it may not be relied upon.
        """
        with self._lock:
            key: tuple[bytes, datetime | None] = (certificate.sha256, None)
            if key not in self._proofs:
                try:
                    self._proofs[key] = self._prove(certificate, others, purposes, None)
                except CertificateRefused:
                    if then is None:
                        raise
                    key = (certificate.sha256, then)
                    if key not in self._proofs:
                        self._proofs[key] = self._prove(certificate, others, purposes, then)
            return self._proofs[key]

    def certificates_in(self, signed: cms.SignedData) -> Any:
        """The certificates of a signature or a timestamp (`signer_cert`, `other_certs`)."""
        return self._known.certificates_in(signed)

    def stamp_proof(self) -> Proof:
        """Prove the authority of timestamps that answers now. One stamp is asked for to know which it is."""
        with self._lock:
            if self._stamped_with is None:
                self._know(self.stamp(bytes(32), "sha256"))
            if self._stamped_with is None:
                raise SigningStopped("timestamp-refused", why="it does not say who it is")
            return self.proof_of(self._stamped_with, self._above, purposes=frozenset({TIME_STAMPING}))

    def stamp(self, digest: bytes, algorithm: str) -> cms.ContentInfo:
        """Ask for a timestamp, not checked yet; an authority that did not answer once is not asked again."""
        if self._silence is not None:
            raise self._silence
        try:
            return cms.ContentInfo.load(self.timestamps.stamp(digest, algorithm))
        except ServiceSilent as error:
            self._silence = error
            raise

    @property
    def reserved(self) -> int:
        """Hexadecimal digits that a stamp needs in the file, with a margin."""
        return max(16384, self._length * 3)

    def stamper(self, *, proves: bool = True) -> "ArchiveStamper":
        """Who asks for the timestamp of one document; it may leave the chain of the authority to be proven later."""
        return ArchiveStamper(self, proves=proves)

    def context(
        self, *, extra: Iterable[x509.Certificate] = (), then: datetime | None = None
    ) -> ValidationContext:
        """A context of validation at the keeper's instant, or at `then`."""
        if then is not None:
            return self.trust.context(extra=extra, at=then)
        return self.trust.context(extra=extra, now=self.at)

    def _prove(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate],
        purposes: frozenset[str],
        then: datetime | None,
    ) -> Proof:
        context = self.context(extra=[certificate, *others], then=then)
        try:
            path: Any = check_certificate(certificate, context, purposes=purposes, extended=bool(purposes))
        except ServiceSilent as error:
            raise ServiceSilent("evidence-silent", **error.facts) from error
        root, *below = path
        for one in below:
            _ensure_somebody_tells(one)
        until = min(one.not_valid_after for one in below)
        return Proof((root, *below), tuple(context.ocsps), tuple(context.crls), until)

    def _know(self, token: cms.ContentInfo) -> None:
        found = extract_certificate_info(token["content"])
        self._stamped_with, self._above = found.signer_cert, list(found.other_certs)
        self._length = max(self._length, len(token.dump()))


def _keeper(trust: TrustList, timestamps: TimestampAuthority, at: datetime | None, algorithm: str) -> Keeper:
    return Keeper(trust, timestamps, at=at, algorithm=algorithm)


class ArchiveStamper(TimeStamper):
    """Asks for one timestamp, checks it, and remembers its instant and with which certificate it is signed.

    The chain of the authority is the keeper's business, proven once; here, that the token is about these bytes,
    whole, and signed with a certificate that was proven.
    """

    def __init__(self, keeper: Keeper, *, proves: bool = True) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self.keeper, self.proves = keeper, proves
        self.stamped_at: datetime | None = None
        self.until: datetime | None = None
        self.proof: Proof | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = self.keeper.stamp(message_digest, md_algorithm)
        signed = token["content"]
        found = self.keeper.certificates_in(signed)
        if self.proves:
            self.proof = self.keeper.proof_of(
                found.signer_cert, found.other_certs, purposes=frozenset({TIME_STAMPING})
            )
        try:
            check_signature(signed, found.signer_cert, message_digest)
        except SigningStopped:
            raise
        except Exception as error:
            raise SigningStopped("timestamp-refused", why=str(error)) from error
        self.stamped_at = signed["encap_content_info"]["content"].parsed["gen_time"].native
        self.until = self.proof.until if self.proof is not None else None
        return token


def _ensure_somebody_tells(certificate: x509.Certificate) -> None:
    """A certificate without anybody to ask about it cannot be proven later, save those that never are revoked."""
    if certificate.ocsp_urls or certificate.crl_distribution_points:
        return
    said = {extension["extn_id"].dotted for extension in certificate["tbs_certificate"]["extensions"]}
    if said & NEVER_REVOKED:
        return
    raise SigningStopped("evidence-none", name=facts_of(certificate.dump()).name)
