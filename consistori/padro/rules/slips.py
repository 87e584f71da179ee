"""To whom a slip is given and whom it names: nobody else's data, children by whoever answers for them.

Llei 7/1985, art. 16; Reial decret 1690/1986, arts. 53 i 61; RGPD, arts. 5 i 6.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

ARTICLE = "Llei 7/1985, art. 16; RGPD, art. 5"
OF_AGE = 18


class What(StrEnum):
    """A slip [volant] informs and may be sealed; a certificate [certificat] is attested by the secretary."""

    SLIP = "slip"
    CERTIFICATE = "certificate"


class Span(StrEnum):
    """Of one person, or with whom they live [individual, col·lectiu]."""

    ALONE = "alone"
    TOGETHER = "together"


@dataclass(frozen=True)
class Resident:
    """Somebody of the register. `key` is the same in all its versions; `guardians` are the numbers of who answers
    for them."""

    key: UUID
    name: str
    birth_date: date
    since: date
    surname1: str = ""
    surname2: str = ""
    identifier: str = ""
    guardians: tuple[str, ...] = ()
    is_protected: bool = False

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.name, self.surname1, self.surname2) if part)

    def is_minor(self, on: date) -> bool:
        """Under eighteen on that day (Constitució, art. 12)."""
        return age(self.birth_date, on) < OF_AGE


@dataclass(frozen=True)
class Residence:
    """Where somebody lives and with whom, as the register says it. `source` and `as_of` say which one, and of when."""

    person: Resident
    street: str
    source: str
    as_of: date
    number: str = ""
    floor: str = ""
    postcode: str = ""
    place: str = ""
    household: tuple[Resident, ...] = field(default_factory=tuple)

    @property
    def first_line(self) -> str:
        """«Carrer Major, 12, 2n 1a»."""
        return ", ".join(part for part in (self.street, self.number, self.floor) if part)

    @property
    def second_line(self) -> str:
        """«17850 Castellroc»."""
        return " ".join(part for part in (self.postcode, self.place) if part)

    @property
    def everybody(self) -> tuple[Resident, ...]:
        return (self.person, *self.household)

    def member(self, key: UUID) -> Resident | None:
        """Somebody of the house."""
        return next((one for one in self.everybody if one.key == key), None)


class Why(StrEnum):
    """Why a slip does not come out by itself, or not at all."""

    NOT_APPROVED = "not_approved"
    UNKNOWN = "unknown"
    AWAY = "away"
    NOT_THEIRS = "not_theirs"
    NOT_SAID = "not_said"
    PROTECTED = "protected"
    NO_SEAL = "no_seal"
    HISTORY = "history"
    NO_SECRETARY = "no_secretary"


def age(birth_date: date, on: date) -> int:
    """Whole years on that day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def why_not_for(applicant: Resident, subject: Resident, on: date) -> Why | None:
    """Why `applicant` is not given a paper of `subject`; None when they are.

    Their own, and that of a child for whom the register says that they answer. Of an adult, only their own asking.
    """
    if subject.key == applicant.key:
        return None
    if not subject.is_minor(on):
        return Why.NOT_THEIRS
    if applicant.identifier and applicant.identifier in subject.guardians and not applicant.is_minor(on):
        return None
    return Why.NOT_SAID


@dataclass(frozen=True)
class Named:
    """Who is in a slip by name, and how many more live there and are only counted."""

    people: tuple[Resident, ...]
    counted: int


def named_in(
    residence: Residence, subject: Resident, span: str, *, allowed: Collection[UUID], on: date
) -> Named:
    """Whom a slip names: the subject; together, the children of the applicant and the adults who have allowed it."""
    if span == Span.ALONE:
        return Named((subject,), 0)
    applicant = residence.person
    people, counted = [subject], 0
    for one in residence.everybody:
        if one.key == subject.key:
            continue
        if one.key in allowed or why_not_for(applicant, one, on) is None:
            people.append(one)
        else:
            counted += 1
    return Named(tuple(people), counted)


def needs_a_person(residence: Residence, span: str) -> bool:
    """Whether somebody has to look at it first: a protected person lives there and it would tell with whom."""
    return span == Span.TOGETHER and any(one.is_protected for one in residence.everybody)


def who_must_allow(residence: Residence, on: date) -> list[Resident]:
    """The others of the house who are only named if they allow it, or whoever answers for them does."""
    person = residence.person
    return [one for one in residence.household if why_not_for(person, one, on) is not None]


def children_of(residence: Residence, on: date) -> Sequence[Resident]:
    """Those for whom the person may ask a paper."""
    person = residence.person
    return [one for one in residence.household if why_not_for(person, one, on) is None]
