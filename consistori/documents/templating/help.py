"""The help of the pages of templates."""

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    screen_help.add(
        "documents:templates",
        title=_("Templates"),
        what=_(
            "The texts from which documents begin, the paragraphs of the house and the appeal footers. The province"
            " shares them; a town that wants one another way adapts it, and sees when the one above changes."
        ),
        acts=(
            _("Look at one with a case of yours before you put it in use."),
            _("Adapt one from above: until you publish yours, the one above goes on being used."),
            _("Bring a Word document as a starting point."),
        ),
    )
    screen_help.add(
        "documents:template_edit",
        title=_("Writing a template"),
        what=_(
            "Write the text as it must come out, and put a field where each datum goes: choose it in the list beside."
            " What is wrong is told with its line, and saving never loses anything."
        ),
        acts=(
            _("«{{ case.number }}» is a datum; choose it in the list and it is written for you."),
            _("What is between «if» and «endif» only comes out when the datum is there."),
            _("What is between «for» and «endfor» is repeated for each person or document."),
        ),
    )
