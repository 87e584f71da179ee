"""The rules of the register of powers [registre d'apoderaments] (Llei 39/2015, arts. 5 to 7; R-REP-01 to 14).

No clock and no database: days come as arguments, a code goes out with its article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consistori.kernel.errors import Verdict

LONGEST_YEARS = 5
ART_5, ART_6 = "Llei 39/2015, art. 5.3", "Llei 39/2015, art. 6"


class PowerKind(StrEnum):
    """The only three types that the register admits (6.4)."""

    EVERYWHERE = "a"
    """Any action before any administration."""
    ONE_BODY = "b"
    """Any action before one administration or body."""
    PROCEDURES = "c"
    """Only the procedures that it says."""


class Action(StrEnum):
    """What a representative does. For the first five the power has to be proved; the rest is presumed (5.3)."""

    APPLY = "apply"
    DECLARE = "declare"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    WAIVE = "waive"
    STEP = "step"


class ChangeKind(StrEnum):
    """What may happen to a power after it was registered (6.6, 6.7)."""

    REVOCATION = "revocation"
    RENUNCIATION = "renunciation"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Power:
    """A power as the register keeps it (6.3). `until` is the last day asked for; None: as long as can be."""

    grantor: str
    grantor_name: str
    proxy: str
    proxy_name: str
    registered_on: date
    kind: str
    until: date | None = None
    body: str = ""
    procedures: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Change:
    """Something that was filed at any registry, and entered in the register of the administration where it counts."""

    kind: ChangeKind
    filed_on: date
    registered_on: date | None = None
    until: date | None = None


def proof_needed(action: Action) -> bool:
    """Whether the power has to be proved for this action, or is presumed (5.3)."""
    return action is not Action.STEP


def faults_of(power: Power) -> list[str]:
    """What keeps it out of the register: `grantor`, `proxy`, `same`, `kind`, `body`, `procedures`, `until`."""
    faults = []
    if not (power.grantor and power.grantor_name):
        faults.append("grantor")
    if not (power.proxy and power.proxy_name):
        faults.append("proxy")
    if power.grantor and power.grantor == power.proxy:
        faults.append("same")
    if power.kind not in set(PowerKind):
        faults.append("kind")
    if power.kind == PowerKind.ONE_BODY and not power.body:
        faults.append("body")
    if power.kind == PowerKind.PROCEDURES and not power.procedures:
        faults.append("procedures")
    if power.until is not None and power.until < power.registered_on:
        faults.append("until")
    return faults


def longest(registered_on: date) -> date:
    """The last day on which what was registered that day may be used: five years, from date to date (6.6)."""
    year = registered_on.year + LONGEST_YEARS
    try:
        return registered_on.replace(year=year)
    except ValueError:  # the 29th of February
        return date(year, 2, 28)


@dataclass(frozen=True)
class End:
    """The last day on which a power may be used, and what ends it: `term`, `revocation` or `renunciation`."""

    last: date
    why: str = "term"


def last_day(power: Power, changes: Iterable[Change] = ()) -> date:
    """The last day on which it may be used, once its extensions and its end are counted (6.6, 6.7)."""
    return end_of(power, changes).last


def end_of(power: Power, changes: Iterable[Change] = ()) -> End:
    """When it ends, and by what.

    What was asked for beyond five years is cut. An extension counts five years from its own registration, and one that
    came after the end extends nothing. Revocation and renunciation count from the day of their registration, not of
    their filing (6.7): the day before is the last one.
    """
    end = End(_cut(power.until, power.registered_on))
    for change in sorted(_registered(changes), key=lambda one: (one.registered_on, one.kind)):
        on = change.registered_on
        assert on is not None  # noqa: S101 - `_registered` leaves the others out
        if on > end.last:
            continue
        if change.kind is ChangeKind.EXTENSION:
            end = End(_cut(change.until, on))
        else:
            end = End(date.fromordinal(on.toordinal() - 1), str(change.kind))
    return end


def may_act(
    power: Power,
    changes: Iterable[Change] = (),
    *,
    on: date,
    action: Action,
    procedure: str = "",
    body: str = "",
) -> Verdict:
    """Whether the proxy may do this that day by this power. Its reason: `wrong`, `early`, `ended`, `scope`, `good`."""
    if not proof_needed(action):
        return Verdict(True, "presumed", ART_5)
    if faults_of(power):
        return Verdict(False, "wrong", f"{ART_6}.3")
    if on < power.registered_on:
        return Verdict(False, "early", f"{ART_6}.7")
    if on > last_day(power, changes):
        return Verdict(False, "ended", f"{ART_6}.6")
    if power.kind == PowerKind.ONE_BODY and power.body != body:
        return Verdict(False, "scope", f"{ART_6}.4")
    if power.kind == PowerKind.PROCEDURES and procedure not in power.procedures:
        return Verdict(False, "scope", f"{ART_6}.4")
    return Verdict(True, "good", f"{ART_6}.4")


@dataclass(frozen=True)
class Asking:
    """Somebody who asks together with others; `is_named` is the one whom they named to speak for all (7)."""

    key: str
    representative: str = ""
    is_named: bool = False


def speaks_for_all(asking: Sequence[Asking]) -> str:
    """With whom to deal when several ask in one application: the key of a representative or of one of them.

    The representative or whoever they named; else the first in order (Llei 39/2015, art. 7; R-REP-10). Raises
    `ValueError` when nobody asks.
    """
    if not asking:
        raise ValueError("nobody asks")
    named = next((one for one in asking if one.is_named), None)
    if named is None:
        common = {one.representative for one in asking}
        if len(common) == 1 and (only := common.pop()):
            return only
    chosen = named or asking[0]
    return chosen.representative or chosen.key


def _registered(changes: Iterable[Change]) -> list[Change]:
    return [one for one in changes if one.registered_on is not None]


def _cut(until: date | None, registered_on: date) -> date:
    most = longest(registered_on)
    return most if until is None else min(until, most)
