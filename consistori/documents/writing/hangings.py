"""What the texts written here hang on the acts of every document, and the help of their page."""

from django.utils.translation import gettext_lazy as _

from consistori.documents.services import freezing
from consistori.documents.writing.paper import finish_text, make_paper
from consistori.ui.help import screen_help


def hang_texts() -> None:
    """Called once, when the program starts."""
    freezing.before_freezing.append(finish_text)
    freezing.paper_makers.append(make_paper)
    screen_help.add(
        "documents:text",
        title=_("Writing a document"),
        what=_(
            "You write on the sheet, and it saves itself. In blue, the data that came by themselves; in yellow, what"
            " is still to be filled in: choose it and write."
        ),
        acts=(
            _("One writes at a time: ask for the pen, or leave it."),
            _("See how it will look, and send it to be signed."),
            _("Take it out to Word or Writer and bring it back: it is the next version."),
        ),
    )
