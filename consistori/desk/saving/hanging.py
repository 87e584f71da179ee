"""What saving hangs: its help, its words of evidence, its jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.desk.saving import jobs  # noqa: F401 - the worker finds its jobs here
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    screen_help.add(
        "desk:saving",
        title=_("Notifications that are not opened"),
        what=_(
            "What has been at disposal for five days and nobody has opened. On the eleventh day it is taken for "
            "rejected and the procedure goes on: until then they may still be told."
        ),
        acts=(
            _("A notice and a call notify nothing: they only say that something waits."),
            _("By hand a public employee may always give it, with its diligence."),
        ),
    )
