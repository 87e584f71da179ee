"""Facts of saving."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.notifications.events import NotificationEvent
from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PersonCalled(NotificationEvent):
    """Somebody called whoever has not opened theirs. It notifies nothing (41.6)."""

    says: ClassVar[Any] = _("calls about the notification %(number)s")
    icon: ClassVar[str] = "phone"

    outcome: str


@dataclass(frozen=True, kw_only=True)
class SavingChanged(Event):
    """The town chose whether the program reminds by itself."""

    subject: ClassVar[str] = "setting_id"
    says: ClassVar[Any] = _("chooses what is reminded by itself of notifications that are not opened")
    icon: ClassVar[str] = "settings"

    setting_id: UUID
    reminds: bool
    on_day: int
