"""Facts of the counter."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PapersGivenBack(Event):
    """The papers of an entry went home with whoever brought them (Llei 39/2015, art. 16.5; R-REG-08)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("gives the papers of %(reference)s back to whoever brought them")
    icon: ClassVar[str] = "handover"

    entry_id: UUID
    reference: str
