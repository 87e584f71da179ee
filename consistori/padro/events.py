"""Facts of the register of residents. They never say who lives where: that is in the documents."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class RegisterPutInForce(Event):
    """A version of the register of residents counts from now on."""

    subject: ClassVar[str] = "load_id"
    says: ClassVar[Any] = _("puts in force the version %(number)s of the register of residents")
    icon: ClassVar[str] = "people"

    load_id: UUID
    number: int
    sha256: str
    residents: int


@dataclass(frozen=True, kw_only=True)
class ResidencePaperAsked(Event):
    """Somebody asked for a slip or a certificate."""

    subject: ClassVar[str] = "paper_id"
    says: ClassVar[Any] = _("asks for a paper of the register of residents, %(reference)s")
    icon: ClassVar[str] = "document"

    paper_id: UUID
    entry_id: UUID
    reference: str
    what: str
    span: str


@dataclass(frozen=True, kw_only=True)
class ResidencePaperOrdered(Event):
    """A person of the house, or an approval on record, orders that it be made and sealed."""

    subject: ClassVar[str] = "paper_id"
    says: ClassVar[Any] = _("orders the paper of the register of residents of %(reference)s")
    icon: ClassVar[str] = "stamp"

    paper_id: UUID
    reference: str
    approval: str = ""
    allowed_how: str = ""


@dataclass(frozen=True, kw_only=True)
class ResidencePaperIssued(Event):
    """A slip came out sealed, or a certificate signed, with its exit number."""

    subject: ClassVar[str] = "paper_id"
    says: ClassVar[Any] = _("issues a paper of the register of residents, %(exit)s")
    icon: ClassVar[str] = "seal"

    paper_id: UUID
    reference: str
    exit: str
    document_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class ResidencePaperRefused(Event):
    """A paper is not issued, with the reason that the person reads."""

    subject: ClassVar[str] = "paper_id"
    says: ClassVar[Any] = _("does not issue the paper of the register of residents of %(reference)s")
    icon: ClassVar[str] = "close"

    paper_id: UUID
    reference: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HouseholdConsentGiven(Event):
    """An adult lets the slips of those with whom they live name them."""

    subject: ClassVar[str] = "consent_id"
    says: ClassVar[Any] = _("lets the slips of the house say their name")
    icon: ClassVar[str] = "person"
    internal: ClassVar[bool] = True

    consent_id: UUID
    until: str


@dataclass(frozen=True, kw_only=True)
class HouseholdConsentWithdrawn(Event):
    """They take it back."""

    subject: ClassVar[str] = "consent_id"
    says: ClassVar[Any] = _("takes back that the slips of the house say their name")
    icon: ClassVar[str] = "person"
    internal: ClassVar[bool] = True

    consent_id: UUID
