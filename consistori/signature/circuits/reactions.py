"""What circuits do when others tell a fact: posts change hands, texts change."""

from __future__ import annotations

from consistori.directory.career_events import AbsenceEnded, AbsenceTold, DelegationRecorded, PostChanged
from consistori.directory.events import PostEnded, PostGiven
from consistori.documents.events import VersionAdded
from consistori.kernel.actor import Actor
from consistori.signature.circuits.services import fall_if_changed, follow_posts
from consistori.tenancy.scope import current_entity
from consistori.trail import on


@on(PostGiven, PostEnded, PostChanged, AbsenceTold, AbsenceEnded, DelegationRecorded)
def follow_a_change(event: PostGiven) -> None:
    """Somebody comes, goes or changes: what waits for her post follows."""
    follow_posts()


@on(VersionAdded)
def let_visas_fall(event: VersionAdded) -> None:
    """What was approved was another text: its circuit falls."""
    fall_if_changed(event.document_id, by=Actor.program(current_entity().pk))
