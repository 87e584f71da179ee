"""What the letters of the morning hang on other rooms: the line of the person's page, and the alarms in one letter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.alarms.ports import told_elsewhere
from consistori.desk.digest import jobs, web  # noqa: F401 - the worker finds its jobs here
from consistori.desk.digest.services import wants_letter
from consistori.directory.panels import me_panels


def hang() -> None:
    """Called once, when the program starts."""
    me_panels.add(
        "letter",
        template="desk/digest/_choose.html",
        context=web.panel_of,
        order=20,
        label=_("Today by e-mail"),
    )
    told_elsewhere.append(wants_letter)
