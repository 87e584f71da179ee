"""What changes in a town changes in the trusts that work with its staff."""

from consistori.directory.career_events import PostChanged
from consistori.directory.events import PostEnded, PostGiven
from consistori.operation.services.staff import ask_for_staff, trusts_of
from consistori.tenancy.scope import current_entity
from consistori.trail import Event, on


@on(PostGiven, PostEnded, PostChanged)
def keep_the_staff_of_trusts(event: Event) -> None:
    """Each trust looks again at who works in its town."""
    for trust in trusts_of(current_entity()):
        ask_for_staff(trust)
