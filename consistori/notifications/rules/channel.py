"""By which way somebody is notified, and why (Llei 39/2015, arts. 14, 41-43; RD 203/2021, arts. 3 and 43)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consistori.parties.rules.channels import Duty, Way, change_takes_effect_on

LPAC = "Llei 39/2015, art. "
RD203 = "RD 203/2021, art. "


class Why(StrEnum):
    """The reason of a channel; `sentences.of_channel` says it in words."""

    UNCONVERTIBLE = "unconvertible"
    PAYS = "pays"
    ASKED_AT_COUNTER = "asked_at_counter"
    DELIVERED_BY_EMPLOYEE = "delivered_by_employee"
    FIRST_WITHOUT_LINE = "first_without_line"
    OBLIGED = "obliged"
    CHOSE_ELECTRONIC = "chose_electronic"
    CHOSE_PAPER = "chose_paper"
    CHANGE_NOT_YET = "change_not_yet"
    NEVER_CHOSE = "never_chose"


NEVER_ELECTRONIC = frozenset({Why.UNCONVERTIBLE, Why.PAYS})
"""What is never notified electronically, not even beside the paper (41.2; R-NOT-06)."""
BY_HAND = frozenset({Why.ASKED_AT_COUNTER, Why.DELIVERED_BY_EMPLOYEE})
"""Those that a public employee gives by hand (41.1, second paragraph)."""


@dataclass(frozen=True)
class Told:
    """What somebody told us that they want, and from when it counts: the fifth working day after (RD 3.2)."""

    way: str
    told_on: date
    effective_on: date


@dataclass(frozen=True)
class ChannelFacts:
    """What the way depends on. `on`: the day on which it is issued.

    `duty`: of whoever it is addressed to. `chose` is the way that the application of this procedure asked for (41.3),
    on `chose_on`; `told`, what they told us before and since. `has_line`: we know an e-mail or a mobile.
    `was_notified`: they have been notified before in this procedure. `by_hand`: `asked_at_counter` or
    `delivered_by_employee`, when that is what is being done.
    """

    on: date
    duty: Duty
    chose: str = ""
    chose_on: date | None = None
    told: tuple[Told, ...] = ()
    has_line: bool = True
    was_notified: bool = False
    begun_by_party: bool = True
    has_unconvertible: bool = False
    pays: bool = False
    by_hand: str = ""


@dataclass(frozen=True)
class Channel:
    """The way and why; `lapses`: ten days without opening it reject it (43.2). The warning is that of RD 43.2."""

    way: Way
    why: Why
    article: str
    duty: Duty
    lapses: bool = False
    warns_next_electronic: bool = False
    effective_on: date | None = None

    @property
    def is_chosen(self) -> bool:
        return self.why == Why.CHOSE_ELECTRONIC


def decide(facts: ChannelFacts) -> Channel:
    """The way by which it goes: first what is never electronic (41.2), then what is given by hand (41.1), then duty."""
    duty = facts.duty
    if facts.has_unconvertible:
        return Channel(Way.PAPER, Why.UNCONVERTIBLE, f"{LPAC}41.2.a", duty)
    if facts.pays:
        return Channel(Way.PAPER, Why.PAYS, f"{LPAC}41.2.b", duty)
    if facts.by_hand:
        letter = "a" if facts.by_hand == Why.ASKED_AT_COUNTER else "b"
        return Channel(Way.PAPER, Why(facts.by_hand), f"{LPAC}41.1.{letter}", duty)
    if duty:
        if not facts.begun_by_party and not facts.has_line and not facts.was_notified:
            return Channel(
                Way.PAPER, Why.FIRST_WITHOUT_LINE, f"{RD203}43.2", duty, warns_next_electronic=True
            )
        return Channel(Way.ELECTRONIC, Why.OBLIGED, duty.article, duty, lapses=True)
    return _chosen(facts)


def _chosen(facts: ChannelFacts) -> Channel:
    """Of whoever is not obliged: what they chose for this procedure, or the last change in effect (41.3, RD 3.2)."""
    way, article = (Way(facts.chose), f"{LPAC}41.3") if facts.chose else (None, "")
    waiting = None
    for one in sorted(facts.told, key=lambda one: one.told_on):
        if facts.chose_on is not None and one.told_on <= facts.chose_on:
            continue
        if one.effective_on <= facts.on:
            way, article, waiting = Way(one.way), f"{RD203}3.2", None
        elif one.way != (way or Way.PAPER):
            waiting = one.effective_on
    goes = way or Way.PAPER
    lapses = goes == Way.ELECTRONIC
    if waiting is not None:
        return Channel(goes, Why.CHANGE_NOT_YET, f"{RD203}3.2", facts.duty, lapses, effective_on=waiting)
    if way is None:
        return Channel(goes, Why.NEVER_CHOSE, f"{LPAC}14.1", facts.duty)
    return Channel(goes, Why.CHOSE_ELECTRONIC if lapses else Why.CHOSE_PAPER, article, facts.duty, lapses)


def counts_from(told_on: date, holidays: Container[date] = ()) -> date:
    """From when a change of channel told on a day counts (R-ELE-03)."""
    return change_takes_effect_on(told_on, holidays)
