"""Facts of the door of the API."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class ProgramTurnedAway(Event):
    """A program asked this entity for something with a key that is not of here, or for what is not here."""

    says: ClassVar = _("a program was turned away (%(path)s)")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True

    path: str
    reason: str
