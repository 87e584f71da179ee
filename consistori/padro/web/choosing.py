"""The form where somebody of the house says what a paper says and of whom; the same for a new one and for one asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.padro.rules.slips import Residence, Span, What, why_not_for
from consistori.padro.services.asking import consents_of


@dataclass(frozen=True)
class Choice:
    """What was said, or is proposed: never more than what the register has of that house."""

    what: str = What.SLIP
    span: str = Span.ALONE
    subject: UUID | None = None
    language: str = "ca"
    purpose: str = ""
    allowed: tuple[UUID, ...] = ()
    allowed_how: str = ""
    looked_at: str = ""

    @classmethod
    def posted(cls, data: Any, *, what: str) -> Choice:
        """As it came from the page; what is none of the choices is the first of them."""
        span = data.get("span", "")
        return cls(
            what=what if what in set(What) else What.SLIP,
            span=span if span in set(Span) else Span.ALONE,
            subject=_uuid(data.get("subject", "")),
            language="es" if data.get("language") == "es" else "ca",
            purpose=data.get("purpose", "")[:200],
            allowed=tuple(one for one in map(_uuid, data.getlist("allowed")) if one),
            allowed_how=data.get("allowed_how", "")[:100],
            looked_at=data.get("looked_at", "")[:100],
        )


@dataclass(frozen=True)
class Member:
    """Somebody of the house as the form shows them."""

    key: UUID
    name: str
    identifier: str
    age: int
    is_child_of_theirs: bool
    is_minor: bool
    has_allowed: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class House:
    """Who lives there, for the page."""

    residence: Residence
    members: list[Member] = field(default_factory=list)

    @property
    def papers_of(self) -> list[Member]:
        """Other people of whom a paper may be given: children; those of somebody else, once it is looked at."""
        return [one for one in self.members if one.is_minor]

    @property
    def must_allow(self) -> list[Member]:
        """Those who are named only if they allow it."""
        return [one for one in self.members if not one.is_child_of_theirs]

    @property
    def has_unsaid(self) -> bool:
        """Whether some child is not said to be theirs."""
        return any(one.is_minor and not one.is_child_of_theirs for one in self.members)


def house_of(residence: Residence, choice: Choice) -> House:
    """The house, with what was chosen."""
    from consistori.padro.rules.slips import age

    day, allowed = today(), {*consents_of(residence), *choice.allowed}
    members = [
        Member(
            key=one.key, name=one.full_name, identifier=one.identifier, age=age(one.birth_date, day),
            is_child_of_theirs=why_not_for(residence.person, one, day) is None, is_minor=one.is_minor(day),
            has_allowed=one.key in allowed, is_chosen=one.key == choice.subject,
        )
        for one in residence.household
    ]  # fmt: skip
    return House(residence, members)


def fault_context(refusal: Refusal | None) -> Mapping[str, Any]:
    """What went wrong and at which field."""
    return {"refusal": refusal, "fault_at": refusal.field if refusal else ""}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, AttributeError):
        return None
