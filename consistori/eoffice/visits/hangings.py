"""What the appointments hang on the public frame, the folder, and on what the rooms below ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consistori.eoffice.identity.citizens import Citizen

if TYPE_CHECKING:
    from consistori.eoffice.folder.whom import Whom


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.appointments.ports import counter_closed
    from consistori.eoffice.folder.hanging import folder_links
    from consistori.eoffice.visits.door import gives_appointments
    from consistori.ui.public_frame import public_frame

    public_frame.tab(
        _("Appointments"), url="eoffice:visits", order=30, when=gives_appointments,
        pages=[f"eoffice:{name}" for name in (
            "visit_ways", "visit_week", "visit_details", "visit", "visit_code", "visit_move", "visit_cancel",
        )],
    )  # fmt: skip
    public_frame.foot("help", _("Ask for an appointment"), url="eoffice:visits", when=gives_appointments)
    folder_links.add(
        "visits", label=_("My appointments"), url_name="eoffice:my_visits", count=ahead_of, order=40
    )
    counter_closed.append(attends_by_phone_only)


def attends_by_phone_only() -> bool:
    """Whether the office attends only by phone now."""
    from consistori.eoffice.office.attention import phone_only

    return phone_only() is not None


def ahead_of(citizen: Citizen, who: Whom) -> int | None:
    """How many appointments they have still to come."""
    from consistori.appointments import selectors
    from consistori.eoffice.visits.door import owner_of
    from consistori.kernel.clock import now
    from consistori.tenancy.scope import current_entity

    rows = selectors.of_owner(owner_of(current_entity().pk, citizen), who.party_ids)
    return rows.filter(cancelled_at=None, ends_at__gt=now()).count() or None
