"""What the register of officers hangs on others."""

from __future__ import annotations


def hang() -> None:
    """Called once, when the program starts."""
    from django.utils.translation import gettext_lazy as _

    from consistori.ui.help import screen_help

    screen_help.add(
        "assistance:officers",
        title=_("The register of authorised officers"),
        what=_(
            "Who may act for people who come or call, and who may issue authentic copies: by which decree, since when "
            "and until when. Each act keeps the line of the register with which it was done."
        ),
        acts=(
            _("The secretary and the administrator write in it. Nothing is erased: an authorisation ends."),
        ),
    )
