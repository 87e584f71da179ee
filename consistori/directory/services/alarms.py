"""What is told of an account to the towns of its person and to herself, from outside any of them."""

from __future__ import annotations

from consistori.directory import jobs
from consistori.directory.account_events import AccountEvent, DoorClosed, HelpAsked, SessionStolen
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.directory.selectors import standings_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.jobs import defer
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

PROGRAM = "Consistori"


def tell_door_closed(person: Person) -> None:
    """Five wrong tries: it is written in the trail of each of her towns, and she is told by mail."""
    _tell(person, DoorClosed(person_id=person.pk, name=person.full_name), "door_closed", {})


def tell_session_stolen(person: Person, *, opened: str, used: str) -> None:
    """A session was used from another machine and ended."""
    event = SessionStolen(person_id=person.pk, name=person.full_name)
    _tell(person, event, "session_stolen", {"opened": opened, "used": used})


def tell_account_changed(person: Person, what: str) -> None:
    """How she enters has changed (`passkey_added`, `password`…): she is told by mail."""
    _tell(person, None, "account_changed", {"what": what})


def ask_to_be_let_in(person: Person, entity: Entity) -> list[Person]:
    """She wrote her password well and lost her second key: the administrators of the town are told; who they are."""
    herself = Actor(person_id=person.pk, name=person.full_name, entity_id=entity.pk)
    with working_for(entity):
        announce(HelpAsked(person_id=person.pk, name=person.full_name), by=herself)
        them = administrators_here()
        page = f"{entity.public_url}/desk/people/{person.pk}/account/"
        for one in them:
            facts = {"name": person.full_name, "page": page}
            defer(jobs.write_to_person, kind="help_asked", person_id=str(one.pk), facts=facts)
    return them


def administrators_here() -> list[Person]:
    """Who administers the entity of the scope today."""
    live = Post.objects.live(today()).filter(role=Role.ADMINISTRATOR).values("person_id")
    return list(Person.objects.filter(pk__in=live, is_active=True))


def _tell(person: Person, event: AccountEvent | None, kind: str, facts: dict[str, str]) -> None:
    for n, standing in enumerate(standings_of(person).values()):
        with working_for(standing.entity):
            if event is not None:
                announce(event, by=Actor.system(PROGRAM, standing.entity.pk))
            if n == 0:
                defer(jobs.write_to_person, kind=kind, person_id=str(person.pk), facts=facts)
