"""What the program does by itself: reminding of what is not opened, where a town wants it."""

from __future__ import annotations

from consistori.desk.saving.services import remind_by_itself
from consistori.tenancy.nightly import by_the_clock, in_each_town


@by_the_clock("10 8 * * *", name="desk.remind_of_notifications")
def remind(timestamp: int) -> None:
    """Every morning at ten past eight, so that nobody is told at night."""
    in_each_town(remind_by_itself)
