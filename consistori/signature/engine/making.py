"""Making the signatures of a batch: one paper in, its signed file out, written to the disk.

Plain engine: it knows neither the database nor the store, so that it can work in processes of its own (`crew.py`).
Whatever happens to a paper comes back as its outcome and never as an exception: one bad file does not stop the rest.
"""

import errno
import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from asn1crypto import x509

from consistori.signature.engine import before, deciding, lasting, pades
from consistori.signature.engine.errors import FileRefused, PaperLeft, SigningStopped
from consistori.signature.engine.evidence import Keeper
from consistori.signature.engine.revocation import RevocationSource
from consistori.signature.engine.signer_client import SignerClient
from consistori.signature.engine.timestamps import TimestampAuthority
from consistori.signature.engine.trust import TrustList

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

log = logging.getLogger("consistori.signing")


@dataclass(frozen=True)
class Paper:
    """A text to sign. `number` is its name in the batch, `path` a file to read only, `at` the declared time.

    `is_last`: nobody is asked to sign after this one, so that what makes it last can be put already.
    """

    number: int
    path: Path
    sha256: str
    purpose: pades.Purpose
    at: datetime
    is_last: bool = False


@dataclass(frozen=True)
class Layer:
    """A file that begins with the whole of the one before: `kind` is what was added (signature, timestamp…)."""

    kind: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class Made:
    """What became of a paper: the files, in order, or what stopped it. `lengthened` are facts of the last layer."""

    number: int
    layers: tuple[Layer, ...] = ()
    stamped_at: datetime | None = None
    stopped: SigningStopped | None = None
    lengthened: Any = None


@dataclass(frozen=True)
class Setup:
    """All that a maker needs, as plain values that can be sent to another process. There is no key in it.

    `socket` and `batch` are where the signer process has the key open, and under which name.
    `folder` is where the files are written; whoever asked moves or forgets them.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    others: tuple[bytes, ...]
    timestamps: TimestampAuthority
    socket: Path
    batch: str
    folder: Path
    lengthens: bool = False
    patience: float = 5.0

    def trust_list(self, source: RevocationSource | None = None) -> TrustList:
        """The trust list of the installation, as it was when the batch began."""
        roots, others = (
            tuple(x509.Certificate.load(der) for der in ders) for ders in (self.roots, self.others)
        )
        return TrustList(roots, others, source or RevocationSource(timeout=self.patience))


class Maker:
    """Makes the signatures of one batch; several threads may ask at once."""

    def __init__(
        self, setup: Setup, *, trust: TrustList | None = None, sign: pades.SignBytes | None = None
    ) -> None:
        self.folder = setup.folder
        self._setup, self._trust = setup, trust or setup.trust_list()
        self.hand = pades.Hand(
            setup.certificate,
            setup.chain,
            sign or _signs_with(setup.socket, setup.batch),
            trust=self._trust,
            timestamps=setup.timestamps,
        )
        self._quiet = deciding.without_stamps(self.hand)
        self._keeper: Keeper | None = None
        self._one_keeper = threading.Lock()

    def make(self, paper: Paper) -> Made:
        """Sign a paper, and when it is the last of its circuit put what makes it last."""
        try:
            data = _read(paper)
            before.check_file(data)
            signed = pades.sign_pdf(data, self.hand, paper.purpose, at=paper.at)
            layer = self._write("signature", signed.data)
        except SigningStopped as stopped:
            return Made(paper.number, stopped=stopped)
        except Exception as error:
            return Made(paper.number, stopped=_unforeseen(error))
        made = Made(paper.number, (layer,), signed.stamped_at)
        return self._last(made, signed.data) if paper.is_last and self._setup.lengthens else made

    def decide(
        self, text: deciding.Prepared, purpose: pades.Purpose, lines: Sequence[str], *, at: datetime
    ) -> Made:
        """Sign a text with its number, at level B-B and in this thread: the row of a book waits. Raises
        `SigningStopped`, also for what was not foreseen."""
        try:
            signed = deciding.sign_decided(text, self._quiet, purpose, lines, at=at)
            return Made(0, (self._write("signature", signed.data),))
        except SigningStopped:
            raise
        except Exception as error:
            raise _unforeseen(error) from error

    def _last(self, made: Made, signed: bytes) -> Made:
        """The signature stays whatever happens here: it is left to be lengthened later."""
        try:
            longer = lasting.lengthen(signed, self._prepared())
            layer = self._write(longer.kind, longer.data)
        except Exception as error:
            log.warning("a signature is kept as it is, to be lengthened later: %s", error)
            return made
        return Made(made.number, (*made.layers, layer), made.stamped_at, lengthened=replace(longer, data=b""))

    def _prepared(self) -> Keeper:
        """What makes signatures last, got ready once a batch: it asks for all the evidence that it will put."""
        with self._one_keeper:
            if self._keeper is None:
                keeper = Keeper(self._trust.with_own_memory(), self._setup.timestamps)
                keeper.stamp_proof()
                self._keeper = keeper
            return self._keeper

    def _write(self, kind: str, data: bytes) -> Layer:
        path = self.folder / f"{uuid4().hex}.part"
        try:
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return Layer(kind, path, hashlib.sha256(data).hexdigest(), len(data))


def _signs_with(socket: Path, batch: str) -> pades.SignBytes:
    client = SignerClient(socket)
    return lambda data, algorithm: client.sign(batch, data, algorithm)


def _read(paper: Paper) -> bytes:
    """The bytes of the text. Refuses those that changed in the store."""
    try:
        data = paper.path.read_bytes()
    except FileNotFoundError as error:
        raise FileRefused("damaged") from error
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise FileRefused("damaged")
    return data


def _unforeseen(error: Exception) -> SigningStopped:
    if isinstance(error, OSError) and error.errno in FULL:
        return SigningStopped("disk-full")
    log.error("a document could not be signed", exc_info=error)
    return PaperLeft("unforeseen")
