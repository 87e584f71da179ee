"""Whom we trust: a folder of root certificates, and how revocation is asked (N-SIG-02, N-SIG-04)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext

from consistori.signature.engine.revocation import RevocationSource

SUFFIXES = {".pem", ".crt", ".cer", ".der"}


@dataclass(frozen=True)
class TrustList:
    """Trusted roots [llista de confiança], and known intermediates that files often leave out."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()
    source: RevocationSource = field(default_factory=RevocationSource)

    @classmethod
    def from_folder(cls, folder: Path, source: RevocationSource | None = None) -> "TrustList":
        """All certificates of the folder: those signed by themselves are roots, the rest only help.

        A file that is not a certificate raises `ValueError` with its name: a trust list is never half read.
        """
        roots: list[x509.Certificate] = []
        others: list[x509.Certificate] = []
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix.lower() not in SUFFIXES:
                continue
            for certificate in _read(path):
                (roots if certificate.self_signed in ("yes", "maybe") else others).append(certificate)
        return cls(tuple(roots), tuple(others), source or RevocationSource())

    def with_own_memory(self) -> "TrustList":
        """The same trust, asking again what others asked: its answers are later than this call."""
        return TrustList(self.roots, self.others, RevocationSource(self.source.timeout, self.source.remember))

    def context(
        self,
        *,
        extra: Iterable[x509.Certificate] = (),
        at: datetime | None = None,
        now: datetime | None = None,
        ask: bool = True,
    ) -> ValidationContext:
        """A context for one validation or one batch: it keeps the answers about revocation it has got.

        `at` validates as of that instant, with the revocation information of today. `now` is the instant that
        counts as today (a virtual clock). `ask=False` does not ask about revocation at all.
        """
        options: dict[str, Any] = {}
        if at is not None:
            options = {"moment": at, "best_signature_time": at, "retroactive_revinfo": True}
        elif now is not None:
            options = {"moment": now}
        if ask:
            options |= {"allow_fetching": True, "fetchers": self.source.fetchers()}
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=[*self.others, *extra],
            revocation_mode="hard-fail" if ask else "soft-fail",
            **options,
        )


def _read(path: Path) -> list[x509.Certificate]:
    data = path.read_bytes()
    try:
        if pem.detect(data):
            return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]
        certificate = x509.Certificate.load(data)
        _ = certificate.native
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path.name} is not a certificate") from error
    return [certificate]
