"""Today of whoever has five thousand open things in three towns: the whole page, as her browser asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connections

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile, Step
from consistori.config.bench.client import Client
from consistori.config.bench.operations import SECRETARY, session_of
from consistori.config.bench.statements import InProcess, count_statements
from consistori.config.bench.timing import repeat
from consistori.deadlines.models import Deadline
from consistori.directory.models import Person
from consistori.kernel.clock import now, today
from consistori.tasks.models import Task
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

TOWNS, THINGS, MOST_MS, MOST_STATEMENTS = 3, 5000, 80, 12
MARK = "bench-today"

Tell = Callable[[str], None]


def measure_today(slugs: Iterable[str], *, share: int, tell: Tell, email: str = SECRETARY) -> dict[str, str]:
    """The page over her towns, in words: of each five things one is a case, two its terms, one a step, one a task."""
    person = Person.objects.get(email=email)
    towns = list(Entity.objects.filter(slug__in=list(slugs)[:TOWNS]))
    things = sum(_fill(town, person, THINGS // TOWNS // share) for town in towns)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(email)}"
    client = InProcess(settings.PUBLIC_URL, {"Cookie": cookie, "Accept-Language": "ca"})
    first = repeat("first", 1, lambda place: _ask(client, place), warm=0)
    figure = repeat("today", 60 // share, lambda place: _ask(client, place))
    statements = count_statements(_ask, client)
    said = (
        f"{things} open things in {len(towns)} towns: p50 {figure.p50:.0f} ms, p95 {figure.p95:.0f}"
        f" ({MOST_MS} at most), {statements} statements ({MOST_STATEMENTS} at most),"
        f" {first.p50:.0f} ms the first time in a process"
    )
    tell(f"  today: {said}")
    return {"today": said}


def _ask(client: Client, _place: int) -> None:
    client.ask("GET", "/desk/")


def _fill(town: Entity, person: Person, things: int) -> int:
    """Leave so many open things in her hands in a town, once. Returns how many there are."""
    each = max(things // 5, 1)
    with working_for(town):
        mine = CaseFile.objects.filter(number__startswith=MARK)
        if not mine.exists():
            _make(town, person, each)
        return int(mine.count()) * 5


def _make(town: Entity, person: Person, each: int) -> None:
    day, moment = today(), now()
    cases = CaseFile.objects.bulk_create(
        CaseFile(
            number=f"{MARK}-{n}", title=f"Expedient {n}", carried_by=person, opened_on=day - timedelta(days=80),
            last_moved_at=moment - timedelta(minutes=n),
        )
        for n in range(each)
    )  # fmt: skip
    Deadline.objects.bulk_create(one for n, case in enumerate(cases) for one in _terms(case, n, day))
    Step.objects.bulk_create(
        Step(case=case, code="04", kind="work", standing="todo", due_on=day + timedelta(days=n % 30))
        for n, case in enumerate(cases)
    )
    Task.objects.bulk_create(
        Task(title=f"Tasca {n}", assigned_to=person, due_on=day + timedelta(days=n % 40)) for n in range(each)
    )


def _terms(case: CaseFile, n: int, day: Any) -> Iterable[Deadline]:
    """One to resolve, spread over two months, and one of the party."""
    last = day + timedelta(days=n % 60 - 3)
    said: dict[str, Any] = {
        "subject_kind": KIND, "subject_id": case.pk, "article": "Llei 39/2015, art. 21.3", "seat_code": "08000",
        "seat_name": "Banc", "start_on": last - timedelta(days=90), "last_day": last, "not_before": last,
    }  # fmt: skip
    yield Deadline(
        purpose="resolve", is_main=True, amount=3, unit="months", ending="negative_silence",
        whose="administration", **said,
    )  # fmt: skip
    yield Deadline(purpose="correction", amount=10, ending="withdrawal", whose="party", **said)
