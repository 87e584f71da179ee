"""What the list says of itself."""

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def hang_help() -> None:
    """Called once, when the addresses are read."""
    screen_help.add(
        "cases:list",
        title=_("The list of cases"),
        what=_(
            "At the left, views: those of the house, those of your team and your own. Above, the filters as "
            "words: each can be taken off. The first column says when it last moved."
        ),
        acts=(
            _("Mark some and hand them over, label them or export them: the page is free at once."),
            _("Choose your columns once; the sheet that you export has the same."),
            _("Drop a file on a row to file it in that case."),
        ),
    )
