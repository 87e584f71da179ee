"""Facts of the directory."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class OutsiderTurnedAway(Event):
    """Somebody with no live post here asked for an address of this entity; she saw nothing."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("was turned away: no post here (%(path)s)")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True

    person_id: UUID | None
    path: str


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """A person was given a login."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("invites %(name)s")
    icon: ClassVar[str] = "person"

    person_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class PostGiven(Event):
    """A person holds a post from a date."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("gives %(name)s the post «%(title)s»")
    icon: ClassVar[str] = "person"

    person_id: UUID
    name: str
    title: str
    role: str


@dataclass(frozen=True, kw_only=True)
class PostEnded(Event):
    """A person no longer holds a post from a date."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("ends the post «%(title)s» of %(name)s on %(ends_on)s")
    icon: ClassVar[str] = "person"

    person_id: UUID
    name: str
    title: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class TokenCreated(Event):
    """A program was given a key."""

    says: ClassVar = _("creates the key «%(name)s» for a program")
    icon: ClassVar[str] = "key"

    token_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """The key of a program was withdrawn."""

    says: ClassVar = _("withdraws the key «%(name)s»")
    icon: ClassVar[str] = "key"

    token_id: UUID
    name: str
