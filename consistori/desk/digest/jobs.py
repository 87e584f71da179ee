"""Where the worker finds the letters of the morning."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from consistori.desk.digest.writing import write_to
from consistori.desk.models import MorningLetter
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.tenancy.nightly import by_the_clock


@by_the_clock("10 6 * * 1-5", name="desk.write_morning_letters", lock="desk.morning")
def write_letters(timestamp: int) -> None:
    """From Monday to Friday, before people come in: a job for each person who has chosen her letter."""
    waiting = MorningLetter.objects.filter(is_on=True, person__is_active=True).exclude(last_on=today())
    for person_id in waiting.values_list("person_id", flat=True):
        write_one.configure(lock=f"morning-{person_id}").defer(person_id=str(person_id))


@app.task(
    name="desk.write_morning_letter", queue="mail", retry=RetryStrategy(max_attempts=6, exponential_wait=4)
)
def write_one(person_id: str) -> None:
    """The letter of one person; done again, it has gone already."""
    person = Person.objects.filter(pk=person_id).first()
    if person is not None:
        write_to(person)
