"""Questions about the register of authorised officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.assistance.models import AuthorisedOfficer
from consistori.directory.models import Post
from consistori.directory.selectors import post_title
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.signature.copies import selectors as copies
from consistori.signature.models import CopyOfficer


class Scope(StrEnum):
    """For what somebody is authorised: to act for people, or to issue authentic copies."""

    ASSIST = "assist"
    COPIES = "copies"


SCOPES: dict[str, Any] = {
    Scope.ASSIST: _("Assist people: identify them and sign for them"),
    Scope.COPIES: _("Issue authentic copies"),
}


@dataclass(frozen=True)
class Authorisation:
    """A line of the register, of either scope."""

    pk: UUID
    scope: Scope
    person_id: UUID
    name: str
    post: str
    decree: str
    starts_on: date
    ends_on: date | None

    @property
    def words(self) -> Any:
        return SCOPES[self.scope]

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on <= today()


def officer_of(
    who: Actor | UUID, scope: str = Scope.ASSIST, at: date | None = None
) -> AuthorisedOfficer | CopyOfficer | None:
    """The authorisation of this person in force on that day (today), if a post of hers is live then.

    Two statements. It is the row that an act keeps.
    """
    person_id = who.person_id if isinstance(who, Actor) else who
    if person_id is None:
        return None
    day = at or today()
    if not Post.objects.live(day).filter(person_id=person_id).exists():
        return None
    model: Any = AuthorisedOfficer if scope == Scope.ASSIST else CopyOfficer
    found: AuthorisedOfficer | CopyOfficer | None = (
        model.objects.in_force(day).filter(person_id=person_id).select_related("person").first()
    )
    return found


def register() -> list[Authorisation]:
    """The whole register: who is in force first, by name; those that ended stay."""
    lines = [
        Authorisation(
            one.pk, Scope.ASSIST, one.person_id, one.name, one.post, one.decree, one.starts_on, one.ends_on
        )
        for one in AuthorisedOfficer.objects.all()
    ]
    lines += [
        Authorisation(
            one.pk, Scope.COPIES, one.person_id, one.person.full_name, post_title(one.person_id),
            one.decree, one.starts_on, one.ends_on,
        )
        for one in copies.officers()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.is_over, line.name, line.scope, line.starts_on))
