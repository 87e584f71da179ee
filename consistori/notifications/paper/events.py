"""Facts of the way of paper that the core does not tell: the announcement in the BOE, the delivery by hand."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.notifications.events import NotificationEvent


@dataclass(frozen=True, kw_only=True)
class AnnouncementPrepared(NotificationEvent):
    """The announcement of what could not be delivered is ready to be sent to the BOE (44)."""

    says: ClassVar[Any] = _("prepares the announcement in the BOE of the notification %(number)s")
    icon: ClassVar[str] = "globe"

    brief: bool


@dataclass(frozen=True, kw_only=True)
class AnnouncementPublished(NotificationEvent):
    """The BOE has published it. Of a tax it does not notify yet (LGT 112.2)."""

    says: ClassVar[Any] = _("writes where the notification %(number)s was announced: %(reference)s")
    icon: ClassVar[str] = "globe"

    reference: str
    published_on: str


@dataclass(frozen=True, kw_only=True)
class DiligenceMade(NotificationEvent):
    """The diligence of a delivery by hand is a document, `diligence_id` (41.1)."""

    says: ClassVar[Any] = _("writes the diligence of the delivery by hand of the notification %(number)s")
    icon: ClassVar[str] = "check"

    diligence_id: UUID
