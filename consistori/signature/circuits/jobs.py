"""What the machine does for circuits by the clock: follow who holds each post."""

from __future__ import annotations

from consistori.signature.circuits.services import follow_posts
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@by_the_clock("4 0 * * *", name="signature.follow_posts")
def follow_every_post(timestamp: int) -> None:
    """Posts begin and end at midnight: what waits is in the hands of whoever holds them today."""
    in_each_town(_follow)


def _follow(entity: Entity) -> None:
    with working_for(entity):
        follow_posts()
