"""Which crew signs a batch: in this process the small ones, in processes of their own the large ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from consistori.signature.models import SignatureBatch
from consistori.signature.ports import signer, timestamp_authority, trust_list

if TYPE_CHECKING:
    from consistori.signature.engine.crew import Crew
    from consistori.signature.engine.making import Maker, Setup

FEW = 5
"""Up to these, one after another: nobody notices, and what stops one stops them in order."""

MANY = 40
"""From these on, the processes of `SIGNER_PROCESSES` are worth their start (about a second of one core)."""

IN_HAND = 8
"""Papers of a process at once: meanwhile the timestamps of the others travel."""


def processes_for(many: int) -> int:
    """How many processes of their own sign that many documents; 0, this one alone."""
    most = int(settings.SIGNER_PROCESSES)
    return most if many >= MANY and most > 1 else 0


def maker_of(batch: SignatureBatch, *, many: int) -> tuple[Setup, Maker]:
    """The maker of this process, and what other processes need to make the same."""
    from asn1crypto.x509 import Certificate

    from consistori.signature.engine.making import Maker, Setup

    def ders(certificates: tuple[Certificate, ...]) -> tuple[bytes, ...]:
        return tuple(one.dump() for one in certificates)

    trust, folder = trust_list(), Path(settings.BLOB_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    setup = Setup(
        certificate=bytes(batch.key.certificate),
        chain=tuple(batch.key.chain_ders),
        roots=ders(trust.roots),
        others=ders(trust.others),
        timestamps=timestamp_authority(),
        socket=signer().path,
        batch=str(batch.pk),
        folder=folder,
        lengthens=processes_for(many) > 0,
        patience=trust.source.timeout,
    )
    return setup, Maker(setup, trust=trust)


def with_crew(setup: Setup, maker: Maker, *, many: int) -> Crew:
    """The crew of a batch, to be used in a `with`."""
    from consistori.signature.engine.crew import Crew

    return Crew(setup, maker, processes=processes_for(many), lanes=1 if many <= FEW else IN_HAND)
