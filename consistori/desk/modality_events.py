"""Facts of how the town works: what its people turned on and off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class SwitchTurnedOn(Event):
    """Something of the method is shown from now on."""

    subject: ClassVar[str] = "switch_id"
    says: ClassVar[Any] = _("turns on «%(label)s»")
    icon: ClassVar[str] = "settings"

    switch_id: UUID
    switch: str
    label: str


@dataclass(frozen=True, kw_only=True)
class SwitchTurnedOff(Event):
    """Something of the method is hidden from now on; what was made with it stays."""

    subject: ClassVar[str] = "switch_id"
    says: ClassVar[Any] = _("turns off «%(label)s»: what was made with it stays")
    icon: ClassVar[str] = "settings"

    switch_id: UUID
    switch: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ModalityNamed(Event):
    """The town is called by another modality; nothing is shown or hidden by it."""

    subject: ClassVar[str] = ""
    says: ClassVar[Any] = _("says that the town hall works in the modality «%(after)s»; before, «%(before)s»")
    icon: ClassVar[str] = "settings"

    before: str
    after: str
