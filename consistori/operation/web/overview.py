"""What needs looking at, and the health of everything with its test buttons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from consistori.backups.selectors import last_rehearsal
from consistori.directory.access import StaffRequest
from consistori.kernel import health
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere
from consistori.operation import selectors
from consistori.operation.web.console import console_act, draw

TONES = {health.State.GOOD: "olive", health.State.WARNING: "ochre", health.State.BAD: "rubric"}
ICONS = {health.State.GOOD: "check", health.State.WARNING: "warning", health.State.BAD: "close"}


@dataclass(frozen=True)
class Looked:
    """A check and what it found."""

    check: health.Check
    found: health.Health
    tested: bool = False

    @property
    def tone(self) -> str:
        return TONES[self.found.state]

    @property
    def icon(self) -> str:
        return ICONS[self.found.state]


def look_at_all() -> list[Looked]:
    """Every check, as it is now."""
    return [Looked(check, check.run()) for check in health.checks()]


@console_act
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """What does not go well, and the figures of the house."""
    looked = look_at_all()
    rows = selectors.entity_rows(request.entity)
    context = {
        "troubles": [one for one in looked if not one.found.well],
        "how_many": len(looked),
        "queue": selectors.queue(),
        "faults": selectors.faults_of_the_week(),
        "kinds": Counter(row.entity.kind for row in rows),
        "entities": len(rows),
        "cases": sum(row.cases for row in rows),
        "documents": sum(row.documents for row in rows),
        "size": sum(row.size for row in rows),
        "rehearsal": last_rehearsal(),
    }
    return draw(request, "overview.html", "overview", context)


@console_act
@require_safe
def wellness(request: StaffRequest) -> HttpResponse:
    """The health of everything."""
    looked = look_at_all()
    states = Counter(str(one.found.state) for one in looked)
    context = {"looked": looked, "states": states, "looked_at": now()}
    return draw(request, "health.html", "health", context)


@console_act
@require_POST
def test(request: StaffRequest, name: str) -> HttpResponse:
    """Do the real thing once: send, ask, stamp; and say what came of it."""
    check = health.find(name)
    if check is None:
        raise NotHere()
    context = {"one": Looked(check, check.run(thoroughly=True), tested=True), "looked_at": now()}
    if request.headers.get("X-Requested-With") == "swap":
        return draw(request, "_check.html", "health", context)
    return draw(request, "tested.html", "health", context)
