"""What notifications hang on rooms below."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PROOF = "notification_proof"


def has_notifications(request: Any) -> bool:
    """Whether the town of this page notifies here, and whoever looks sees the list."""
    from consistori.notifications.policies import may_list
    from consistori.tenancy import modality

    entity = getattr(request, "entity", None)
    actor = getattr(request, "actor", None)
    on = entity is not None and modality.is_on(entity, "notifications")
    return on and actor is not None and bool(may_list(actor))


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.ui.help import screen_help
    from consistori.ui.tabs import staff_tabs

    staff_tabs.add(
        "notifications",
        label=_("Notifications"),
        url="notifications:list",
        order=41,
        icon="mail",
        when=has_notifications,
    )
    screen_help.add(
        "notifications",
        title=_("Notifications"),
        what=_("What an act says, to whom, by which way, and the proof that it arrived."),
        acts=(
            _(
                "At 00:00 of day eleven it is rejected for whoever must or chose to go electronic, and for nobody else."
            ),
            _("On paper it is in the electronic office too: the first that arrives counts."),
            _("Each line of its life carries the fingerprint of the one before; the proof is sealed."),
        ),
    )
    from consistori.notifications.paper import hangings as paper
    from consistori.signature import seals

    seals.automated_kinds[PROOF] = _("Seal the proofs of notifications: put at disposal, opened, rejected")
    paper.hang()
