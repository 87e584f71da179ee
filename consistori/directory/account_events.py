"""Facts of accounts: links, doors that close and open, sessions that end."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Something of the account of a person who works here."""

    subject: ClassVar[str] = "person_id"
    icon: ClassVar[str] = "key"

    person_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class LinkSentAgain(AccountEvent):
    """A new link was sent; the ones before serve no more."""

    says: ClassVar = _("sends %(name)s a new link to enter")


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(AccountEvent):
    """The person used her link and set how she enters."""

    says: ClassVar = _("sets her password with the link of the invitation")


@dataclass(frozen=True, kw_only=True)
class DoorClosed(AccountEvent):
    """The door of an account closed by itself after wrong tries."""

    says: ClassVar = _("closes the door of %(name)s for a quarter of an hour: too many wrong tries")
    icon: ClassVar[str] = "lock"


@dataclass(frozen=True, kw_only=True)
class DoorReleased(AccountEvent):
    """An administrator opened the door again before its time."""

    says: ClassVar = _("opens the door of %(name)s again after the wrong tries")


@dataclass(frozen=True, kw_only=True)
class HelpAsked(AccountEvent):
    """A person who has her password and not her second factor asked to be let in."""

    says: ClassVar = _("asks for a new link: she does not have her second factor")


@dataclass(frozen=True, kw_only=True)
class AccountClosed(AccountEvent):
    """The account enters nowhere any more."""

    says: ClassVar = _("closes the account of %(name)s and ends its sessions")
    icon: ClassVar[str] = "lock"


@dataclass(frozen=True, kw_only=True)
class AccountOpened(AccountEvent):
    """A closed account may enter again."""

    says: ClassVar = _("opens the account of %(name)s again")


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AccountEvent):
    """The administrator ended the sessions of a person."""

    says: ClassVar = _("ends the sessions of %(name)s")
    icon: ClassVar[str] = "lock"


@dataclass(frozen=True, kw_only=True)
class SessionStolen(AccountEvent):
    """A session was used from another machine than the one that opened it, and was ended."""

    says: ClassVar = _("ends a session of %(name)s that was used from another machine")
    icon: ClassVar[str] = "warning"
