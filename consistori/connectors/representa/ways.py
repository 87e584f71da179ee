"""Representa in this installation, by its settings; None where it is not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from consistori.connectors.representa.client import Representa


def representa() -> Representa | None:
    """The real one if the settings say where; in the demonstration, one on loopback with invented people."""
    url = settings.REPRESENTA_URL
    if not url and settings.DEMO:
        url = f"http://127.0.0.1:{settings.DEMO_AUTHORITY_PORT}/representa/"
    if not url:
        return None
    from consistori.connectors.representa.client import Representa

    return Representa(url, settings.REPRESENTA_CERTIFICATE, settings.REPRESENTA_PURPOSE)
