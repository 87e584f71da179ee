"""What notices hang: they are planned with what is put at disposal, and shown beside it and beside the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.notifications import ports
    from consistori.notifications.notices.panels import notices_of_notification, notices_of_party, sees_party
    from consistori.notifications.notices.planning import plan_first
    from consistori.notifications.panels import notification_panels
    from consistori.parties.panels import party_panels

    ports.after_disposal.append(plan_first)
    notification_panels.add(
        "notices", template="notifications/notices/_notification.html", context=notices_of_notification,
        order=30, label=_("Notices"),
    )  # fmt: skip
    party_panels.add(
        "notices", template="notifications/notices/_party.html", context=notices_of_party, order=42,
        label=_("Notices"), when=sees_party,
    )  # fmt: skip
