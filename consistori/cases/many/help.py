"""What the page of a batch says of itself."""

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def hang_help() -> None:
    """Called once, when the addresses are read."""
    screen_help.add(
        "cases:batch",
        title=_("The same in many cases"),
        what=_(
            "Each case has its own outcome: one that fails stops no other. What is written waits until you look at the "
            "first, the last and the longest, and send them to be signed."
        ),
        acts=(
            _("Pause it and go on whenever you like: what is done stays done."),
            _("Try again only what failed, when you have put right what it says."),
            _(
                "For ten minutes after sending it you take it back whole; afterwards the law says how it is mended."
            ),
        ),
    )
