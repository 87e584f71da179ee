"""Facts of looking things up: never what was answered."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class DataLookedUp(Event):
    """Somebody looked up a datum of a citizen in another administration, for an entry."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("looks up “%(key)s” for %(reference)s")
    icon: ClassVar[str] = "search"

    entry_id: UUID
    reference: str
    key: str
    outcome: str
