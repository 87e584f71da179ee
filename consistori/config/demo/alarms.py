"""The alarms of the demo: what is near its end today warns, as the clock would have it."""

from __future__ import annotations

from consistori.config.demo.telling import Told
from consistori.deadlines.alarms.raising import raise_alarms


def warn(told: Told) -> None:
    """Tell in a town whoever must hear of its terms; what was told stays told."""
    with told.unless_refused("alarms"):
        raise_alarms(told.entity)
