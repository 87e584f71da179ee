"""Looking at every term that runs and telling whoever must hear of it, once.

It may be done as often as one likes, by two workers at once, and after days without doing it: a town has one round at a
time, what was told is looked at first, and the database keeps the key of each alarm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Func, IntegerField, Q, Value
from django.utils import timezone

from consistori.deadlines import subjects
from consistori.deadlines.alarm_events import AlarmRaised, StuckTold
from consistori.deadlines.alarms.people import here_on, names_of
from consistori.deadlines.alarms.ports import Still, still
from consistori.deadlines.limits import limits_of
from consistori.deadlines.models import Alarm, Deadline
from consistori.deadlines.rules.alarming import URGENT, Stage, Watched, stage_of, stuck_of
from consistori.deadlines.rules.days import Watcher
from consistori.deadlines.rules.escalation import HEARS, OF_STUCK, Hands, Here, Rung, Whom, whom_to_tell
from consistori.deadlines.rules.nearness import Thresholds
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce

SHOWN = ("pk", "entity_id", "subject_kind", "subject_id", "purpose", "title", "whose", "start_on", "last_day",
         "not_before", "is_stopped")  # fmt: skip
IsWorking = Callable[[date], bool]


@dataclass(frozen=True)
class Raised:
    """What one round did: how many terms were near, and the alarms that it wrote."""

    looked_at: int = 0
    alarms: tuple[Alarm, ...] = ()

    @property
    def nobody(self) -> int:
        """Of how many the town had nobody to tell."""
        return sum(alarm.person_id is None for alarm in self.alarms)


def raise_alarms(entity: Entity) -> Raised:
    """Tell whoever must hear of each term of a town that is near its end, and of what is stuck. One transaction.

    Nothing where terms are switched off.
    """
    if not modality.is_on(entity, "deadlines"):
        return Raised()
    with working_for(entity):
        return raise_here(now())


@act
def raise_here(at: datetime) -> Raised:
    """The same in the town of the scope, as it is at that moment. As many statements for one term as for a thousand."""
    on, entity = timezone.localdate(at), current_entity()
    Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)  # one round at a time in each town
    limits, here = limits_of(entity), here_on(on)
    terms = _near(on, limits)
    hands = _hands_of(terms)
    is_working = Watcher(tuple(calendars_of([place_of(entity)]))).is_working
    wanted = [
        *warnings_of(terms, hands, here, on, is_working, limits),
        *_of_still([one for ask in still for one in ask(at)], here, on, limits),
    ]
    made = _named(_only_new(wanted), at)
    Alarm.objects.bulk_create(made, ignore_conflicts=True)
    _write_down(made, {term.pk: term for term in terms}, Actor.program(entity.pk))
    return Raised(len(terms), tuple(made))


def _near(on: date, limits: Thresholds) -> list[Deadline]:
    """The terms that run, are not stopped, and may deserve a warning; the rest is not even brought. One statement."""
    far = on + timedelta(days=max(limits.soon_days, limits.risk_working_days * 7))
    rows = (
        Deadline.objects.running()
        .filter(is_stopped=False)
        .alias(
            passed=_days(F("start_on"), Value(on)) * 100,
            least=_days(F("start_on"), F("not_before")) * min(limits.soon_part, limits.risk_part),
        )
    )
    return list(rows.filter(Q(not_before__lte=far) | Q(passed__gte=F("least"))).only(*SHOWN))


def _days(since: Any, until: Any) -> Func:
    """Days from one day to another."""
    return Func(until, since, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _hands_of(terms: Iterable[Deadline]) -> dict[UUID, Hands]:
    """In whose hands the things of these terms are: each kind says it of its own. One statement a kind."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for term in terms:
        ids[term.subject_kind].add(term.subject_id)
    found: dict[UUID, Hands] = {}
    for name, some in ids.items():
        kind = subjects.kind_of(name)
        if kind is not None and kind.hands is not None:
            found |= kind.hands(some)
    return found


def watched(term: Deadline) -> Watched:
    """A term as the rule looks at it."""
    return Watched(
        start_on=term.start_on,
        day=term.last_day or term.not_before,
        is_sure=term.last_day is not None,
        is_stopped=term.is_stopped,
        is_ours=not term.is_of_party,
    )


def warnings_of(
    terms: Iterable[Deadline], hands: dict[UUID, Hands], here: Here, on: date, is_working: IsWorking,
    limits: Thresholds,
) -> Iterator[Wanted]:  # fmt: skip
    """What these terms deserve on a day, told before or not; nothing is asked of the database."""
    for term in terms:
        whose = hands.get(term.subject_id)
        stage = stage_of(watched(term), on, is_working=is_working, limits=limits)
        if whose is None or stage is None:
            continue
        rungs = HEARS[Stage.SOON] if term.is_of_party else HEARS[stage]
        for whom in whom_to_tell(whose, here, rungs):
            yield _alarm(
                whom,
                stage=stage,
                subject_kind=term.subject_kind,
                subject_id=term.subject_id,
                deadline_id=term.pk,
                day=term.last_day or term.not_before,
                is_sure=term.last_day is not None,
                is_urgent=stage in URGENT and not term.is_of_party,
            )


def _of_still(things: Iterable[Still], here: Here, on: date, limits: Thresholds) -> Iterator[Wanted]:
    for thing in things:
        if (stuck := stuck_of(thing.moved_on, on, limits)) is None:
            continue
        for whom in whom_to_tell(thing.hands, here, OF_STUCK[stuck.times - 1]):
            yield _alarm(whom, stage=Stage.STUCK, subject_kind=thing.kind, subject_id=thing.id, day=stuck.day)


@dataclass(frozen=True)
class Wanted:
    """An alarm that somebody should have: its row without names, and who could not act."""

    row: Alarm
    instead_of: UUID | None


def _alarm(whom: Whom, **said: Any) -> Wanted:
    because = whom.because if whom.rung is not Rung.CARRIER else ""
    return Wanted(Alarm(person_id=whom.person, rung=whom.rung, because=because, **said), whom.instead_of)


def _only_new(wanted: list[Wanted]) -> list[Wanted]:
    """Those that were not told before, once each. One statement, or none."""
    if not wanted:
        return []
    rows = Alarm.objects.filter(
        subject_kind__in={one.row.subject_kind for one in wanted},
        subject_id__in={one.row.subject_id for one in wanted},
    )
    told = set(rows.values_list("subject_id", "deadline_id", "stage", "day", "person_id"))
    return list({one.row.key: one for one in wanted if one.row.key not in told}.values())


def _named(fresh: list[Wanted], at: datetime) -> list[Alarm]:
    """Their rows, with the names of that moment. One statement, or none."""
    names = names_of([one.row.person_id for one in fresh] + [one.instead_of for one in fresh])
    for one in fresh:
        one.row.person_name = names.get(one.row.person_id, "")
        one.row.instead_of = names.get(one.instead_of, "")
        one.row.at = at
    return [one.row for one in fresh]


def _write_down(made: Iterable[Alarm], terms: dict[UUID, Deadline], by: Actor) -> None:
    """In the life of each thing, a line for each warning, with everybody that it reached."""
    groups: dict[tuple[Any, ...], list[Alarm]] = defaultdict(list)
    for one in made:
        groups[one.key[:4]].append(one)
    for some in groups.values():
        one, to = some[0], ", ".join(alarm.person_name for alarm in some if alarm.person_name) or "—"
        term, day = terms.get(one.deadline_id) if one.deadline_id else None, one.day.isoformat()
        thing: dict[str, Any] = {
            "thing_id": one.subject_id,
            "thing_kind": one.subject_kind,
            "to": to,
            "day": day,
        }
        if term is None:
            announce(StuckTold(**thing), by=by)
        else:
            said: dict[str, Any] = {
                "deadline_id": term.pk,
                "what": term.label,
                "last_day": day,
                "stage": one.stage,
            }
            announce(AlarmRaised(**thing, **said), by=by)
