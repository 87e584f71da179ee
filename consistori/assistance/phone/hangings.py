"""What the telephone hangs on others: its tab, its place among what is at hand, the reading of drafts, its help."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.ui.help import screen_help

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


def is_here(request: Any) -> bool:
    """Whether the town of this page helps people with this program."""
    from consistori.assistance.policies import has_counter

    return getattr(request, "entity", None) is not None and has_counter(request.entity)
