"""The tray of somebody for whom two thousand documents wait: the whole page, as her browser asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connections

from consistori.catalogue.models import DocumentType
from consistori.config.bench.client import Client
from consistori.config.bench.operations import SECRETARY, session_of
from consistori.config.bench.statements import InProcess, count_statements
from consistori.config.bench.timing import repeat
from consistori.directory.models import Person
from consistori.documents.models import Document, DocumentVersion, Writing
from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.signature.models import SignatureRequest
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

WAITING, MOST_MS, MOST_STATEMENTS = 2000, 60, 22
MARK = "bench-tray"
TEXTS = (
    "Decret de bonificació de l’impost de vehicles",
    "Certificat d’empadronament",
    "Llicència d’ocupació de la via pública",
    "Resolució de l’ajut de menjador",
    "Requeriment d’esmena",
    "Aprovació de la factura",
)

Tell = Callable[[str], None]


def measure_tray(slug: str, *, share: int, tell: Tell, email: str = SECRETARY) -> dict[str, str]:
    """The page of one town, in words: four of each five papers are of six templates, the others each of its own."""
    town, person = Entity.objects.get(slug=slug), Person.objects.get(email=email)
    many = _fill(town, person, WAITING)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(email)}"
    client = InProcess(settings.PUBLIC_URL, {"Cookie": cookie, "Accept-Language": "ca"})

    def ask(asking: Client, _place: int) -> None:
        asking.ask("GET", town.staff_url("signature/"))

    repeat("first", 1, lambda place: ask(client, place), warm=0)
    figure = repeat("tray", 60 // share, lambda place: ask(client, place))
    statements = count_statements(ask, client)
    said = (
        f"{many} waiting: p50 {figure.p50:.0f} ms, p95 {figure.p95:.0f} ({MOST_MS} at most),"
        f" {statements} statements ({MOST_STATEMENTS} at most)"
    )
    tell(f"  tray: {said}")
    return {"tray": said}


def _fill(town: Entity, person: Person, many: int) -> int:
    """Leave so many documents waiting for her in a town, once. Returns how many there are."""
    with working_for(town):
        mine = SignatureRequest.objects.filter(note=MARK, signer=person)
        if not mine.exists():
            _make(person, many)
        return int(mine.count())


def _make(person: Person, many: int) -> None:
    """As many documents as papers, all with the bytes of one that is in the town already."""
    pattern = Document.objects.with_version().filter(discarded_at=None)[0]
    types = list(DocumentType.objects.in_use().order_by("place")[: len(TEXTS)])
    moment = now()
    for first in range(0, many, 500):
        numbers = range(first, min(first + 500, many))
        pairs = [_paper(pattern, types[n % len(TEXTS) % len(types)], n) for n in numbers]
        Document.objects.bulk_create(document for document, _version in pairs)
        DocumentVersion.objects.bulk_create(version for _document, version in pairs)
        Writing.objects.bulk_create(
            Writing(
                document=document, saved_at=moment, template={"name": TEXTS[n % len(TEXTS)]},
                values={"act": {"plate": f"{n:04d} KRT", "why": ("elèctric", "híbrid")[n % 2]}, "total": f"{n},50 €"},
            )
            for n, (document, _version) in zip(numbers, pairs, strict=True)
            if n % 5
        )  # fmt: skip
        SignatureRequest.objects.bulk_create(
            SignatureRequest(
                document=document, version=version, signer=person, signer_post="Secretària", note=MARK,
                asked_by_name=f"Persona {n % 7}", asked_at=moment - timedelta(hours=many - n),
            )
            for n, (document, version) in zip(numbers, pairs, strict=True)
        )  # fmt: skip


def _paper(pattern: Document, kind: DocumentType, n: int) -> tuple[Document, DocumentVersion]:
    title = f"{TEXTS[n % len(TEXTS)]} {n:04d} KRT" if n % 5 else f"Assumpte{n} propi número {n}"
    given: dict[str, Any] = {
        name: getattr(pattern, name) for name in ("origin", "elaboration", "language", "latest_blob_id")
    }
    document = Document(
        title=title, captured_at=now(), eni_identifier=f"{MARK}-{n}", state="frozen", type=kind, **given
    )
    old = pattern.version
    version = DocumentVersion(
        id=uuid7(), document=document, number=1, making="frozen", name=f"{title}.pdf", media_type=old.media_type,
        format_name=old.format_name, sha256=old.sha256, size=old.size, pages=old.pages, code=f"{MARK}-{n:05d}",
        code_seal="0" * 64,
    )  # fmt: skip
    document.version = version
    return document, version
