"""What is new in the cases of a person, for the pages that gather her work over several towns.

They may be asked under `across()`: each is one statement, with the entity, the series and the carrier joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from consistori.cases.models import CaseFile, LastLook
from consistori.cases.visibility import of_any, readable_by
from consistori.kernel.actor import Actor

MOST = 60


def _looked(rows: QuerySet[CaseFile], person_id: UUID) -> Any:
    looks = LastLook.objects.filter(case=OuterRef("pk"), person_id=person_id).values("at")[:1]
    joined = rows.select_related("entity", "series", "carried_by")
    return joined.annotate(looked_at=Subquery(looks)).order_by("-last_moved_at", "-id")


def carried_with_news(person_id: UUID) -> list[Any]:
    """Cases that she carries and that moved since she last looked at them."""
    rows = _looked(CaseFile.objects.carried_by(person_id), person_id)
    return list(rows.filter(looked_at__lt=F("last_moved_at"))[:MOST])


def handed_to(person_id: UUID) -> list[Any]:
    """Cases that she carries and has never opened: somebody put them in her hands."""
    rows = _looked(CaseFile.objects.carried_by(person_id), person_id)
    return list(rows.filter(looked_at=None)[:MOST])


def followed(person_id: UUID, actors: Iterable[Actor] = ()) -> list[Any]:
    """Cases that she follows and that moved since she last looked. `actors`: her, as she is in each town."""
    may = of_any(actors, readable_by) if actors else Q(reserved=False)
    rows = _looked(CaseFile.objects.filter(follows__person_id=person_id), person_id).filter(may)
    return list(rows.filter(Q(looked_at=None) | Q(looked_at__lt=F("last_moved_at")))[:MOST])
