"""What the letter says: numbers, days and how many; never titles or names, that an e-mail is not the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.deadlines.alarms import letters
from consistori.deadlines.alarms.selectors import lines_of, unsent_for
from consistori.desk.models import MorningLetter
from consistori.desk.rows import Row, Section
from consistori.desk.today import ASIDE, Today, today_of
from consistori.directory.models import Person
from consistori.directory.selectors import standings_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import across, working_for


@dataclass(frozen=True)
class Letter:
    """Of one morning: the page, the alarms that no other letter told, and the towns."""

    page: Today
    alarms: list[letters.OfTown]
    towns: list[Entity]

    @property
    def law(self) -> list[Row]:
        """The terms that are near, the most at risk first."""
        return [row for section in self.page.sections if section.key == "law" for row in section.rows]

    @property
    def rest(self) -> list[Section]:
        """How many things of each other kind wait for her."""
        return [section for section in self.page.sections if section.key not in (*ASIDE, "law")]

    @property
    def is_empty(self) -> bool:
        return self.page.count == 0 and not self.alarms


def write_to(person: Person, on: date | None = None) -> bool:
    """Write her letter of a morning, once; whether there was something to say.

    The morning is taken before the letter goes and given back if it cannot: killed in between, a letter is lost and
    none goes twice, since all that it says is on the page.
    """
    on = on or today()
    mine = MorningLetter.objects.filter(person=person, is_on=True)
    before = mine.values_list("last_on", flat=True).first()
    if not person.is_active or before == on or not mine.filter(last_on=before).update(last_on=on):
        return False
    try:
        with translation.override(person.language):
            letter = _gathered(person)
            if letter.is_empty:
                return False
            _send(person, letter)
    except BaseException:
        MorningLetter.objects.filter(person=person, last_on=on).update(last_on=before)
        raise
    for said in letter.alarms:
        with working_for(said.entity):
            letters.mark_sent(said.alarms, how=letters.DIGEST, address=person.email)
    return True


def _gathered(person: Person) -> Letter:
    standings = standings_of(person)
    towns = [one.entity for one in standings.values()]
    if not towns:
        return Letter(Today([], [], [], [], {}), [], [])
    with across(towns):
        page = today_of(person.pk, standings, towns)
    found = [said for town in towns if (said := _alarms(town, person)).alarms]
    return Letter(page, found, towns)


def _alarms(town: Entity, person: Person) -> letters.OfTown:
    with working_for(town):
        unsent = unsent_for(person.pk)
        return letters.OfTown(town, lines_of(unsent, Actor.program(town.pk)), unsent)


def _send(person: Person, letter: Letter) -> None:
    facts: dict[str, Any] = {
        "person": person,
        "letter": letter,
        "many": len(letter.towns) > 1,
        "place": letter.towns[0].short_name if len(letter.towns) == 1 else "",
        "url": f"{settings.PUBLIC_URL}/desk/",
        "me": f"{letter.towns[0].public_url}/desk/me/",
    }
    subject = " ".join(render_to_string("desk/mail/today_subject.txt", facts).split())
    message = _tidy(render_to_string("desk/mail/today_message.txt", facts).splitlines())
    EmailMessage(subject, message, to=[person.email]).send()


def _tidy(lines: Iterable[str]) -> str:
    """Without two empty lines together."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).strip() + "\n"
