"""What data protection hangs on the frame and on the page of a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from consistori.directory.roles import Role
from consistori.parties.models import Party
from consistori.protection.models import AccessRequest
from consistori.protection.policies import may_write_down


def is_officer(request: HttpRequest) -> bool:
    """Whether the band shows the tab: to the officer, who has little else."""
    actor = getattr(request, "actor", None)
    return actor is not None and actor.holds(Role.DATA_PROTECTION)


def asks_here(request: Any, party: Party) -> bool:
    """Whether the page of a person offers to write down that they ask to see their data."""
    return party.is_person and bool(may_write_down(request.actor))


def access_of_party(request: Any, party: Party) -> dict[str, Any]:
    """The requests of this person, by whatever entry of hers they were written down. One statement."""
    family = Party.objects.family(party.standing.pk)
    return {
        "requests": list(AccessRequest.objects.filter(party__in=family).order_by("-asked_on")[:5]),
        "party": party,
    }
