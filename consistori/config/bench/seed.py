"""Filling the bench: one large town and many small ones, with their people, parties, cases, documents and chain.

Rows are the models' own, with their defaults, and with the search words, numbers, identifiers and chained facts that
the acts would have written; they are copied in bulk (COPY) as the owner of the tables, because one act at a time would
take hours. The documents are drawn from real files, each read for its words once; every document has its text and
its words with their places, as the job that reads them leaves them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import transaction

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.catalogue.services import adopt_standard_scheme
from consistori.config.bench.copying import copy_rows, copy_values, without_word_indexes
from consistori.config.bench.files import BenchFile, bench_files
from consistori.config.bench.papers import Papers
from consistori.config.bench.people import Province, Size, hire_staff, shared_secretary
from consistori.config.bench.stories import Story, case_rows, party_rows
from consistori.directory.models import Person
from consistori.documents.models import Document, DocumentText, DocumentVersion, VersionBlob
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
SHARED_TOWNS = 3
SMALL_TOWN_FILES = 12


@dataclass
class Seeded:
    """What was put in, for the report."""

    cases: int = 0
    documents: int = 0
    events: int = 0
    users: int = 0
    seconds: int = 0
    towns: list[str] = field(default_factory=list)


def seed_if_needed(folder: Path, province: Province, tell: Tell) -> Seeded:
    """Seed once; a bench that was seeded stays as it is. What it holds."""
    mark = folder / "seeded.json"
    if not mark.exists():
        mark.write_text(json.dumps(asdict(seed(province, tell))))
    return Seeded(**json.loads(mark.read_text()))


def seed(province: Province, tell: Tell) -> Seeded:
    """The province, its scheme and its towns."""
    began = now()
    above = Entity.objects.create(
        slug="bench", kind="province", name="Diputació de la mesura", short_name="Mesura", code_prefix="MES"
    )
    adopt_standard_scheme(above, Actor.system("bench"))
    files = bench_files(province.files)
    tell(f"  {len(files)} files read in {(now() - began).total_seconds():.0f} s")
    seeded, secretary = Seeded(), shared_secretary()
    with without_word_indexes():
        for place, size in enumerate(province.sizes()):
            town = _create_town(size, above)
            drawn = files if place == 0 else _window(files, place)
            _seed_town(town, size, drawn, seeded, secretary if place < SHARED_TOWNS else None)
            if place % 40 == 0:
                tell(f"  {town.short_name}: {size.cases} cases, {size.documents} documents")
    seeded.seconds = int((now() - began).total_seconds())
    tell(
        f"seeded {seeded.cases} cases, {seeded.documents} documents, {len(seeded.towns)} towns: {seeded.seconds} s"
    )
    return seeded


def _window(files: list[BenchFile], place: int) -> list[BenchFile]:
    """A few of the files, others in each town."""
    first = place * SMALL_TOWN_FILES
    return [files[(first + n) % len(files)] for n in range(min(SMALL_TOWN_FILES, len(files)))]


def _create_town(size: Size, above: Entity) -> Entity:
    return Entity.objects.create(
        slug=size.slug,
        name=f"Ajuntament de {size.name}",
        short_name=size.name,
        code_prefix=size.prefix,
        dir3="L01999999",
        parent=above,
        modality="complete",
    )


def _seed_town(
    town: Entity, size: Size, files: list[BenchFile], seeded: Seeded, secretary: Person | None
) -> None:
    with working_for(town):
        for file in files:
            keep_blob(ReceivedFile.from_bytes(file.name, file.data).blob)
        parties, identifiers = party_rows(town, max(size.cases // 5, 1))
        story = Story(
            town=town,
            staff=hire_staff(town, size.users, shared=secretary),
            parties=parties,
            files=files,
        )
    with working_for(town):
        copy_rows(Party, parties)
        copy_rows(Identifier, identifiers)
        papers = Papers(story, size.documents, size.cases)
        for first in range(0, size.cases, BATCH):
            with transaction.atomic(using="owner"):
                _seed_batch(story, papers, range(first, min(first + BATCH, size.cases)), size.cases)
        for year, last in story.numbers.items():
            Counter.objects.create(book="cases", year=year, last=last)
        ChainHead.objects.update_or_create(defaults={"seq": story.seq, "hash": story.hash})
    seeded.towns.append(town.slug)
    seeded.cases += size.cases
    seeded.documents += papers.placed
    seeded.events += story.seq
    seeded.users += size.users


def _seed_batch(story: Story, papers: Papers, places: range, total: int) -> None:
    cases, joined, events = case_rows(story, places, total)
    rows = papers.of(cases)
    # Parties and documents before the cases: the database lets nothing enter a closed one.
    copy_rows(CaseParty, joined)
    copy_values(Document, rows.documents)
    copy_values(DocumentVersion, rows.versions)
    copy_values(DocumentText, rows.texts)
    copy_values(VersionBlob, rows.blobs)
    copy_values(CaseDocument, rows.leaves)
    copy_rows(CaseFile, cases)
    links = chained(story.town.pk, [*events, *rows.events], seq=story.seq, previous=story.hash)
    copy_rows(TrailEvent, links)
    story.seq, story.hash = links[-1].seq, bytes(links[-1].hash)
