"""Today [Avui]: what needs me, in one list; and beside it, what I only follow or wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.entries.policies import may_distribute
from consistori.cases.entries.selectors import waiting_for as entries_waiting_for
from consistori.desk import asked, selectors, tasks_today
from consistori.desk.addresses import address_in
from consistori.desk.inbox import today as entries
from consistori.desk.inbox.today import Waiting
from consistori.desk.models import Notice
from consistori.desk.morning import (
    board,
    cases,
    cases_at_rest,
    circuits,
    day,
    decrees,
    law,
    people,
    signing,
    steps,
)
from consistori.desk.morning.terms import LegalTerm, terms_at_risk
from consistori.desk.rows import Row, Section
from consistori.desk.saving import today as saving
from consistori.directory.selectors import Standing
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.selectors import interrupted_batches
from consistori.tenancy.models import Entity
from consistori.trail.selectors import TrailEntry
from consistori.ui.dates import as_day

MOST_TURN = 30
MOST_WAITED = 4
ASIDE = ("carried", "covered")
"""Sections of what is in sight and does not wait for me."""


@dataclass(frozen=True)
class Today:
    """The page of one morning. `waiting` is how many things wait for me in each of my towns, by its key.

    `ended` and `week` are legal terms of ours that have ended and that end this week; `others`, what I wait for.
    """

    sections: list[Section]
    notices: list[Notice]
    followed: list[Row]
    things: list[str]
    waiting: Mapping[int, int]
    ended: int = 0
    week: int = 0
    others: list[Row] = field(default_factory=list)
    others_count: int = 0
    away: list[Row] = field(default_factory=list)
    at_risk: Mapping[int, int] = field(default_factory=dict)
    events: list[day.Event] = field(default_factory=list)

    @property
    def count(self) -> int:
        """What waits for me; what I carry without news is not waiting."""
        return sum(section.count for section in self.sections if section.key not in ASIDE)

    @property
    def all(self) -> int:
        """Every line of the page, those left out included."""
        return sum(section.count for section in self.sections)

    @property
    def is_empty(self) -> bool:
        return not any(section.rows for section in self.sections)

    @property
    def rows(self) -> list[Row]:
        """What waits for me, in its order."""
        return self.rows_of("")

    def rows_of(self, only: str) -> list[Row]:
        """The same, or what one section shows."""
        wanted = [one for one in self.sections if (one.key == only if only else one.key not in ASIDE)]
        return [row for section in wanted for row in section.rows]


@dataclass
class _Gathered:
    """What the database said, of all my towns."""

    terms: list[LegalTerm]
    requests: list[signing.Asked]
    batches: list[Any]
    returned: list[signing.Asked]
    carried: list[cases.CaseLine]
    covered: list[cases.CaseLine]
    followed: list[cases.CaseLine]
    notices: list[Notice]
    entries: list[Any]
    waiting: list[Waiting]

    def only(self, here: Entity) -> _Gathered:
        """What is of one town."""
        return _Gathered(
            *([row for row in rows if row.entity_id == here.pk] for rows in self.__dict__.values())
        )


def today_of(
    person_id: UUID, standings: Mapping[int, Standing], entities: Iterable[Entity], here: Entity | None = None
) -> Today:
    """What needs this person in these towns, or only `here`, and the figures of all. At most eight statements."""
    by_key = {entity.pk: entity for entity in entities}
    actors = [standings[pk].actor for pk in by_key]
    found = _gather(person_id, actors, by_key)
    looked_at = [*found.carried, *found.covered, *found.followed]
    news = selectors.last_words_on(case.pk for case in looked_at if cases.has_news(case))
    handed = {case.pk for case in found.carried if cases.is_my_turn(case, news.get(case.pk), person_id)}
    parts = _Parts(found.only(here) if here else found, handed, news, by_key, person_id)
    return parts.page(
        _figures(found, handed, by_key), [a for a in actors if here is None or a.entity_id == here.pk]
    )


def _gather(person_id: UUID, actors: list[Actor], by_key: Mapping[int, Entity]) -> _Gathered:
    """Everything that the database has to say but the news of the cases. Seven statements."""
    requests, returned = signing.requests_of(person_id)
    of_cases = cases.cases_of(person_id, actors)
    distributes = [actor.entity_id for actor in actors if actor.entity_id and may_distribute(actor)]
    units = [unit for actor in actors for unit in actor.unit_ids]
    return _Gathered(
        terms=law.of_towns(terms_at_risk(person_id, actors), by_key),
        requests=[one for one in requests if one.entity_id in by_key],
        batches=interrupted_batches(person_id),
        returned=[one for one in returned if one.entity_id in by_key],
        carried=of_cases[cases.CARRIED],
        covered=of_cases[cases.COVERED],
        followed=of_cases[cases.FOLLOWED],
        notices=selectors.notices_for(person_id),
        entries=entries_waiting_for(person_id),
        waiting=entries.waiting_in(distributes, person_id, units, actors),
    )


def _figures(found: _Gathered, handed: set[UUID], by_key: Mapping[int, Entity]) -> Counter[int]:
    """How many things wait for her in each town."""
    waiting = Counter(law.figures(found.terms))
    waiting.update(signing.figures(found.requests))
    waiting.update(one.entity_id for one in found.returned)
    waiting.update(case.entity_id for case in found.carried if case.pk in handed)
    waiting.update(row.entity_id for row in found.entries)
    waiting.update(one.entity_id for one in found.waiting if one.what == "asked")
    mine = circuits.of_towns(found.waiting, by_key, circuits.MINE, circuits.VACANT, circuits.BACK)
    waiting.update(one.entity_id for one in mine)
    waiting.update(decrees.figures(found.waiting, by_key))
    waiting.update(board.figures(found.waiting, by_key))
    waiting.update(one.entity_id for one in saving.of_towns(found.waiting, by_key))
    waiting.update(tasks_today.figures(tasks_today.of_towns(found.waiting, by_key)))
    waiting.update(steps.figures(steps.of_towns(found.waiting, by_key, (steps.STEP, steps.OVER))))
    return waiting


@dataclass
class _Parts:
    """What was found, put into sections."""

    found: _Gathered
    handed: set[UUID]
    news: Mapping[UUID, TrailEntry]
    entities: Mapping[int, Entity]
    person_id: UUID

    def page(self, waiting: Mapping[int, int], actors: Sequence[Actor]) -> Today:
        found, towns = self.found, self.entities
        mine = [case for case in found.carried if case.pk not in self.handed]
        passed = len(found.carried) - len(mine)
        sections = [
            law.section(found.terms, towns, cases_at_rest.proposals(found.waiting, towns)),
            entries.section(found.entries, found.waiting, towns),
            self._turn(actors),
            signing.section(found.requests, found.batches, towns),
            cases.carried_section(mine, passed, towns, self.news),
            cases.covered_section(found.covered, towns, self.news),
        ]
        others = self._others()
        tasks = tasks_today.of_towns(found.waiting, towns)
        return Today(
            sections=[section for section in sections if section.rows],
            notices=found.notices,
            followed=[self._case(case) for case in found.followed[: cases.MOST_FOLLOWED]],
            things=_things(sum(signing.figures(found.requests).values()), passed, len(found.returned))
            + tasks_today.words(tasks),
            waiting=waiting,
            ended=sum(law.figures(found.terms, "ended").values()),
            week=sum(law.figures(found.terms, "week").values()),
            others=others,
            others_count=self._others_count(len(others)),
            away=people.away_rows(found.waiting, towns),
            at_risk=law.at_risk(found.terms),
            events=day.events_of(found.waiting, towns),
        )

    def _case(self, case: cases.CaseLine) -> Row:
        return cases.row(case, self.entities[case.entity_id], self.news.get(case.pk))

    def _turn(self, actors: Sequence[Actor]) -> Section:
        """What came to me, my steps and my tasks: by their day, then what has none."""
        found, towns = self.found, self.entities
        tasks = tasks_today.of_towns(found.waiting, towns)
        work = steps.of_towns(found.waiting, towns, (steps.STEP, steps.OVER))
        came = [
            cases.handed_row(case, towns[case.entity_id], self.news.get(case.pk))
            for case in found.carried
            if case.pk in self.handed
        ]
        came += [signing.returned_row(one, towns[one.entity_id]) for one in found.returned]
        came += [asked.row(one, towns[one.entity_id]) for one in found.waiting if one.what == "asked"]
        came += circuits.turn_rows(found.waiting, towns)
        came += decrees.rows_of(found.waiting, towns)
        came += board.rows_of(found.waiting, towns)
        came += cases_at_rest.rows_of(found.waiting, towns)
        came += saving.rows_of(found.waiting, towns)
        came += people.left_rows(found.waiting, towns) + people.post_ends(actors, towns, self.person_id)
        given = [tasks_today.row(one, towns[one.entity_id]) for one in tasks]
        given += [steps.row(one, towns[one.entity_id]) for one in work]
        rows = sorted(came, key=_by_day) + sorted(given, key=_by_day)
        rows = sorted(rows, key=_by_day)
        count = len(came) + sum(tasks_today.figures(tasks).values()) + sum(steps.figures(work).values())
        more = count - len(rows[:MOST_TURN])
        url = address_in(rows[0].entity, "tasks:list") if more else ""
        return Section("turn", _("My turn"), rows[:MOST_TURN], count, more, url, pill=_("Tasks and steps"))

    def _others(self) -> list[Row]:
        """What I wait for, the soonest first; of each case, once."""
        waited = steps.of_towns(self.found.waiting, self.entities, steps.OTHERS)
        late = circuits.late_rows(self.found.waiting, self.entities)
        rows = late + sorted((steps.waited(one, self.entities[one.entity_id]) for one in waited), key=_by_day)
        return list({row.number or row.url: row for row in reversed(rows)}.values())[::-1]

    def _others_count(self, shown: int) -> int:
        waited = steps.of_towns(self.found.waiting, self.entities, steps.OTHERS)
        return max(shown, sum(steps.figures(waited).values()) - len(waited) + shown)


def _by_day(row: Row) -> tuple[bool, Any]:
    """What has its day before what only has been waiting."""
    return (row.since, as_day(row.at) if row.at else today())


def _things(to_sign: int, handed: int, returned: int) -> list[str]:
    words = []
    if to_sign:
        words.append(ngettext("%(n)d signature", "%(n)d signatures", to_sign) % {"n": to_sign})
    words += cases.passed_words(handed)
    if returned:
        words.append(
            ngettext("%(n)d returned document", "%(n)d returned documents", returned) % {"n": returned}
        )
    return words
