"""Facts about notices. That one was sent is in the evidence of its notification; here, what somebody has to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class NoticeFailed(Event):
    """A notice did not arrive: the server refused it, it came back, or nobody took it in two days."""

    subject: ClassVar[str] = "notification_id"
    says: ClassVar[Any] = _("knows that a notice of the notification %(number)s did not arrive")
    icon: ClassVar[str] = "mail"

    notification_id: UUID
    number: str
    notice_id: UUID
    party_id: UUID
    notice_kind: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class NoticeAskedAgain(Event):
    """Somebody of the house had another notice sent."""

    subject: ClassVar[str] = "notification_id"
    says: ClassVar[Any] = _("has another notice sent of the notification %(number)s")
    icon: ClassVar[str] = "mail"

    notification_id: UUID
    number: str
    round: int
    how_many: int


@dataclass(frozen=True, kw_only=True)
class NoticeWishTold(Event):
    """Somebody said where they want notices, or where not."""

    subject: ClassVar[str] = "party_id"
    says: ClassVar[Any] = _("writes down where a person wants notices")
    icon: ClassVar[str] = "mail"

    party_id: UUID
    notice_kind: str
    wanted: bool
