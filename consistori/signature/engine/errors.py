"""Why a signature stops, as codes with their facts; `signature/sentences.py` puts them in words."""

from typing import Any


class SigningStopped(Exception):
    """Something stops this signature. `code` says what, `facts` fill its sentence (dates, names)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class CertificateRefused(SigningStopped):
    """The certificate may not sign now: expired, revoked, of an unknown issuer (N-SIG-02)."""


class FileRefused(SigningStopped):
    """The file may not be signed: not a PDF, encrypted, with dynamic content, or signed and broken."""


class PaperLeft(SigningStopped):
    """Only this paper is left, and it may be tried again: the rest of the batch goes on."""


class KeyRefused(SigningStopped):
    """The key cannot be opened or used: wrong passphrase, no key inside, time over."""


class ServiceSilent(SigningStopped):
    """A foreign service (revocation, timestamps) or the signer process does not answer; try later."""
