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
    FORMS = "forms"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class SignatureFacts:
    """One signature of a file. Instants are aware; `stamped_at` is None without a good timestamp."""

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

    @property
    def level(self) -> str:
        """PAdES level as far as this program makes them."""
        return "B-T" if self.stamped_at else "B-B"

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

    @property
    def standing(self) -> Standing:
        """The worst of its signatures; a file without signatures has nothing that holds."""
        said = {one.standing for one in self.signatures}
        if self.problem or not said or Standing.INVALID in said:
            return Standing.INVALID
        return Standing.UNKNOWN if Standing.UNKNOWN in said else Standing.VALID
