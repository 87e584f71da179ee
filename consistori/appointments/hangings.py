"""What the appointments hang on the pages of rooms below: those of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.parties.panels import party_panels

    party_panels.add(
        "appointments", template="appointments/_party_appointments.html", context=of_party, order=35,
        label=_("Appointments"), when=_reads,
    )  # fmt: skip


def has_appointments(request: Any) -> bool:
    """Whether the town of this page gives appointments here."""
    from consistori.tenancy import modality

    entity = getattr(request, "entity", None)
    return entity is not None and modality.is_on(entity, "appointments")


def of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """Those of a person, also as whoever they were before, and how often they did not come."""
    from consistori.appointments import selectors
    from consistori.appointments.policies import may_give
    from consistori.kernel.clock import now
    from consistori.parties.models import Party

    rows = selectors.of_parties(Party.objects.family(party.pk).values_list("pk", flat=True))
    moment = now()
    return {
        "party": party,
        "ahead": sorted(
            (row for row in rows if row.starts_at >= moment and not row.cancelled_at),
            key=lambda row: row.starts_at,
        ),
        "before": [row for row in rows if row.starts_at < moment or row.cancelled_at][:10],
        "missed": sum(1 for row in rows if row.missed_at),
        "may_give": bool(may_give(request.actor)),
    }


def _reads(request: Any, _party: Any) -> bool:
    from consistori.appointments.policies import may_read_agenda

    return has_appointments(request) and bool(may_read_agenda(request.actor))
