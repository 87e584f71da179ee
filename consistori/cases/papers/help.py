"""The help of the screens of the workbench."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    screen_help.add(
        "cases:papers",
        title=_("The papers of a case on the table"),
        what=_(
            "The first page of each paper, in the order of the folios. Drop a whole folder and its folders stay."
        ),
        acts=(
            _("Drag a paper to its place, or move it with Alt and the arrows."),
            _("Choose some and say of all of them what they are; for a day it can be undone here."),
            _("Look at those that wait, one after another, without lifting your hands from the keys."),
        ),
    )
    screen_help.add(
        "cases:review",
        title=_("One paper after another"),
        what=_(
            "At the left the paper, at the right what it is. What the program guesses is there already: if it is"
            " right, Enter keeps it and brings the next one."
        ),
        acts=(
            _("Alt S says of it the same as of the one before."),
            _("Alt and the right arrow leave it for later."),
            _("Alt P opens its pages; Alt and Delete throw it in the bin."),
        ),
    )
