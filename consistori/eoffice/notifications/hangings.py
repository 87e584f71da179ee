"""What notifications hang on the folder, on the rooms below and on the powers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.eoffice.folder.hanging import folder_cards, folder_links
    from consistori.eoffice.notifications.cards import cards_of, count_of
    from consistori.eoffice.notifications.readers import is_power_good
    from consistori.notifications import ports
    from consistori.trail.names import KINDS

    folder_links.add(
        "notifications", label=_("Notifications"), url_name="eoffice:folder_notifications", count=count_of,
        order=10,
    )  # fmt: skip
    folder_links.add("notices", label=_("Where we tell you"), url_name="eoffice:folder_notices", order=70)
    folder_cards.add("notifications", cards_of)
    ports.representation.append(is_power_good)
    KINDS.setdefault("notification", _("A notification"))
