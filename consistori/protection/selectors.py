"""Questions of the data protection officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from consistori.directory.grants import grants_here
from consistori.directory.models import AccessGrant
from consistori.directory.seeing import named_for
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere
from consistori.protection.models import AccessRequest
from consistori.trail.models import Reading
from consistori.trail.sealing import Seal, last_seal

DAYS = 30
MOST = 8


@dataclass(frozen=True)
class MostRead:
    """Who has opened most in the last days, and how much of it was of persons."""

    person_id: UUID | None
    name: str
    total: int
    of_parties: int


@dataclass(frozen=True)
class Overview:
    """What the officer looks at first."""

    to_answer: list[AccessRequest]
    answered: list[AccessRequest]
    most: list[MostRead]
    taken: int
    total: int
    grants: list[AccessGrant]
    seal: Seal | None
    latest: list[Reading]


def overview(reader: Actor) -> Overview:
    """Requests, what was read in a month, who from outside sees something, the last seal. Seven statements."""
    month = Reading.objects.filter(at__gte=now() - timedelta(days=DAYS))
    sums: dict[str, Any] = month.aggregate(
        total=Count("id"), taken=Count("id", filter=Q(kind__in=["export", "case_export", "who_sees", "log"]))
    )
    by_person = (
        month.exclude(person_id=None)
        .values("person_id", "person_name")
        .annotate(total=Count("id"), of_parties=Count("id", filter=Q(kind="party")))
    )
    requests = AccessRequest.objects.select_related("party")
    answered = AccessRequest.State.ANSWERED
    return Overview(
        to_answer=list(requests.exclude(state=answered)[:100]),
        answered=list(requests.filter(state=answered).order_by("-answered_at")[:MOST]),
        most=[
            MostRead(row["person_id"], row["person_name"], row["total"], row["of_parties"])
            for row in by_person.order_by("-total")[:MOST]
        ],
        taken=sums["taken"],
        total=sums["total"],
        grants=grants_here(live=True),
        seal=last_seal(),
        latest=named_for(reader, Reading.objects.order_by("-at", "-id")[:MOST]),
    )


def request_of(pk: UUID) -> AccessRequest:
    """The request, with its person. Raises `NotHere`."""
    found: AccessRequest | None = AccessRequest.objects.select_related("party").filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return found
