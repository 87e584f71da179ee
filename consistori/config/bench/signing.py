"""Five hundred signatures in one gesture: documents of 100 KB, RSA-2048, timestamps and revocation on loopback.

The job of the worker is run as the worker runs it, with the real signer process and the processes that
`SIGNER_PROCESSES` says. Beside it, in the same run, a floor: the same signatures, timestamps and files without any PDF,
certificate or database; it is what the machine and the authority cost whoever programs it.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection

from consistori.catalogue.models import DocumentType
from consistori.config.bench.processor import processor_of_all
from consistori.config.bench.server import free_port
from consistori.config.bench.signing_floors import floor_of, paper_of, processor_of_ours, seals_of
from consistori.config.processes import command
from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of
from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.models import Document, DocumentVersion, VersionBlob
from consistori.documents.rules.seals import code_seal
from consistori.documents.services.receiving import keep_blob
from consistori.formats.codes import new_code
from consistori.formats.eni.identifiers import document_identifier
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.signature import ports
from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.engine.demo.server import HOST, base_url
from consistori.signature.models import Circuit, CircuitStep, Lasting, SignatureRequest
from consistori.signature.services import issue_demo_key, run_batch, start_signing
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

Tell = Callable[[str], None]
PASSPHRASE = "la riera baixa plena"  # noqa: S105 - of a demonstration key of the bench
SLOW = 150


@dataclass(frozen=True)
class Measured:
    """What a batch took, in seconds, beside its floor; `last` are the documents that hold for decades (B-LTA).

    `processor` are the seconds of ours: of the job and of the processes that sign. `all_of_it` are those of everybody,
    with the signer process, the authority and the database: two free cores take half of it, and no less.
    """

    documents: int
    seconds: float
    floor: float
    limit: float
    last: int
    statements: float
    processor: float
    all_of_it: float

    @property
    def said(self) -> str:
        missed = "" if self.seconds <= self.limit else ": MISSED"
        each, ours, whole = (
            1000 * seconds / self.documents for seconds in (self.seconds, self.processor, self.all_of_it)
        )
        return (
            f"{self.seconds:.1f} s ({self.limit:g} at most{missed}), {each:.0f} ms each, {ours:.0f} of our processor"
            f" and {whole:.0f} of everybody’s ({self.all_of_it / 2:.0f} s on two free cores),"
            f" {self.seconds / self.floor:.1f} x the floor of {self.floor:.1f} s;"
            f" {self.last} of {self.documents} B-LTA; {self.statements:.1f} statements each"
        )


@dataclass(frozen=True)
class House:
    """A town of its own, with its mayor and her key open to sign."""

    town: Entity
    mayor: Actor
    person: Person


def measure_signing(folder: Path, *, share: int, tell: Tell) -> dict[str, str]:
    """The figures of signatures, in words, by their names."""
    many, facts = 500 // share, {}
    with TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        with authority(home, 0) as port, signer_process(home):
            house = house_of(home, port)
            facts["B-B seal, one core"] = seals_of(
                DemoAuthority(home / "authority", base_url(port)), 200 // share
            )
            tell(f"  B-B seal, one core: {facts['B-B seal, one core']}")
            for latency, limit in ((0, 60.0), (SLOW, 90.0)):
                name = f"{many} signatures" + (f", timestamps of {latency} ms" if latency else "")
                with authority(home, latency) as stamps:
                    facts[name] = _batch(house, many, f"http://{HOST}:{stamps}/tsa", limit / share).said
                tell(f"  {name}: {facts[name]}")
            name = f"{many} signatures, each the second step of a circuit of three"
            with authority(home, 0) as stamps:
                measured = _batch(house, many, f"http://{HOST}:{stamps}/tsa", 60.0 / share, circuits=True)
            facts[name] = measured.said
            tell(f"  {name}: {facts[name]}")
    return facts


@contextmanager
def authority(home: Path, latency: int) -> Iterator[int]:
    """The authority on loopback. All have the same keys; certificates name the first to ask whether they hold."""
    port = free_port()
    words = ["-m", "consistori.config.bench.stamping", str(home / "authority"), str(port), str(latency)]
    with _running([sys.executable, *words]):
        _wait(lambda: socket.create_connection((HOST, port), timeout=1).close())
        yield port


@contextmanager
def signer_process(home: Path) -> Iterator[None]:
    """The process that opens keys, with a socket of its own."""
    settings.SIGNER_SOCKET = str(home / "signer.sock")
    with _running(command("signer"), SIGNER_SOCKET=settings.SIGNER_SOCKET):
        _wait(lambda: None if ports.signer().is_alive() else _not_yet())
        yield


@contextmanager
def _running(words: list[str], **more: str) -> Iterator[None]:
    process = subprocess.Popen(words, env=os.environ | more)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _wait(reach: Callable[[], None]) -> None:
    ends = time.monotonic() + 180
    while True:
        try:
            return reach()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)


def _not_yet() -> None:
    raise OSError("not yet")


def house_of(home: Path, port: int) -> House:
    """A town with its mayor and her key, and the settings of the authority."""
    settings.DEMO, settings.DEMO_AUTHORITY_DIR = True, str(home / "authority")
    settings.DEMO_AUTHORITY_PORT, settings.TRUST_ROOTS = port, str(home / "authority" / "roots")
    slug = f"signa-{secrets.token_hex(4)}"
    prefix = "".join(secrets.choice("QWXZ") for _ in range(4))
    town = Entity.objects.create(
        slug=slug, name="Ajuntament que signa", short_name="Signa", code_prefix=prefix
    )
    person = Person.objects.create(email=f"{slug}@bench.example", given_name="Rosa", family_name="Mesura")
    with working_for(town):
        Post.objects.create(person=person, role="mayor", title_ca="Alcaldessa", starts_on=date(2020, 1, 1))
        mayor = actor_of(person, town)
        issue_demo_key(by=mayor, person=person, passphrase=PASSPHRASE, post="Alcaldessa", kind="rsa")
    return House(town, mayor, person)


def papers_of(
    house: House, many: int, *, paper: bytes = b"", kind: DocumentType | None = None
) -> list[SignatureRequest]:
    """Documents with their text fixed, each with other bytes, that wait for the mayor."""
    paper, at = paper or paper_of(house.town), now()
    rows: tuple[list[Any], ...] = ([], [], [], [])
    with working_for(house.town):
        for number in range(many):
            received = blobs.receive_bytes(paper + f"% {number} {at}\n".encode())
            keep_blob(received)
            for kept, row in zip(rows, _rows(house, number, received, at, kind), strict=True):
                kept.append(row)
        documents, versions, texts, requests = rows
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        Document.objects.bulk_create(documents)
        DocumentVersion.objects.bulk_create(versions)
        VersionBlob.objects.bulk_create(texts)
        SignatureRequest.objects.bulk_create(requests)
    return requests


def _rows(
    house: House, number: int, received: ReceivedBlob, at: datetime, kind: DocumentType | None
) -> tuple[Any, ...]:
    document_id, version_id, blob_id = uuid7(), uuid7(), uuid7()
    identifier, code = document_identifier("L01999999", at.year, document_id), new_code("SIG")
    kept = {"sha256": received.sha256, "size": received.size}
    document = Document(
        id=document_id, title=f"Bonificació de vehicles {number:04d} KRT", origin="administration", state="frozen",
        captured_at=at, eni_identifier=identifier, version_id=version_id, latest_blob_id=blob_id, type=kind,
    )  # fmt: skip
    version = DocumentVersion(
        id=version_id, document_id=document_id, number=1, making="frozen", name="decret.pdf", code=code,
        code_seal=code_seal(settings.CODE_KEY, code, received.sha256, identifier), media_type="application/pdf",
        format_name="PDF", pdfa="3a", **kept,
    )  # fmt: skip
    request = SignatureRequest(
        document_id=document_id,
        version_id=version_id,
        signer=house.person,
        signer_post="Alcaldessa",
        asked_at=at,
    )
    return document, version, VersionBlob(id=blob_id, version_id=version_id, **kept), request


def _go_round(house: House, requests: list[SignatureRequest]) -> None:
    """Each paper in a circuit: approved already, waiting for this signature, and to be read afterwards."""
    at, step = now(), {"role": "mayor", "post": "Alcaldessa", "holder": house.person}
    done = {"state": "done", "began_at": at, "settled_at": at, "settled_by": house.person}
    with working_for(house.town):
        circuits = [
            Circuit(document_id=one.document_id, version_id=one.version_id, begun_by_id=house.person.pk)
            for one in requests
        ]
        Circuit.objects.bulk_create(circuits)
        CircuitStep.objects.bulk_create(
            made
            for circuit, one in zip(circuits, requests, strict=True)
            for made in (
                CircuitStep(circuit=circuit, place=0, kind="visa", **step, **done),
                CircuitStep(
                    circuit=circuit,
                    place=1,
                    kind="signature",
                    state="waiting",
                    began_at=at,
                    request=one,
                    **step,
                ),
                CircuitStep(circuit=circuit, place=2, kind="reading", **step),
            )
        )


def _batch(house: House, many: int, stamps: str, limit: float, *, circuits: bool = False) -> Measured:
    """From the passphrase to the last document kept, as the page and the job of the worker do it."""
    settings.TSA_URLS = [stamps]
    ports._made.cache_clear()
    floor = floor_of(paper_of(house.town), many, stamps)
    requests = papers_of(house, many)
    if circuits:
        _go_round(house, requests)
    with StatementCounter() as counted:
        began, spent, whole = time.perf_counter(), processor_of_ours(), processor_of_all()
        with working_for(house.town):
            batch = start_signing(requests, by=house.mayor, passphrase=PASSPHRASE)
        outcome = run_batch(house.town, batch.pk, by=house.mayor)
        seconds, spent = time.perf_counter() - began, processor_of_ours() - spent
        whole = processor_of_all() - whole
    if len(outcome.signed) != many:
        raise RuntimeError(f"{len(outcome.signed)} of {many} were signed: {outcome.why}")
    with working_for(house.town):
        if circuits and CircuitStep.objects.filter(kind="reading", state="waiting").count() != many:
            raise RuntimeError("the turn of some circuit did not pass")
        versions = [one.version_id for one in requests]
        last = Lasting.objects.filter(version_id__in=versions, level=Lasting.Level.LTA).count()
    return Measured(many, seconds, floor, limit, last, counted.count / many, spent, whole)


class StatementCounter:
    """How many statements this thread asks of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> StatementCounter:
        self._wrapped = connection.execute_wrapper(self._asked)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._wrapped.__exit__(*error)

    def _asked(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)
