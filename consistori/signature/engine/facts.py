"""What is said of the signatures of a file, in plain facts: read by pages and sentences without pyHanko."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Whether a signature holds: it does, it does not, or nobody can say now."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


class Trust(StrEnum):
    """What the chain of the certificate says at the reference time."""

    GOOD = "good"
    REVOKED_SINCE = "revoked-since"
    EXPIRED_SINCE = "expired-since"
    PROVEN = "proven"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    UNKNOWN_ISSUER = "unknown-issuer"
    NOT_TOLD = "not-told"
    BROKEN = "broken"


class Changes(StrEnum):
    """What was added to the file after the signature."""

    NOTHING = "nothing"
    SIGNATURES = "signatures"
    EVIDENCE = "evidence"
    FORMS = "forms"
    OTHER = "other"


class LayerKind(StrEnum):
    """What lies on what in a signed file, from the inside out."""

    SIGNATURE = "signature"
    STAMP = "stamp"
    EVIDENCE = "evidence"
    ARCHIVE = "archive"


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of what holds a file: who put it, when, and until when it holds by itself.

    `until` is when its certificate, or one above it, ends; None for the evidence, which does not end by itself: it
    is held by the timestamp that covers it. `answers` is how many answers about revocation are in the evidence.
    """

    kind: LayerKind
    by: str
    at: datetime | None
    until: datetime | None = None
    answers: int = 0
    holds: bool = True


@dataclass(frozen=True, kw_only=True)
class SignatureFacts:
    """One signature of a file. Instants are aware; `stamped_at` is None without a good timestamp.

    `has_evidence`: the file has what proves its certificate good; `is_archived`: a good archive timestamp covers it.
    """

    field: str
    signer: str
    post: str
    organisation: str
    issuer: str
    serial: str
    is_demo: bool
    declared_at: datetime | None
    stamped_at: datetime | None
    stamped_by: str
    intact: bool
    covers_revision: bool
    changes_after: Changes
    trust: Trust
    revoked_at: datetime | None
    expires_at: datetime
    policy: str
    reason: str
    location: str
    standing: Standing
    has_evidence: bool = False
    is_archived: bool = False

    @property
    def level(self) -> str:
        """PAdES level: each one needs all those below it."""
        if not self.stamped_at:
            return "B-B"
        if not self.has_evidence:
            return "B-T"
        return "B-LTA" if self.is_archived else "B-LT"

    @property
    def at(self) -> datetime | None:
        """The best time known of the signature."""
        return self.stamped_at or self.declared_at


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole file. `problem` is a code when it cannot be read at all (`not-pdf`, `no-signatures`)."""

    sha256: str
    size: int
    pages: int
    signatures: tuple[SignatureFacts, ...]
    problem: str = ""
    layers: tuple[Layer, ...] = ()

    @property
    def standing(self) -> Standing:
        """The worst of its signatures; a file without signatures has nothing that holds."""
        said = {one.standing for one in self.signatures}
        if self.problem or not said or Standing.INVALID in said:
            return Standing.INVALID
        return Standing.UNKNOWN if Standing.UNKNOWN in said else Standing.VALID

    @property
    def holds_until(self) -> datetime | None:
        """Until when it holds without doing anything more: the last archive timestamp says it, or the first of its
        signatures to end. None when nothing holds."""
        if not self.signatures or self.standing is Standing.INVALID:
            return None
        archived = [one for one in self.layers if one.kind is LayerKind.ARCHIVE and one.holds and one.until]
        if archived and all(one.is_archived for one in self.signatures):
            return archived[-1].until
        ends = [one.until for one in self.layers if one.kind is LayerKind.STAMP and one.until]
        return min(ends) if len(ends) == len(self.signatures) else min(s.expires_at for s in self.signatures)
