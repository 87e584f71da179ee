"""Questions about alarms: what stands, what one person was told, who was told of a term and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from consistori.deadlines import subjects
from consistori.deadlines.alarms import words
from consistori.deadlines.alarms.ports import still
from consistori.deadlines.chips import Chip, chip_of
from consistori.deadlines.models import Alarm, Deadline
from consistori.deadlines.rules.alarming import Stage
from consistori.deadlines.subjects import Told
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now

MOST = 400
REMEMBERED = timedelta(days=30)
ORDER = {Stage.ENDED: 0, Stage.LAST: 1, Stage.RISK: 2, Stage.SOON: 3, Stage.STUCK: 4}


@dataclass(frozen=True)
class Warned:
    """A thing that warns: its last warning, its term as a chip (none of what is stuck), and everybody that was told."""

    told: Told
    stage: str
    day: date
    term: Deadline | None
    chip: Chip | None
    alarms: tuple[Alarm, ...]

    @property
    def stage_words(self) -> str:
        return words.stage_words(self.stage)

    @property
    def tone(self) -> str:
        return words.TONES[Stage(self.stage)]

    @property
    def at_the_end(self) -> str:
        """What it means if it ends like this, or the case that nobody touches."""
        return words.at_the_end(self.term) if self.term is not None else ""

    @property
    def names(self) -> str:
        """Everybody that knows, once each, the last told first."""
        return ", ".join(dict.fromkeys(one.person_name for one in self.alarms if one.person_name))

    @property
    def nobody(self) -> bool:
        return all(one.person_id is None for one in self.alarms)


def alarms_of_term(term: Deadline) -> list[Alarm]:
    """Everybody that was told of a term, the last first: of the days that it had before too. One statement."""
    return list(Alarm.objects.filter(deadline=term).select_related("letter").order_by("-at", "person_name"))


def alarms_read_by(
    actor: Actor,
    *,
    deadline_id: UUID | None = None,
    subject_id: UUID | None = None,
    since: datetime | None = None,
) -> list[Alarm]:
    """The alarms of the town of the scope of what the actor reads, the first one first: of a term, of a thing, or since
    a moment; without any, those of the last thirty days. Two statements.
    """
    rows = Alarm.objects.select_related("letter").order_by("at", "id")
    if deadline_id is not None:
        rows = rows.filter(deadline_id=deadline_id)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    if since is not None or (deadline_id is None and subject_id is None):
        rows = rows.filter(at__gte=since or now() - REMEMBERED)
    found = list(rows)
    told = _told(actor, found)
    return [one for one in found if one.subject_id in told]


def standing(actor: Actor) -> list[Warned]:
    """What warns in the town of the scope among what the actor reads, the nearest end first; what is stuck, after.

    One statement for the terms, one a kind of thing, two for what is stuck.
    """
    rows = Alarm.objects.standing().select_related("deadline__party", "letter")
    found = [*rows.order_by("-at")[:MOST], *_stuck()]
    groups: dict[Any, list[Alarm]] = defaultdict(list)
    for one in found:
        groups[one.deadline_id or one.subject_id].append(one)
    told = _told(actor, found)
    warned = [
        _warned(some, told[some[0].subject_id]) for some in groups.values() if some[0].subject_id in told
    ]
    return sorted(
        warned, key=lambda one: (one.stage == Stage.STUCK, one.day, ORDER[Stage(one.stage)], one.told.number)
    )


def _stuck() -> list[Alarm]:
    """The last warnings of what was stuck, while it still is. Two statements, or one."""
    things = {one.id: one for ask in still for one in ask(now())}
    if not things:
        return []
    kinds = {one.kind for one in things.values()}
    rows = Alarm.objects.filter(stage=Stage.STUCK, subject_kind__in=kinds, subject_id__in=things)
    rows = rows.select_related("letter")
    return [one for one in rows.order_by("-at")[:MOST] if one.day > things[one.subject_id].moved_on]


def _warned(some: list[Alarm], told: Told) -> Warned:
    last = min(some, key=lambda one: (ORDER[Stage(one.stage)], -one.day.toordinal()))
    term = last.deadline
    return Warned(
        told=told,
        stage=last.stage,
        day=last.day,
        term=term,
        chip=chip_of(term) if term is not None else None,
        alarms=tuple(one for one in some if one.person_id or len(some) == 1 or one.stage == last.stage),
    )


def _told(actor: Actor, alarms: Iterable[Alarm]) -> dict[UUID, Told]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for one in alarms:
        ids[one.subject_kind].add(one.subject_id)
    return {
        pk: said
        for name, some in ids.items()
        if (kind := subjects.kind_of(name)) is not None
        for pk, said in kind.tell(actor, some).items()
    }


@dataclass(frozen=True)
class Line:
    """An alarm in words for a letter: never a title, that may name somebody."""

    alarm: Alarm
    number: str
    text: str
    url: str
    at_the_end: str = ""


def unsent_for(person_id: UUID, *, urgent: bool = False) -> list[Alarm]:
    """What she was told in the town of the scope of which no letter has gone out, if it still holds. One statement."""
    rows = Alarm.objects.told_to(person_id).not_written()
    still_true = rows.filter(Q(deadline=None) | Q(pk__in=Alarm.objects.standing().values("pk")))
    if urgent:
        still_true = still_true.filter(is_urgent=True)
    return list(still_true.select_related("deadline").order_by("day", "at"))


def lines_of(alarms: list[Alarm], by: Actor) -> list[Line]:
    """Alarms in words, each with the number of its thing. One statement a kind of thing."""
    told = _told(by, alarms)
    return [
        Line(
            one,
            said.number,
            words.sentence(one),
            one.deadline.get_absolute_url() if one.deadline else said.url,
            words.at_the_end(one.deadline) if one.deadline else "",
        )
        for one in alarms
        if (said := told.get(one.subject_id)) is not None
    ]
