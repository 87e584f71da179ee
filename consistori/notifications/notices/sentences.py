"""The codes of the rules of notices, in words: why there, and why it did not arrive."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.notifications.notices.rules import Trouble

WHYS: dict[str, Any] = {
    "asked": _("They asked for notices here."),
    "communicated": _("It is the main e-mail that they gave us."),
    "only_mobile": _("They gave us no e-mail, and this mobile."),
}

TROUBLES: dict[str, Any] = {
    Trouble.NO_SUCH: _("The address does not exist."),
    Trouble.FULL: _("Their mailbox is full."),
    Trouble.CLOSED: _("Their account takes no messages."),
    Trouble.BLOCKED: _("Their server does not want our mail: tell whoever keeps our mail server."),
    Trouble.SILENT: _("Nobody answered there in two days."),
    Trouble.OTHER: _("Their server refused it."),
}


def trouble_words(trouble: str) -> Any:
    """Why it did not arrive; empty when there is nothing to say."""
    return TROUBLES.get(Trouble(trouble), "") if trouble else ""
