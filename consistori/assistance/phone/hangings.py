"""What the telephone hangs on others: its tab, its place among what is at hand, the reading of drafts, its help."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.assistance.contacts.policies import may_help
    from consistori.assistance.counter.fast import fast_acts
    from consistori.ui.help import screen_help

    fast_acts.add(
        "form", label=_("Fill in a procedure with them"), why=_("They sign it from home, or before you"),
        url="assistance:phone", icon="edit", order=40, may=may_help,
    )  # fmt: skip
    screen_help.add(
        "assistance:phone",
        title=_("By telephone"),
        what=_(
            "Say who calls and what they want. The form is the one of the electronic office, with what to say "
            "beside; it waits as a draft of theirs, and only they sign and send it."
        ),
        acts=(
            _(
                "Read them the short address, or send it: they identify on their own device and find it filled in."
            ),
            _(
                "A code by e-mail or message proves the line and nothing more: enough for an appointment, never "
                "to file."
            ),
            _("If they come and lack the means, an officer of the register files it with her signature."),
        ),
    )
    screen_help.add(
        "assistance:assisted",
        title=_("Filed before an officer"),
        what=_(
            "A person who is not obliged and lacks the means stands before an authorised officer: she sees who "
            "they are, they consent in writing and keep the copy, and she signs the application with her own "
            "signature."
        ),
        acts=(
            _("When she has signed, it is registered by itself and the receipt is printed for them."),
            _("A firm, or whoever represents somebody obliged, files electronically: nobody signs for them."),
        ),
    )
