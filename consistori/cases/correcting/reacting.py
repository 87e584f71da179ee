"""A calendar moved the last day to correct: what it stops of the term to resolve follows."""

from __future__ import annotations

from consistori.cases.correcting.terms import put_off_wait
from consistori.cases.models import CorrectionRequest
from consistori.deadlines.services import regrant
from consistori.deadlines.term_events import TermMoved
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import current_entity
from consistori.trail import act, on


@on(TermMoved)
def follow_days(event: TermMoved) -> None:
    """Only of the ten days of a request that is open."""
    rows = CorrectionRequest.objects.open().filter(term_id=event.deadline_id, complied_on=None)
    for request in rows.select_related("term", "stop__deadline", "step"):
        _follow(request)


@act
def _follow(request: CorrectionRequest) -> None:
    stop, term = request.stop, request.term
    if stop is not None and term is not None and stop.until is None and stop.deadline.is_running:
        regrant(stop, by=Actor.system("calendars", current_entity().pk), granted_until=term.last_day)
    put_off_wait(request)
