"""How we must talk to a party [com ens hi hem de relacionar / cómo relacionarnos]: duty, choice, change.

Llei 39/2015, arts. 14 and 41; RD 203/2021, art. 3; Llei 40/2015, art. 3.2.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consistori.parties.rules.identifiers import PUBLIC_BODIES, WITHOUT_PERSONALITY


class PartyKind(StrEnum):
    """What a party is for the law."""

    NATURAL = "natural"
    LEGAL = "legal"
    UNINCORPORATED = "unincorporated"
    ADMINISTRATION = "administration"


class Way(StrEnum):
    """The way a party is addressed."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


def kind_of_firm(nif: str) -> PartyKind:
    """What an entity is by the letter of its NIF (Orden EHA/451/2008): the counter may correct it."""
    if nif[:1] in WITHOUT_PERSONALITY:
        return PartyKind.UNINCORPORATED
    return PartyKind.ADMINISTRATION if nif[:1] in PUBLIC_BODIES else PartyKind.LEGAL


@dataclass(frozen=True)
class Duty:
    """Whether a party is obliged to go electronic [obligada a l'electrònic], why, and by which article."""

    ok: bool
    reason: str
    article: str

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True)
class ChannelChange:
    """A person who is not obliged told us that they want another way; the body knew it on `told_on`."""

    way: Way
    told_on: date


def duty_to_go_electronic(
    kind: str,
    *,
    professional: bool = False,
    public_employee: bool = False,
    represents_obliged: bool = False,
    obliging_rule: str = "",
) -> Duty:
    """Whether the party must deal with us electronically in this matter (R-ELE-01, R-ELE-02, R-REP-12).

    `professional`: compulsory member of a professional body, acting as such. `public_employee`: acting as
    such.
    `obliging_rule`: the ordinance that obliges a group of people in this procedure (art. 14.3).
    `reason` is a code; `consistori.parties.sentences` turns it into a sentence.
    """
    if kind == PartyKind.LEGAL:
        return Duty(True, "legal_person", "Llei 39/2015, art. 14.2.a")
    if kind == PartyKind.UNINCORPORATED:
        return Duty(True, "without_personality", "Llei 39/2015, art. 14.2.b")
    if kind == PartyKind.ADMINISTRATION:
        return Duty(True, "administration", "Llei 40/2015, art. 3.2")
    if professional:
        return Duty(True, "professional", "Llei 39/2015, art. 14.2.c")
    if represents_obliged:
        return Duty(True, "represents_obliged", "Llei 39/2015, art. 14.2.d")
    if public_employee:
        return Duty(True, "public_employee", "Llei 39/2015, art. 14.2.e")
    if obliging_rule:
        return Duty(True, "ordinance", f"Llei 39/2015, art. 14.3; {obliging_rule}")
    return Duty(False, "natural_person", "Llei 39/2015, art. 14.1")


def change_takes_effect_on(told_on: date, holidays: Container[date] = ()) -> date:
    """First day of the new way: the fifth working day after the body knew of the change (R-ELE-03).

    RD 203/2021, art. 3.2. Saturdays, Sundays and `holidays` do not count (Llei 39/2015, art. 30.2).
    """
    day, left = told_on, 5
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            left -= 1
    return day


def way_on(
    day: date,
    *,
    duty: Duty,
    changes: Iterable[ChannelChange] = (),
    holidays: Container[date] = (),
) -> Way:
    """The way a communication issued on `day` must take: the duty first, then the last choice in effect.

    Without a choice, paper: nobody who is not obliged is taken for having chosen electronic (art. 41.1).
    """
    if duty:
        return Way.ELECTRONIC
    way = Way.PAPER
    for change in sorted(changes, key=lambda change: change.told_on):
        if change_takes_effect_on(change.told_on, holidays) <= day:
            way = change.way
    return way


def may_be_assisted(duty: Duty) -> bool:
    """Whether an authorised official may act for them (R-FUN-01): only people who are not obliged.

    Llei 39/2015, art. 12.2.
    """
    return not duty.ok
