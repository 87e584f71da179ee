"""Whether two parties are one [duplicats / duplicados]: for what reasons, and what speaks against it.

Nothing is decided here: a person reads the reasons and says. A name that is written alike, or a number that is the same
with another look, must be there; a shared e-mail or telephone alone is a family, an accountant, a couple.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from consistori.parties.rules.identifiers import IdentifierKind
from consistori.parties.rules.names import are_similar, name_key, words_of

ENOUGH = 40
LIKELY = 60
ALMOST_SURE = 80
LARGEST_BLOCK = 200
"""A key shared by more parties than this tells nothing: two very common surnames, the telephone of the town hall."""

ONE_FOR_LIFE = frozenset(
    {IdentifierKind.DNI, IdentifierKind.NIE, IdentifierKind.NIF, IdentifierKind.PERSONAL_NIF}
)
"""Of these kinds nobody has two: two different numbers are two different parties."""


class Why(StrEnum):
    """A reason to think that two parties are one."""

    SAME_NUMBER = "same_number"
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"


WEIGHTS = {
    Why.SAME_NUMBER: 60,
    Why.SAME_NAME: 40,
    Why.NEAR_NAME: 25,
    Why.SAME_EMAIL: 35,
    Why.SAME_PHONE: 30,
    Why.SAME_ADDRESS: 20,
}


TELLS_WHERE = frozenset({Why.SAME_EMAIL, Why.SAME_PHONE, Why.SAME_ADDRESS})
"""Reasons that tell where somebody lives or how she is reached: whoever may not know it is not told them."""


@dataclass(frozen=True)
class Facts:
    """What is compared of a party. `numbers` are (kind, value); e-mails, telephones and addresses, as `squeezed`."""

    id: UUID
    kind: str
    name: str
    numbers: frozenset[tuple[str, str]] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Why, and the value that both have (empty when it is the name)."""

    why: Why
    value: str = ""


@dataclass(frozen=True)
class Likeness:
    """What speaks for two parties being one; `weight` of the reasons together, 0 to 100."""

    reasons: tuple[Reason, ...]
    weight: int

    def __bool__(self) -> bool:
        return self.weight >= ENOUGH


NOTHING = Likeness((), 0)


def squeezed(text: str) -> str:
    """An e-mail, a telephone or an address without what two people write differently."""
    bare = re.sub(r"[\s.,;:()/\-–·'’ºª]", "", text).casefold()
    return bare.removeprefix("+34") if bare.startswith("+34") else bare


def figures(value: str) -> str:
    """The figures of a number, without zeros at the left: what is left of it when a letter is lost."""
    return re.sub(r"\D", "", value).lstrip("0")


def likeness(one: Facts, other: Facts) -> Likeness:
    """The reasons to think that they are one, or nothing when something says that they are two."""
    if one.id == other.id or are_surely_two(one, other):
        return NOTHING
    reasons = list(_reasons(one, other))
    of_identity = {Why.SAME_NUMBER, Why.SAME_NAME, Why.NEAR_NAME}
    if not any(reason.why in of_identity for reason in reasons):
        return NOTHING
    return Likeness(tuple(reasons), weight_of(reason.why for reason in reasons))


def weight_of(whys: Iterable[str]) -> int:
    """What some reasons weigh together, 0 to 100."""
    return min(sum(WEIGHTS[Why(why)] for why in set(whys)), 100)


def are_surely_two(one: Facts, other: Facts) -> bool:
    """Whether something says that they cannot be one: a person and a firm, or two numbers of which nobody has two."""
    if one.kind != other.kind:
        return True
    return any(
        mine[0] == theirs[0] and mine[0] in ONE_FOR_LIFE and mine[1] != theirs[1]
        for mine in one.numbers
        for theirs in other.numbers
    )


def _reasons(one: Facts, other: Facts) -> Iterator[Reason]:
    shared = _figures_of(one) & _figures_of(other)
    if shared:
        yield Reason(Why.SAME_NUMBER, min(shared))
    if name_key(one.name) == name_key(other.name):
        yield Reason(Why.SAME_NAME)
    elif are_similar(one.name, other.name):
        yield Reason(Why.NEAR_NAME)
    for why, mine, theirs in (
        (Why.SAME_EMAIL, one.emails, other.emails),
        (Why.SAME_PHONE, one.phones, other.phones),
        (Why.SAME_ADDRESS, one.addresses, other.addresses),
    ):
        yield from (Reason(why, value) for value in sorted(mine & theirs))


def _figures_of(facts: Facts) -> set[str]:
    return {bare for _kind, value in facts.numbers if len(bare := figures(value)) >= 6}


def alike(parties: Iterable[Facts]) -> Iterator[tuple[Facts, Facts, Likeness]]:
    """Every two that may be one, each pair once, without comparing everybody with everybody."""
    blocks: dict[str, list[Facts]] = defaultdict(list)
    for facts in parties:
        for key in keys_of(facts):
            blocks[key].append(facts)
    seen: set[tuple[UUID, UUID]] = set()
    for block in blocks.values():
        if len(block) > LARGEST_BLOCK:
            continue
        for one, other in combinations(block, 2):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair in seen:
                continue
            seen.add(pair)
            if found := likeness(one, other):
                yield one, other, found


def keys_of(facts: Facts) -> set[str]:
    """The keys of which two parties that may be one share at least one."""
    whole = name_key(facts.name)
    words = sorted(set(words_of(facts.name)))
    keys = {f"n{whole}"} | {f"#{bare}" for bare in _figures_of(facts)}
    keys |= {f"w{one} {other}" for one, other in combinations(words, 2)}
    if len(whole) >= 7:
        keys |= {f"d{whole}"} | {f"d{whole[:cut]}{whole[cut + 1 :]}" for cut in range(len(whole))}
    return keys
