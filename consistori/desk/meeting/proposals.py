"""The likely decisions of a matter, three at most: who does it and for which day, or that there is nothing to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.desk.meeting.models import Agreement
from consistori.desk.meeting.points.matters import Look, Matter
from consistori.desk.meeting.rules import proposed_day
from consistori.directory.models import Person
from consistori.ui import dates

Kind = Agreement.Kind
People = Mapping[UUID, Person]


@dataclass(frozen=True)
class Proposal:
    """A decision with one key: its words, and what it does. `to` None is whoever takes it."""

    code: str
    label: str
    kind: str
    text: str
    to: Person | None = None
    due_on: date | None = None


def likely(matter: Matter, look: Look, people: People) -> list[Proposal]:
    """The decisions that are proposed for it, the first one first; none where there is nothing to decide."""
    make = _BY_KIND.get(matter.kind)
    return make(matter, look, people) if make is not None and matter.is_open else []


def who_does(matter: Matter, look: Look, people: People, on: date) -> Person | None:
    """Who has it or, if she is away on that day, who covers her; None if nobody of the house has it.

    Of something reserved, only who has it: covering somebody opens no reserve.
    """
    if matter.person_id is None:
        return None
    if matter.is_reserved:
        return people.get(matter.person_id)
    for absence in look.absences:
        is_away = absence.starts_on <= on and (absence.ends_on is None or absence.ends_on > on)
        covers = absence.covered_by_id
        if absence.person_id == matter.person_id and is_away and covers is not None and covers in people:
            return people[covers]
    return people.get(matter.person_id)


def _has(matter: Matter, look: Look, people: People, text: str, code: str = "has") -> Proposal:
    """«Ho té la Núria per a dijous»."""
    due = proposed_day(look.on, matter.last_day if matter.is_ours else None, look.is_working)
    who = who_does(matter, look, people, due)
    label = (
        _("%(name)s has it for %(day)s") % {"name": who.given_name, "day": _day(due, look)}
        if who
        else _("Whoever takes it, for %(day)s") % {"day": _day(due, look)}
    )
    return Proposal(code, label, Kind.TASK, text, who, due)


def _noted(label: str) -> Proposal:
    return Proposal("noted", label, Kind.NOTED, label)


def titled(matter: Matter, act: str) -> str:
    """What the task is called: of something reserved, without its title."""
    return act if matter.is_reserved else f"{act}: {matter.title}"[:200]


def _term(matter: Matter, look: Look, people: People) -> list[Proposal]:
    if not matter.is_ours:
        return _wait(matter, look, people)
    first = _has(matter, look, people, titled(matter, matter.act))
    found = [first]
    if matter.is_main and matter.last_day is not None and matter.last_day >= look.on:
        text = titled(matter, _("Prepare the extension of the term"))
        found.append(Proposal("extend", _("We extend it"), Kind.TASK, text, first.to, first.due_on))
    return [*found, _noted(_("Seen: it goes on"))]


def _wait(matter: Matter, look: Look, people: People) -> list[Proposal]:
    if matter.last_day is not None and matter.last_day < look.on:
        return [
            _has(matter, look, people, titled(matter, _("Say what came of it"))), _noted(_("Seen: it goes on")),
        ]  # fmt: skip
    return [_noted(_("We wait")), _has(matter, look, people, titled(matter, _("Call and remind")), "call")]


def _task(matter: Matter, look: Look, people: People) -> list[Proposal]:
    due = proposed_day(look.on, None, look.is_working)
    moved = _("For %(day)s") % {"day": _day(due, look)}
    return [
        Proposal("moved", moved, Kind.MOVED, matter.title, people.get(matter.person_id or UUID(int=0)), due),
        Proposal("dropped", _("We drop it"), Kind.DROPPED, matter.title),
    ]


def _step(matter: Matter, look: Look, people: People) -> list[Proposal]:
    return [_has(matter, look, people, titled(matter, matter.act)), _noted(_("Seen: it goes on"))]


def _entry(matter: Matter, look: Look, people: People) -> list[Proposal]:
    text = _("Take the entry %(number)s into its case") % {"number": matter.number}
    if matter.person_id is not None:
        return [_has(matter, look, people, text), _noted(_("Seen: it goes on"))]
    me = people.get(look.actor.person_id or UUID(int=0))
    give = _("Give out the entry %(number)s") % {"number": matter.number}
    return [
        Proposal("give", _("I give it out today"), Kind.TASK, give, me, look.on),
        _noted(_("Seen: it goes on")),
    ]


def _absence(matter: Matter, look: Look, people: People) -> list[Proposal]:
    me = people.get(look.actor.person_id or UUID(int=0))
    text = _("See who covers %(name)s") % {"name": matter.person}
    return [
        Proposal("cover", _("I see who covers"), Kind.TASK, text, me, look.on),
        _noted(_("Nobody needs to")),
    ]


def _stuck(matter: Matter, look: Look, people: People) -> list[Proposal]:
    first = _has(matter, look, people, titled(matter, _("Move it forward")))
    wait = titled(matter, _("Write down what it waits for"))
    close = titled(matter, _("Close the case"))
    return [
        first,
        Proposal("wait", _("It waits for others"), Kind.TASK, wait, first.to, first.due_on),
        Proposal("close", _("It can be closed"), Kind.TASK, close, first.to, first.due_on),
    ]


def _day(day: date, look: Look) -> str:
    """«avui», «dijous», «dijous, 3 de desembre» when it is of another week."""
    distance = (day - look.on).days
    if distance <= 1:
        return dates.when(day)
    return dates.weekday_name(day.weekday()) if distance < 7 else dates.long_day(day)


_BY_KIND: dict[str, Any] = {
    "term": _term, "wait": _wait, "task": _task, "step": _step, "entry": _entry, "stuck": _stuck, "absence": _absence,
}  # fmt: skip
