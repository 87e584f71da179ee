"""What the weekly meeting hangs: its tab, its help, its job."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.desk.meeting.policies import is_on, may_see


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.desk.meeting import jobs  # noqa: F401 - the queue knows its job
    from consistori.ui.help import screen_help
    from consistori.ui.tabs import staff_tabs

    staff_tabs.add(
        "meeting", label=_("Meeting"), url="meeting:now", order=55, icon="people", when=has_meetings
    )
    screen_help.add(
        "meeting",
        title=_("The weekly meeting"),
        what=_(
            "Half an hour a week over the same screen. It prepares itself; what is agreed is a task at once; the minute"
            " writes itself."
        ),
        acts=(
            _("Go from matter to matter: 1, 2 and 3 are the likely decisions."),
            _("Write anything else with @ and a name, and its day: “Call the insurance @Pol Thursday”."),
            _("Close it, and the minute lies in its case with all that was on the screen."),
        ),
    )


def has_meetings(request: HttpRequest) -> bool:
    """Whether this town meets here, and whoever looks is of its team."""
    actor = getattr(request, "actor", None)
    return is_on(getattr(request, "entity", None)) and actor is not None and bool(may_see(actor))
