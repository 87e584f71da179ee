"""Cases that do not move and wait for nothing [encallats / atascados]: somebody should look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consistori.cases.models import CaseFile, Step
from consistori.deadlines.limits import limits_for
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.days import Whose


def stuck_in(entity_ids: Iterable[int], now: datetime) -> Any:
    """The open cases of these towns without movement in the days of each (thirty, if it says nothing) and without wait.

    A wait is a waiting step whose day has not passed, a term that is stopped, or one of the parties that still runs.
    The towns are of the scope. Of one question, that may be joined and counted.
    """
    by_days: dict[int, list[int]] = defaultdict(list)
    for entity_id in entity_ids:
        by_days[limits_for(entity_id).stuck_days].append(entity_id)
    if not by_days:
        return CaseFile.objects.none()
    still = Q()
    for days, ids in by_days.items():
        still |= Q(entity_id__in=ids, last_moved_at__lte=now - timedelta(days=days))
    on = timezone.localdate(now)
    terms = Deadline.objects.running().filter(subject_kind="case", subject_id=OuterRef("pk"))
    theirs = Q(is_stopped=True) | Q(whose=Whose.PARTY, not_before__gte=on)
    waits = Step.objects.waiting().filter(Q(until=None) | Q(until__gte=on), case_id=OuterRef("pk"))
    return CaseFile.objects.open().filter(still, ~Exists(waits), ~Exists(terms.filter(theirs)))
