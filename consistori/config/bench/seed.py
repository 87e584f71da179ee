"""Filling the bench: three towns with their people, parties, cases, documents and chain.

Rows are the models' own, with their defaults, and with the search words, numbers, identifiers and chained facts
that the acts would have written; they are copied in bulk (COPY) as the owner of the tables, because one act at a
time would take an hour. Every third case has a document; all the documents of a town are the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connections, transaction
from django.db.models import Model

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.catalogue.services import adopt_standard_scheme
from consistori.config.bench.people import TOWNS, Staff, hire_staff
from consistori.config.bench.stories import DocumentRows, Story, case_rows, document_rows, party_rows
from consistori.documents.models import Blob, Document, DocumentVersion, VersionBlob
from consistori.documents.services import ReceivedFile
from consistori.documents.services.receiving import keep_blob
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.parties.models import Identifier, Party
from consistori.tenancy.models import Counter, Entity
from consistori.tenancy.scope import working_for
from consistori.trail.chain import chained
from consistori.trail.models import ChainHead, TrailEvent

Tell = Callable[[str], None]
BATCH = 3000
TEXT = "Informe favorable dels serveis tècnics municipals sobre la sol·licitud presentada.\n" * 40


@dataclass
class Seeded:
    """What was put in, for the report."""

    cases: int = 0
    documents: int = 0
    events: int = 0
    towns: list[str] = field(default_factory=list)


def seed_if_needed(folder: Path, *, cases: int, tell: Tell) -> None:
    """Seed once; a bench that was seeded stays as it is."""
    mark = folder / "seeded.json"
    if mark.exists():
        return
    began = now()
    seeded = seed(cases=cases, tell=tell)
    mark.write_text(json.dumps(seeded.__dict__))
    tell(
        f"seeded {seeded.cases} cases, {seeded.documents} documents in {(now() - began).total_seconds():.0f} s"
    )


def seed(*, cases: int, tell: Tell) -> Seeded:
    """Three towns below a province, with a third of the cases each."""
    program = Actor.system("bench")
    province = Entity.objects.create(
        slug="bench", kind="province", name="Diputació de la mesura", short_name="Mesura", code_prefix="BEN"
    )
    adopt_standard_scheme(province, program)
    seeded = Seeded()
    staff: Staff | None = None
    for slug, name, prefix in TOWNS:
        town = Entity.objects.create(
            slug=slug,
            name=f"Ajuntament de {name}",
            short_name=name,
            code_prefix=prefix,
            dir3="L01999999",
            parent=province,
            modality="complete",
        )
        with working_for(town):
            staff = hire_staff(town, shared=staff)
        _seed_town(town, staff, cases // len(TOWNS), seeded)
        seeded.towns.append(slug)
        tell(f"  {name}: {cases // len(TOWNS)} cases")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return seeded


def _seed_town(town: Entity, staff: Staff, cases: int, seeded: Seeded) -> None:
    with working_for(town):
        blob = ReceivedFile.from_bytes("informe.txt", TEXT.encode()).blob
        size, sha256 = blob.size, blob.sha256
        keep_blob(blob)
        parties, identifiers = party_rows(town, max(cases // 5, 1))
        copy_rows(Party, parties)
        copy_rows(Identifier, identifiers)
        story = Story(town=town, staff=staff, parties=parties, sha256=sha256, size=size)
        for first in range(0, cases, BATCH):
            with transaction.atomic(using="owner"):
                _seed_batch(story, range(first, min(first + BATCH, cases)), cases)
        for year, last in story.numbers.items():
            Counter.objects.create(book="cases", year=year, last=last)
        ChainHead.objects.update_or_create(defaults={"seq": story.seq, "hash": story.hash})
    seeded.cases += cases
    seeded.documents += story.documents
    seeded.events += story.seq


def _seed_batch(story: Story, places: range, total: int) -> None:
    cases, joined, events = case_rows(story, places, total)
    documents: DocumentRows = document_rows(story, cases)
    # Parties and documents before the cases: the database lets nothing enter a closed one.
    copy_rows(CaseParty, joined)
    copy_rows(Document, documents.documents)
    copy_rows(DocumentVersion, documents.versions)
    copy_rows(VersionBlob, documents.blobs)
    copy_rows(CaseDocument, documents.leaves)
    copy_rows(CaseFile, cases)
    links = chained(story.town.pk, [*events, *documents.events], seq=story.seq, previous=story.hash)
    copy_rows(TrailEvent, links)
    story.seq, story.hash = links[-1].seq, bytes(links[-1].hash)


def copy_rows(model: type[Model], rows: Iterable[Any]) -> None:
    """COPY instances of a model as they would be saved, as the owner of its table."""
    connection = connections["owner"]
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([_value(f, row, connection) for f in fields])


def _value(column: Any, row: Any, connection: Any) -> Any:
    value = getattr(row, column.attname)
    if isinstance(column, SearchVectorField):
        return None if value is None else _as_vector(value)
    if value is None and getattr(column, "auto_now_add", False):
        value = now() - timedelta(days=1)
    return column.get_db_prep_save(value, connection)


def _as_vector(vector: Any) -> str:
    """The text of the vector that `search.vector` would make."""
    words = vector.source_expressions[0].value
    return " ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)


__all__ = ["Blob", "Seeded", "copy_rows", "seed", "seed_if_needed"]
