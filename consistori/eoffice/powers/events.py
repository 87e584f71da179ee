"""Facts of the register of powers. They name nobody: who gives and who receives is in the register."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PowerRegistered(Event):
    """A power entered the register (Llei 39/2015, art. 6.3)."""

    subject: ClassVar[str] = "power_id"
    says: ClassVar[Any] = _("registers the power %(reference)s, with the entry %(entry)s")
    icon: ClassVar[str] = "handover"

    power_id: UUID
    reference: str
    entry: str
    power_type: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class PowerChanged(Event):
    """A power was revoked, renounced or extended, and it is in the register (6.6, 6.7)."""

    subject: ClassVar[str] = "power_id"
    says: ClassVar[Any] = _("registers a change of the power %(reference)s, with the entry %(entry)s")
    icon: ClassVar[str] = "handover"

    power_id: UUID
    reference: str
    entry: str
    change: str


@dataclass(frozen=True, kw_only=True)
class RepresentationKept(Event):
    """For whom something was filed, and what proves it, is kept beside its entry (5.4, 5.5)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("keeps what proves for whom %(reference)s was filed")
    icon: ClassVar[str] = "handover"

    entry_id: UUID
    reference: str
    basis: str
    power: str


@dataclass(frozen=True, kw_only=True)
class CorrectionWritten(Event):
    """The letter that asks to correct an entry is written (Llei 39/2015, arts. 5.6 and 68)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("writes the letter that asks to correct %(reference)s")
    icon: ClassVar[str] = "mail"

    entry_id: UUID
    reference: str
    letter: str
    document_id: UUID
