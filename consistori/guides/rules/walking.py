"""Where a case stands in its guide, and what the guide proposes next. It proposes, and never forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from consistori.guides.rules.expressions import ExpressionFault, condition
from consistori.guides.rules.guide import GuideStep, GuideText


class Place(StrEnum):
    """How a step of the guide stands in a case."""

    DONE = "done"
    IN_HAND = "in_hand"
    SKIPPED = "skipped"
    OPEN = "open"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class CaseStep:
    """A step that the case has, as the guide looks at it: its code, how it stands and its real day."""

    id: str
    code: str
    place: Place = Place.DONE
    on: date | None = None
    until: date | None = None
    title: str = ""


@dataclass(frozen=True)
class Mark:
    """What somebody did with a step of the guide: done, skipped or back."""

    key: str
    kind: str
    reason: str = ""
    on: date | None = None
    by: str = ""
    step_id: str = ""


@dataclass(frozen=True)
class Stand:
    """A step of the guide in this case. `is_unsure`: its condition could not be answered, so it is proposed."""

    step: GuideStep
    number: int
    place: Place
    on: date | None = None
    until: date | None = None
    reason: str = ""
    by: str = ""
    is_unsure: bool = False

    @property
    def is_open(self) -> bool:
        return self.place is Place.OPEN


@dataclass(frozen=True)
class Walk:
    """The whole guide in one case: what is proposed now, what may come after, what was left behind or skipped."""

    stands: tuple[Stand, ...]
    next: Stand | None
    after: tuple[Stand, ...]

    @property
    def behind(self) -> tuple[Stand, ...]:
        """Open before what was done last: the case went on without them."""
        return tuple(
            one for one in self.stands if one.is_open and one is not self.next and one not in self._ahead
        )

    @property
    def _ahead(self) -> tuple[Stand, ...]:
        far = _furthest(self.stands)
        return tuple(one for one in self.stands if one.number > far)

    @property
    def skipped(self) -> tuple[Stand, ...]:
        return tuple(one for one in self.stands if one.place is Place.SKIPPED)

    @property
    def in_hand(self) -> tuple[Stand, ...]:
        return tuple(one for one in self.stands if one.place is Place.IN_HAND)

    @property
    def done_count(self) -> int:
        return sum(1 for one in self.stands if one.place is Place.DONE)

    @property
    def count(self) -> int:
        """How many belong to this case: those whose condition does not hold are not counted."""
        return sum(1 for one in self.stands if one.place is not Place.NOT_HERE)


Asked = Callable[[str], Any]


def walk(
    guide: GuideText,
    steps: Sequence[CaseStep],
    marks: Iterable[Mark],
    facts: Mapping[str, Any],
    functions: Mapping[str, Asked] | None = None,
) -> Walk:
    """Where the case stands.

    Its steps fulfil those of the guide of the same code, in the order of their days: the first one the first, and so
    on, whatever the order in which they were made. A mark of a person says it before any reckoning.
    """
    last = {mark.key: mark for mark in marks}
    matched = _matched(guide, steps, last)
    stands = _stands(guide, matched, last)
    asked = dict(functions or {})
    asked.setdefault("done", _done_in(steps, stands))
    asked.setdefault(
        "skipped", lambda key: any(s.step.key == key and s.place == Place.SKIPPED for s in stands)
    )
    placed = tuple(_conditioned(one, facts, asked) for one in stands)
    far = _furthest(placed)
    ahead = [one for one in placed if one.is_open and one.number > far]
    behind = [one for one in placed if one.is_open and one.number <= far]
    proposed = next(iter(ahead or behind), None)
    return Walk(placed, proposed, tuple(one for one in ahead if one is not proposed)[:3])


def _matched(guide: GuideText, steps: Sequence[CaseStep], marks: Mapping[str, Mark]) -> dict[str, CaseStep]:
    """Which step of the case fulfils each one of the guide."""
    by_id = {step.id: step for step in steps}
    found: dict[str, CaseStep] = {}
    used: set[str] = set()
    for key, mark in marks.items():
        if mark.kind == "done" and mark.step_id in by_id:
            found[key] = by_id[mark.step_id]
            used.add(mark.step_id)
    free = sorted(
        (step for step in steps if step.id not in used and step.place is not Place.SKIPPED),
        key=lambda step: (step.on or date.max, step.id),
    )
    for step in guide.steps:
        said = marks.get(step.key)
        if not step.does or step.key in found or (said is not None and said.kind != "back"):
            continue
        one = next((it for it in free if it.code == step.does), None)
        if one is not None:
            found[step.key] = one
            free.remove(one)
    return found


def _stands(
    guide: GuideText, matched: Mapping[str, CaseStep], marks: Mapping[str, Mark]
) -> tuple[Stand, ...]:
    return tuple(
        _stand(step, n, matched.get(step.key), marks.get(step.key))
        for n, step in enumerate(guide.steps, start=1)
    )


def _stand(step: GuideStep, number: int, made: CaseStep | None, mark: Mark | None) -> Stand:
    if made is not None:
        return Stand(step, number, made.place, on=made.on, until=made.until)
    if mark is not None and mark.kind == "done":
        return Stand(step, number, Place.DONE, on=mark.on, reason=mark.reason, by=mark.by)
    if mark is not None and mark.kind == "skipped":
        return Stand(step, number, Place.SKIPPED, on=mark.on, reason=mark.reason, by=mark.by)
    return Stand(step, number, Place.OPEN)


def _conditioned(stand: Stand, facts: Mapping[str, Any], functions: Mapping[str, Asked]) -> Stand:
    if not stand.is_open or not stand.step.when:
        return stand
    try:
        holds = condition(stand.step.when).holds(facts, functions)
    except ExpressionFault:
        holds = None
    if holds is None:
        return Stand(stand.step, stand.number, Place.OPEN, is_unsure=True)
    return stand if holds else Stand(stand.step, stand.number, Place.NOT_HERE)


def _done_in(steps: Sequence[CaseStep], stands: Sequence[Stand]) -> Asked:
    codes = {step.code for step in steps if step.place is Place.DONE}
    keys = {stand.step.key for stand in stands if stand.place is Place.DONE}
    return lambda asked: asked in codes or asked in keys


def _furthest(stands: Sequence[Stand]) -> int:
    """The number of the last one that is done or in hand; 0 when nothing is."""
    return max((one.number for one in stands if one.place in (Place.DONE, Place.IN_HAND)), default=0)


def asks(guide: GuideText) -> tuple[frozenset[str], frozenset[str]]:
    """What the conditions of a guide ask of the case: names and questions, so that nothing else is looked for."""
    names: set[str] = set()
    calls: set[str] = set()
    for step in guide.steps:
        if not step.when:
            continue
        try:
            read = condition(step.when)
        except ExpressionFault:
            continue
        names |= read.names
        calls |= read.calls
    return frozenset(names), frozenset(calls)
