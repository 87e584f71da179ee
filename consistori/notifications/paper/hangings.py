"""What paper and the counter hang: the carrier of letters."""

from __future__ import annotations


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.notifications import carriers
    from consistori.notifications.paper.carrier import PaperCarrier

    carriers.hang(PaperCarrier())
