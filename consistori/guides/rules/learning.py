"""What a town really does with a guide: what it skips, adds, turns round. Figures of cases, never of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consistori.guides.rules.guide import GuideText

ENOUGH = 10
"""Cases before anything is said: fewer say nothing of a habit."""
MANY = 60
"""Percent from which a habit is told."""


class Habit(StrEnum):
    """What the cases have in common that the guide does not say."""

    SKIPS = "skips"
    ADDS = "adds"
    EARLIER = "earlier"


@dataclass(frozen=True)
class Played:
    """One case as it went: the keys of the guide done, in the order of their days; those left; and codes of its own."""

    done: tuple[str, ...] = ()
    left: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Learnt:
    """One habit with its figure: of `among` cases that came to that point, `count` do it.

    `key` is a key of the guide, or the code of a step that the guide lacks; `other`, before which it is done.
    """

    habit: Habit
    key: str
    count: int
    among: int
    other: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.among) if self.among else 0


def left_in(stands: Iterable[tuple[int, str, str]]) -> frozenset[str]:
    """Of (number, key, place) of a case: the keys skipped on purpose, or passed by when something later was done."""
    rows = list(stands)
    far = max((n for n, _key, place in rows if place == "done"), default=0)
    return frozenset(key for n, key, place in rows if place == "skipped" or (place == "open" and n < far))


def learn(guide: GuideText, played: Sequence[Played]) -> list[Learnt]:
    """The habits that are worth a proposal, the strongest first."""
    found = [*_skips(guide, played), *_adds(played), *_earlier(guide, played)]
    kept = [one for one in found if one.among >= ENOUGH and one.percent >= MANY]
    return sorted(kept, key=lambda one: (-one.percent, one.habit, one.key))


def _skips(guide: GuideText, played: Sequence[Played]) -> Iterable[Learnt]:
    for step in guide.steps:
        left = sum(1 for one in played if step.key in one.left)
        done = sum(1 for one in played if step.key in one.done)
        yield Learnt(Habit.SKIPS, step.key, left, left + done)


def _adds(played: Sequence[Played]) -> Iterable[Learnt]:
    counts = Counter(code for one in played for code in one.added)
    some = [one for one in played if one.done or one.added]
    for code, count in counts.items():
        yield Learnt(Habit.ADDS, code, count, len(some))


def _earlier(guide: GuideText, played: Sequence[Played]) -> Iterable[Learnt]:
    """Steps beside each other in the guide that are made the other way round."""
    for one, other in zip(guide.steps, guide.steps[1:], strict=False):
        both = [p.done for p in played if one.key in p.done and other.key in p.done]
        turned = sum(1 for done in both if done.index(other.key) < done.index(one.key))
        yield Learnt(Habit.EARLIER, other.key, turned, len(both), other=one.key)
