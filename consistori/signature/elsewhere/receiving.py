"""Looking at what comes back signed from outside, before anything of it is kept. Plain: no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistori.signature.engine.added import signature_added
from consistori.signature.engine.errors import FileRefused, SigningStopped
from consistori.signature.engine.facts import Changes, SignatureFacts, Standing
from consistori.signature.engine.validation import report_on

if TYPE_CHECKING:
    from consistori.signature.engine.trust import TrustList


@dataclass(frozen=True)
class Accepted:
    """The signature that was added, and the bytes that carry it."""

    data: bytes
    signature: SignatureFacts


def accept(sent: bytes, came: bytes, *, trust: TrustList, identifier: str = "") -> Accepted:
    """What came back is what went out with one good signature more, by who had to sign: give it, or refuse.

    Raises `FileRefused`: `other-text` (it does not begin with the bytes that went out), `not-appended` (no signature
    more, or several), `broken-before` (it adds something else), `too-large`; `SigningStopped`: `does-not-hold`, and
    `other-signer` when the certificate is of another person.
    """
    added = signature_added(sent, came)
    report = report_on(came, trust)
    facts = report.signatures[-1] if report.signatures else None
    if facts is None or facts.changes_after is Changes.OTHER:
        raise FileRefused("broken-before")
    if facts.standing is not Standing.VALID or not facts.covers_revision:
        raise SigningStopped("does-not-hold")
    if identifier and not _is_of(added.signer_cert.subject.native, identifier):
        raise SigningStopped("other-signer")
    return Accepted(came, facts)


def _is_of(subject: dict[str, object], identifier: str) -> bool:
    """Whether a subject is of that identity number: «IDCES-12345678Z» (ETSI EN 319 412-1), or the bare number."""
    said = str(subject.get("serial_number", "")).upper().replace(" ", "")
    wanted = identifier.upper().replace("-", "").replace(" ", "")
    return bool(said) and said.rpartition("-")[2] == wanted
