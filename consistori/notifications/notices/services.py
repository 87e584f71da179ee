"""Acts on notices, for the other rooms and entrances."""

from consistori.notifications.notices.planning import (
    NobodyToTell,
    ToldToday,
    known_of,
    plan_again,
    plan_notices,
    tell_again,
    tell_wish,
)

__all__ = [
    "NobodyToTell",
    "ToldToday",
    "known_of",
    "plan_again",
    "plan_notices",
    "tell_again",
    "tell_wish",
]
