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


@dataclass(frozen=True, kw_only=True)
class PartiesUnited(PartyEvent):
    """Two parties turned out to be one: `absorbed_id` is known as `party_id`."""

    says: ClassVar = _("says that two entries were the same person or firm")
    icon: ClassVar[str] = "people"

    absorbed_id: UUID
    taken: list[str]


@dataclass(frozen=True, kw_only=True)
class PartiesSeparated(PartyEvent):
    """They were two after all: everything is where it was."""

    says: ClassVar = _("says that two entries that had been united are two people or firms")
    icon: ClassVar[str] = "restore"

    absorbed_id: UUID


@dataclass(frozen=True, kw_only=True)
class DuplicateDismissed(PartyEvent):
    """Two that look alike are two."""

    says: ClassVar = _("says that two people or firms that look alike are two")

    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartyRemoved(PartyEvent):
    """A party that a sheet brought, and that nobody had used, was taken out again."""

    says: ClassVar = _("takes out a person or firm that a sheet had brought")
    icon: ClassVar[str] = "trash"


@dataclass(frozen=True, kw_only=True)
class SheetEvent(Event):
    """Something happened to a sheet of people."""

    subject: ClassVar[str] = "sheet_id"
    icon: ClassVar[str] = "sheet"

    sheet_id: UUID
    file_name: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class SheetEntered(SheetEvent):
    """The good rows of a sheet were entered."""

    says: ClassVar = _("enters %(rows)s people or firms from the sheet %(file_name)s")


@dataclass(frozen=True, kw_only=True)
class SheetUndone(SheetEvent):
    """What a sheet had entered was taken out, except what has later work."""

    says: ClassVar = _("takes out %(rows)s people or firms of the sheet %(file_name)s")
    icon: ClassVar[str] = "restore"
