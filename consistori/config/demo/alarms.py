"""The alarms of the demo: what was near its end warned on its day, as the clock would have had it."""

from __future__ import annotations

from consistori.config.demo.kept_terms import TOWN
from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.telling import Told
from consistori.deadlines.alarms.raising import raise_alarms

ROUNDS = (13, 6, 3, 0)
"""Days ago on which somebody was told."""


def warn(told: Told) -> None:
    """Tell in a town whoever must hear of its terms; what was told stays told. In one of them, for some days past."""
    for ago in ROUNDS if told.entity.slug == TOWN else (0,):
        with told.unless_refused("alarms"), at(moment_of(ago, "alarms", now=told.now)):
            raise_alarms(told.entity)
