"""What arrivals hang on the page of a document, and the help of their screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.documents.arrivals import events, panel
from consistori.documents.panels import document_panels
from consistori.ui.help import screen_help

FACTS = (events.PieceTakenOut, events.TracesCleaned)
"""Known from the start, so that the trail can tell them."""


def hang() -> None:
    """Called once, when the program starts."""
    document_panels.add(
        "file",
        template="documents/arrivals/_panel.html",
        context=panel.of_document,
        when=panel.is_shown,
        order=40,
        label=_("The file"),
    )
    screen_help.add(
        "documents:piece",
        title=_("What a document carries inside"),
        what=_(
            "A message or a compressed file carries others. Each opens here by itself, however deep it lies."
        ),
        acts=(
            _("Take it out as a document: it is filed beside the one that brought it."),
            _("Download it, if you only want to look at it with its own program."),
        ),
    )
    screen_help.add(
        "documents:compare",
        title=_("Two versions side by side"),
        what=_(
            "The pages of one version beside those of the other, and above them what changed in the words."
        ),
    )
