"""What the calendar hangs on the frame, and the layers that the house has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar import hung, refreshing  # noqa: F401 - the worker finds its job here
from consistori.desk.calendar.layers import layers
from consistori.desk.calendar.models import CalendarEvent
from consistori.tenancy import modality
from consistori.ui.help import screen_help
from consistori.ui.tabs import staff_tabs

LABELS = CalendarEvent.Layer


def hang() -> None:
    """Called once, when the program starts."""
    staff_tabs.add(
        "calendar",
        label=_("Calendar"),
        url="desk:calendar",
        order=42,
        icon="calendar",
        when=has_calendar,
        phone_order=4,
    )
    _hang_layers()
    screen_help.add(
        "desk:calendar",
        title=_("The calendar of the town hall"),
        what=_(
            "One calendar for everybody: the terms of the law, sessions, meetings, who is away, appointments, "
            "campaigns and what the brigade does. Holidays come from the calendar with which terms are counted."
        ),
        acts=(
            _("Choose the layers; what you choose stays chosen."),
            _("Press a day to see what there is and who is here; A writes something on it."),
            _("A room is never booked twice: if somebody has it, the page says who and until when."),
            _("With a secret address your telephone shows the layers that you choose."),
        ),
    )


def has_calendar(request: Any) -> bool:
    """Whether the town of this page has the calendar; over several towns, whether any has it."""
    entity = getattr(request, "entity", None)
    if entity is not None:
        return modality.is_on(entity, "calendar")
    return any(modality.is_on(one, "calendar") for one in getattr(request, "entities", ()))


def _hang_layers() -> None:
    layers.add(
        "deadlines",
        label=_("Terms"),
        icon="law",
        between=hung.terms_between,
        order=10,
        when=_has("deadlines"),
    )
    layers.add("sessions", label=LABELS.SESSION.label, icon="gavel", order=20, is_event=True)
    layers.add("meetings", label=LABELS.MEETING.label, icon="people", order=30, is_event=True)
    layers.add(
        "absences", label=_("Absences and telework"), icon="person", between=hung.absences_between, order=40,
        is_event=True,
    )  # fmt: skip
    layers.add(
        "visits",
        label=LABELS.VISIT.label,
        icon="pin",
        between=hung.appointments_between,
        order=50,
        is_event=True,
    )
    layers.add(
        "campaigns", label=LABELS.CAMPAIGN.label, icon="flag", between=hung.campaigns_between, order=60,
        is_event=True,
    )  # fmt: skip
    layers.add("brigade", label=LABELS.BRIGADE.label, icon="task", order=70, is_event=True)
    layers.add("acts", label=LABELS.ACT.label, icon="star", order=80, is_event=True, is_shown=False)


def _has(switch: str) -> Any:
    def is_on(entity: Any) -> bool:
        return modality.is_on(entity, switch)

    return is_on
