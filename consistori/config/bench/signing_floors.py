"""What signatures are measured beside: the bare arithmetic, the authority and the disk, and a seal by itself."""

from __future__ import annotations

import hashlib
import os
import resource
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from consistori.kernel.clock import now
from consistori.signature import ports
from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.services.crews import IN_HAND
from consistori.tenancy.models import Entity
from consistori.ui.typst import Attachment, compile_pdf, letterhead

KILOBYTES = 100
SEALS = 60


def paper_of(town: Entity) -> bytes:
    """A decree of one page with letterhead, PDF/A-3a and PDF/UA-1, of 100 KB with what is attached to it."""
    data = {
        "letterhead": letterhead(town),
        "kind": "Decret",
        "title": "Bonificació de l’impost sobre vehicles",
        "blocks": [{"text": "Concedir la bonificació del 75 % de la quota durant 3 anys."}] * 4,
    }

    def made(size: int) -> bytes:
        attached = [Attachment("dades.bin", secrets.token_bytes(size), "application/octet-stream")]
        return compile_pdf("letter", data, attached, title="Decret")

    return made(max(1024, KILOBYTES * 1024 - len(made(1024))))


def floor_of(paper: bytes, many: int, stamps: str) -> float:
    """The bare work of a batch: for each document a signature, two timestamps one after another, two files on the disk.

    With as many at once as the batch has; the files are of the sizes that come out.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    authority = ports.timestamp_authority()
    folder = Path(settings.BLOB_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)

    def one(number: int) -> None:
        digest = hashlib.sha256(paper + number.to_bytes(4, "big")).digest()
        key.sign(digest, padding.PKCS1v15(), hashes.SHA256())
        for size in (20, 50):
            authority.stamp(digest, "sha256")
            place = folder / f"{secrets.token_hex(16)}.part"
            with place.open("wb") as file:
                file.write(paper + bytes(size * 1024))
                file.flush()
                os.fsync(file.fileno())
            place.unlink()

    began = time.perf_counter()
    with ThreadPoolExecutor(max(1, settings.SIGNER_PROCESSES) * IN_HAND) as pool:
        list(pool.map(one, range(many)))
    return time.perf_counter() - began


def seals_of(authority: DemoAuthority, many: int) -> str:
    """Signatures without timestamp with a key at hand, one after another in one process, beside the bare arithmetic."""
    from consistori.signature.engine.pades import Hand, Purpose, sign_pdf

    issued = authority.issue(given_name="Segell", family_name="Mesura", kind="rsa")
    key: Any = issued.key
    ders = [one.public_bytes(Encoding.DER) for one in (issued.certificate, *issued.chain)]

    def sign(data: bytes, algorithm: str) -> bytes:
        return bytes(key.sign(data, padding.PKCS1v15(), hashes.SHA256()))

    hand = Hand(ders[0], ders[1:], sign, trust=ports.trust_list(), timestamps=None)
    paper, at = paper_of(Entity(name="Mesura", short_name="Mesura")), now()
    spent, bare = (
        _spent(do, many)
        for do in (lambda: sign_pdf(paper, hand, Purpose(), at=at), lambda: sign(paper, "sha256"))
    )
    missed = "" if 1 / spent >= SEALS else ": MISSED"
    return (
        f"{1 / spent:.0f} a second ({SEALS} at least{missed}), {1000 * spent:.1f} ms of processor each,"
        f" {spent / bare:.0f} x the bare RSA of {1000 * bare:.2f} ms"
    )


def _spent(do: Callable[[], object], many: int) -> float:
    """Seconds of one core that it takes."""
    for _ in range(5):
        do()
    began = time.process_time()
    for _ in range(many):
        do()
    return (time.process_time() - began) / many


def processor_of_ours() -> float:
    """Seconds of processor of this process and of those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
