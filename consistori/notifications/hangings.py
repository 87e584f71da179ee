"""What notifications hang on rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROOF = "notification_proof"


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.notifications.paper import hangings as paper
    from consistori.signature import seals

    seals.automated_kinds[PROOF] = _("Seal the proofs of notifications: put at disposal, opened, rejected")
    paper.hang()
