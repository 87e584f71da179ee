"""What the clock does for paper: a tax that was announced is notified when its fifteen days have passed."""

from __future__ import annotations

from consistori.notifications.paper.services import settle_published
from consistori.tenancy.nightly import by_the_clock, in_each_town


@by_the_clock("6 0 * * *", name="notifications.settle_published")
def settle_announcements(timestamp: int) -> None:
    """Every night, after midnight (Llei 58/2003, art. 112.2)."""
    in_each_town(settle_published)
