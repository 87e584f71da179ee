"""What the directory hangs on the frame: the tab of the opposition, and the help of its screens."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.ui.help import screen_help
from consistori.ui.tabs import staff_tabs


def hang() -> None:
    """Called once, when the program starts."""
    staff_tabs.add(
        "directory", label=_("Information"), url="directory:information", order=30, icon="help", when=_asks,
        pages=("information",),
    )  # fmt: skip
    screen_help.add(
        "directory:seeing",
        title=_("Who can see it, and who has"),
        what=_(
            "Everybody who works here, told by the reason why they see it or not, and each time it was opened."
        ),
        acts=(_("Take it as a PDF to show it to whoever asks, or as a sheet to look into it."),),
    )
    screen_help.add(
        "directory:log",
        title=_("Log of readings"),
        what=_("Each time that somebody opened a document, a person or an export: who, what and when."),
        acts=(
            _(
                "Look by person, kind or days; what you find is taken as a sheet, and that is written down too."
            ),
        ),
    )
    screen_help.add(
        "directory:grants",
        title=_("What others are let see"),
        what=_(
            "Operators of the service see no contents. The town lets them see a case for a reason and until a day."
        ),
        acts=(
            _("Let somebody see a case, for a month at most."),
            _("Take it back: the next page is already closed."),
        ),
    )
    screen_help.add(
        "directory:information",
        title=_("Information for councillors"),
        what=_("What councillors ask to see, with the day by which it must be answered."),
        acts=(
            _("Give it: they read the case for fifteen days."),
            _("Refuse it with a reason, in four days."),
        ),
    )


def _asks(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    return actor is not None and actor.holds(Role.OPPOSITION)
