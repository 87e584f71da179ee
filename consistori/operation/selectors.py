"""Questions of the console: counts of each entity, the queue, the errors. Never a row of a town."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.cases.models import CaseFile
from consistori.documents.models import Blob, Document
from consistori.kernel.clock import now
from consistori.operation.models import Fault
from consistori.tenancy.models import Entity
from consistori.tenancy.unscoped import Tally, tally
from consistori.trail.models import TrailEvent

NOTHING = Tally()


@dataclass
class EntityRow:
    """An entity, how deep it hangs, and what it holds in figures."""

    entity: Entity
    depth: int = 0
    cases: int = 0
    documents: int = 0
    files: int = 0
    size: int = 0
    events: int = 0
    latest: datetime | None = None
    share: int = 0


@dataclass
class Queue:
    """The jobs of the house: how many wait, run or failed, and those that failed."""

    waiting: int
    running: int
    failed: int
    done: int
    oldest: datetime | None
    by_task: list[dict[str, Any]]
    failures: list[ProcrastinateJob] = field(default_factory=list)


def entities_under(province: Entity) -> QuerySet[Entity]:
    """The province and every entity below it, by name."""
    return Entity.objects.filter(Q(pk=province.pk) | Q(ancestor_ids__contains=[province.pk])).select_related(
        "parent"
    )


def find_entity(province: Entity, slug: str) -> Entity | None:
    """The entity of that name in addresses, if it is of this province."""
    return entities_under(province).filter(slug=slug).first()


def entity_rows(province: Entity, *, storage: bool = False) -> list[EntityRow]:
    """Every entity with its figures, each below the one it hangs from. Four statements, or five."""
    cases, documents = tally(CaseFile), tally(Document, latest="captured_at")
    blobs = tally(Blob, total="size")
    events = tally(TrailEvent, latest="at") if storage else {}
    rows = {}
    for entity in entities_under(province):
        held = documents.get(entity.pk, NOTHING)
        told = events.get(entity.pk, NOTHING)
        kept = blobs.get(entity.pk, NOTHING)
        rows[entity.pk] = EntityRow(
            entity, 0, cases.get(entity.pk, NOTHING).how_many, held.how_many, kept.how_many, kept.total,
            told.how_many, told.latest or held.latest,
        )  # fmt: skip
    biggest = max((row.size for row in rows.values()), default=0)
    for row in rows.values():
        row.share = row.size * 100 // biggest if biggest else 0
    return _as_tree(rows, province.pk)


def _as_tree(rows: dict[int, EntityRow], root: int) -> list[EntityRow]:
    below: dict[int | None, list[EntityRow]] = {}
    for row in rows.values():
        below.setdefault(row.entity.parent_id, []).append(row)
    ordered: list[EntityRow] = []

    def walk(key: int, depth: int) -> None:
        rows[key].depth = depth
        ordered.append(rows[key])
        for row in below.get(key, ()):
            walk(row.entity.pk, depth + 1)

    walk(root, 0)
    return ordered


def queue() -> Queue:
    """How the jobs go. Four statements."""
    jobs = ProcrastinateJob.objects
    counts = dict(jobs.values_list("status").annotate(n=Count("id")))
    waiting = jobs.filter(status="todo")
    due = waiting.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now()))
    oldest = due.order_by("id").values_list("procrastinateevent__at", flat=True).first()
    by_task = list(
        jobs.exclude(status="succeeded")
        .values("task_name", "queue_name")
        .annotate(
            waiting=Count("id", filter=Q(status="todo")),
            running=Count("id", filter=Q(status="doing")),
            failed=Count("id", filter=Q(status="failed")),
        )
        .order_by("-failed", "-waiting", "task_name")
    )
    failures = list(jobs.filter(status="failed").order_by("-id")[:50])
    slugs = dict(Entity.objects.values_list("pk", "slug"))
    for job in failures:
        job.entity_slug = slugs.get(int((job.args or {}).get("entity_id") or 0), "")
    return Queue(
        counts.get("todo", 0), counts.get("doing", 0), counts.get("failed", 0), counts.get("succeeded", 0), oldest,
        by_task, failures,
    )  # fmt: skip


def faults(*, mended: bool = False, limit: int = 200) -> list[Fault]:
    """The errors that are open, or those that were mended; the last to happen first."""
    return list(Fault.objects.filter(mended_at__isnull=not mended)[:limit])


def faults_of_the_week() -> int:
    """How many open errors happened in the last seven days."""
    return Fault.objects.filter(mended_at=None, last_at__gte=now() - timedelta(days=7)).count()


def database_size() -> int:
    """Bytes of the whole database, indexes too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
