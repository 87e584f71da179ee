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
class TokenChanged(Event):
    """What the key of a program may do, or until when, changed."""

    says: ClassVar = _("changes what the key «%(name)s» may do")
    icon: ClassVar[str] = "key"

    token_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class TokenRotated(Event):
    """A program has a new secret; the one before serves for a time."""

    says: ClassVar = _("gives the key «%(name)s» a new secret")
    icon: ClassVar[str] = "key"

    token_id: UUID
    name: str
    old_until: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """The key of a program was withdrawn."""

    says: ClassVar = _("withdraws the key «%(name)s»")
    icon: ClassVar[str] = "key"

    token_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class AccessGranted(Event):
    """The town lets somebody see a case, or what is not reserved, until a day."""

    subject: ClassVar[str] = "case_id"
    says: ClassVar = _("lets %(name)s see %(what)s until %(until)s: %(reason)s")
    icon: ClassVar[str] = "eye"

    grant_id: UUID
    person_id: UUID
    name: str
    what: str
    until: str
    reason: str
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AccessTakenBack(Event):
    """What the town had let somebody see is seen no more."""

    subject: ClassVar[str] = "case_id"
    says: ClassVar = _("takes back what %(name)s was let see: %(what)s")
    icon: ClassVar[str] = "lock"

    grant_id: UUID
    person_id: UUID
    name: str
    what: str
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class InformationAsked(Event):
    """A councillor in opposition asked for information."""

    says: ClassVar = _("asks to see: %(what)s")
    icon: ClassVar[str] = "help"

    request_id: UUID
    what: str
    decide_by: str


@dataclass(frozen=True, kw_only=True)
class InformationGiven(Event):
    """A councillor in opposition was given what she asked."""

    says: ClassVar = _("gives %(name)s the information that was asked: %(what)s")
    icon: ClassVar[str] = "check"

    request_id: UUID
    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class InformationRefused(Event):
    """A councillor in opposition was refused what she asked, with the reason."""

    says: ClassVar = _("refuses %(name)s the information that was asked: %(reason)s")
    icon: ClassVar[str] = "close"

    request_id: UUID
    name: str
    reason: str
