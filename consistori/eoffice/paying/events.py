"""Facts of pay letters."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PayLetterIssued(Event):
    """A pay letter was made for an entry."""

    subject: ClassVar[str] = "letter_id"
    says: ClassVar[Any] = _("issues the pay letter %(reference)s, of %(amount)s €")
    icon: ClassVar[str] = "sheet"

    letter_id: UUID
    entry_id: UUID
    reference: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class ProofBrought(Event):
    """Whoever has to pay brought the proof that they did; the treasury has not looked at it yet."""

    subject: ClassVar[str] = "letter_id"
    says: ClassVar[Any] = _("receives the proof of payment of %(reference)s")
    icon: ClassVar[str] = "inbox"

    letter_id: UUID
    reference: str
    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayLetterPaid(Event):
    """The treasury says that a pay letter is paid."""

    subject: ClassVar[str] = "letter_id"
    says: ClassVar[Any] = _("marks %(reference)s as paid on %(paid_on)s")
    icon: ClassVar[str] = "done"

    letter_id: UUID
    reference: str
    paid_on: str
    how: str


@dataclass(frozen=True, kw_only=True)
class PaySettingChanged(Event):
    """Where the town is paid changed: the account is said, so that nobody changes it in silence."""

    says: ClassVar[Any] = _("changes the account where the town is paid to %(iban)s")
    icon: ClassVar[str] = "lock"

    iban: str
    days: int
