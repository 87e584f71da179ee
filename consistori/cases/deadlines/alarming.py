"""In whose hands cases are, for the alarms of their terms, and which cases are stuck."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile
from consistori.cases.stuck import stuck_in
from consistori.deadlines.alarms.ports import Still
from consistori.deadlines.rules.escalation import Hands
from consistori.tenancy.scope import current_entity


def hands_of(ids: Iterable[UUID]) -> dict[UUID, Hands]:
    """In whose hands the open ones of these cases are. One statement."""
    rows = CaseFile.objects.open().filter(pk__in=list(ids)).values_list("pk", "carried_by_id", "unit_id")
    return {pk: Hands(carrier, unit) for pk, carrier, unit in rows}


def still_cases(now: datetime) -> list[Still]:
    """The cases of the town that are stuck, since when. One statement."""
    rows = stuck_in([current_entity().pk], now).values_list("pk", "carried_by_id", "unit_id", "last_moved_at")
    return [
        Still(KIND, pk, Hands(carrier, unit), timezone.localdate(moved)) for pk, carrier, unit, moved in rows
    ]
