"""When a public employee may give a notification by hand, and what a refusal needs (LPAC, arts. 41.1 and 41.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consistori.notifications.paper.rules.taking import Answer, Taker, may_take

LPAC = "Llei 39/2015, art. "
MOST_WITNESSES = 2


@dataclass(frozen=True)
class Witness:
    """Somebody who saw it: their name and the number of their document."""

    name: str
    identifier: str


@dataclass(frozen=True)
class ByHand:
    """What is said of a delivery by hand. `number` is of the document of whoever takes it; `expected`, the numbers by
    which the addressee is known; `at_counter`, whether it is in the town hall."""

    taker: Taker
    name: str
    number: str
    expected: Sequence[str]
    is_person: bool
    at_counter: bool
    basis: str = ""
    is_over_14: bool = True
    is_refused: bool = False
    refusal: str = ""
    witnesses: Sequence[Witness] = ()


def compact(number: str) -> str:
    """A number as it is compared: without signs, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def may_deliver(one: ByHand) -> Answer:
    """Whether it may be written so, with the field that is wrong as its reason.

    The addressee shows a document with their number. Who comes for another says by which power. Other people may take
    it in the home, never at the counter. Only the addressee, or who represents them, rejects it (41.5).
    """
    taking = may_take(
        one.taker, name=one.name, identifier=one.number, is_over_14=one.is_over_14, is_person=one.is_person
    )
    if not taking:
        return taking
    known = {compact(number) for number in one.expected if number}
    if one.taker is Taker.ADDRESSEE and one.is_person and known and compact(one.number) not in known:
        return Answer(False, "another_number", f"{LPAC}9.1")
    if one.taker is Taker.ADDRESSEE and not one.is_person:
        return Answer(False, "firm_by_somebody", f"{LPAC}5.1")
    if one.taker is Taker.REPRESENTATIVE and not one.basis.strip():
        return Answer(False, "no_basis", f"{LPAC}5.4")
    if one.at_counter and one.taker in (Taker.AT_HOME, Taker.PORTER):
        return Answer(False, "home_at_counter", f"{LPAC}42.2")
    if one.is_refused:
        return _refusal(one)
    return Answer(True, taking.reason, f"{LPAC}41.1")


def _refusal(one: ByHand) -> Answer:
    if one.taker not in (Taker.ADDRESSEE, Taker.REPRESENTATIVE):
        return Answer(False, "not_theirs_to_refuse", f"{LPAC}41.5")
    if not one.refusal.strip():
        return Answer(False, "no_refusal", f"{LPAC}41.5")
    if len(one.witnesses) > MOST_WITNESSES:
        return Answer(False, "too_many_witnesses", f"{LPAC}41.5")
    if any(not each.name.strip() or not each.identifier.strip() for each in one.witnesses):
        return Answer(False, "witness_without_number", f"{LPAC}41.5")
    return Answer(True, "refused", f"{LPAC}41.5")
