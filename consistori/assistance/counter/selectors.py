"""Questions about the counter."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from consistori.assistance.models import Attention, AttentionPaper, PhoneDoor
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere
from consistori.registry.models import RegistryEntry

DAYS_LEFT = 7


def attention_of(actor: Actor) -> Attention | None:
    """What whoever attends has open. One statement."""
    found: Attention | None = (
        Attention.objects.filter(officer_id=actor.person_id, state=Attention.State.OPEN)
        .select_related("party", "on_behalf_of", "unit")
        .first()
    )
    return found


def papers_of(attention: Attention) -> list[AttentionPaper]:
    """The papers on the counter, in order. One statement."""
    return list(AttentionPaper.objects.filter(attention=attention).select_related("document"))


def paper_of(actor: Actor, key: object) -> AttentionPaper:
    """A paper of what she has open. Raises `NotHere`."""
    found: AttentionPaper | None = (
        AttentionPaper.objects.select_related("attention")
        .filter(pk=key, attention__officer_id=actor.person_id, attention__state=Attention.State.OPEN)
        .first()
    )
    if found is None:
        raise NotHere
    return found


def left_by(actor: Actor) -> list[Attention]:
    """What she left for later in the last days, the newest first. One statement."""
    since = now() - timedelta(days=DAYS_LEFT)
    rows = Attention.objects.filter(
        officer_id=actor.person_id, state=Attention.State.LEFT, touched_at__gte=since
    )
    something = (
        Q(party__isnull=False)
        | ~Q(subject="")
        | Exists(AttentionPaper.objects.filter(attention=OuterRef("pk")))
    )
    return list(rows.filter(something).select_related("party").order_by("-touched_at")[:8])


def registered_as(reference: str) -> Attention:
    """The attention that was registered with this number. Raises `NotHere`."""
    found: Attention | None = (
        Attention.objects.filter(entry__reference=reference)
        .select_related("entry__state__receipt__version", "entry__unit", "party", "on_behalf_of")
        .first()
    )
    if found is None:
        raise NotHere
    return found


def entry_of(attention: Attention) -> RegistryEntry:
    """The entry that a registered attention became."""
    if attention.entry is None:
        raise NotHere
    return attention.entry


def door_open_until(attention: Attention) -> datetime | None:
    """Until when a telephone may still send to it; None when no door is open. One statement."""
    rows = PhoneDoor.objects.filter(attention=attention, used_at=None, ends_at__gt=now())
    found: datetime | None = rows.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return found


def papers_with(hashes: set[str]) -> set[str]:
    """Those of the hashes that some paper on a counter has, as it is or as it came."""
    papers = AttentionPaper.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
    turned = AttentionPaper.objects.filter(came__sha256__in=hashes).values_list("came__sha256", flat=True)
    return {*papers, *turned}
