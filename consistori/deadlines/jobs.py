"""Where the worker finds the jobs of the terms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from consistori.deadlines.alarms import letters
from consistori.deadlines.alarms.raising import Raised, raise_alarms
from consistori.deadlines.services.recounting import reached_by, recount_for
from consistori.directory.models import Person
from consistori.tenancy import jobs, modality
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@jobs.entity_job(name="deadlines.recount", retry=3, priority=-10)
def recount(*, entity: Entity, version_id: str) -> None:
    """Count again the terms of one entity with a new calendar."""
    recount_for(entity, UUID(version_id))


@jobs.entity_job(name="deadlines.recount_below", retry=3)
def recount_below(*, entity: Entity, version_id: str) -> None:
    """Leave the same for each entity that reads the calendars of this one."""
    for below in reached_by(entity):
        with working_for(below):
            jobs.defer(recount, version_id=version_id, lock=f"recount-{below.pk}")


@by_the_clock("4 4-20 * * *", name="deadlines.raise_alarms", lock="alarms")
def raise_every_hour(timestamp: int) -> None:
    """Every hour of the day, in each town: whoever must hear of a term hears of it; what is urgent goes out at once."""
    in_each_town(raise_and_write)


def raise_and_write(entity: Entity) -> Raised:
    """The same in one town. A letter that an earlier round told of and did not leave, killed in between, goes now."""
    raised = raise_alarms(entity)
    if modality.is_on(entity, "deadlines"):
        with working_for(entity):
            _write_to(letters.waiting_people(urgent=True), how=letters.APART)
    return raised


@by_the_clock("40 6 * * *", name="deadlines.write_digests", lock="alarms")
def write_digests(timestamp: int) -> None:
    """Every working morning: one letter a person with what she was told since the last one. Nothing new, no letter."""
    in_each_town(digest_of)


def digest_of(entity: Entity) -> int:
    """Leave the letter of each person of a town who has something; whoever works in several gets one for all."""
    if not modality.is_on(entity, "deadlines"):
        return 0
    with working_for(entity):
        people = letters.waiting_people() if letters.is_working_day(entity) else []
        _write_to(people, how=letters.DIGEST)
    return len(people)


def _write_to(people: Iterable[UUID], *, how: str) -> None:
    for person_id in people:
        jobs.defer(write_alarms, person_id=str(person_id), how=str(how), lock=f"alarms-{person_id}")


@jobs.entity_job(name="deadlines.write_alarms", queue="mail", retry=8)
def write_alarms(*, entity: Entity, person_id: str, how: str) -> None:
    """Write a person her alarms; done again, there is nothing left to write."""
    person = Person.objects.filter(pk=person_id).first()
    if person is not None:
        letters.write_to(person, entity, how=how)
