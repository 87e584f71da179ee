"""Facts of parties. They name them by their identifier only: the trail never forgets, and people may."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PartyEvent(Event):
    """Something happened to a party."""

    subject: ClassVar[str] = "party_id"
    icon: ClassVar[str] = "person"

    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartyAdded(PartyEvent):
    """A person or firm was entered among the parties of the town."""

    says: ClassVar = _("adds a person or firm")


@dataclass(frozen=True, kw_only=True)
class PartyCorrected(PartyEvent):
    """Data of a party were corrected; `fields` names which, never their values."""

    says: ClassVar = _("corrects the data of a person or firm")

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class IdentifierAdded(PartyEvent):
    """A party has one more identifier, or its first."""

    says: ClassVar = _("adds an identity document of a person or firm")


@dataclass(frozen=True, kw_only=True)
class AddressAdded(PartyEvent):
    """A party has a new postal address."""

    says: ClassVar = _("writes down a postal address of a person or firm")


@dataclass(frozen=True, kw_only=True)
class ChannelAdded(PartyEvent):
    """A party has a new e-mail or telephone."""

    says: ClassVar = _("adds an e-mail or telephone of a person or firm")


@dataclass(frozen=True, kw_only=True)
class ChannelVerified(PartyEvent):
    """Somebody checked that the e-mail or telephone reaches the party."""

    says: ClassVar = _("checks that a person or firm is reached there")


@dataclass(frozen=True, kw_only=True)
class WayChosen(PartyEvent):
    """A party that is not obliged chose the way; it takes effect the fifth working day."""

    says: ClassVar = _(
        "writes down the way in which a person wants to be addressed, in effect on %(effective_on)s"
    )

    way: str
    effective_on: str


@dataclass(frozen=True, kw_only=True)
class PartyProtected(PartyEvent):
    """The mark of protected person was put (R-RGP-08)."""

    says: ClassVar = _("marks a person as protected")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class PartyUnprotected(PartyEvent):
    """The mark of protected person was taken off."""

    says: ClassVar = _("takes the mark of protected off a person")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True
