"""Facts of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class NoticePublished(Event):
    """Everybody in the entity was told something."""

    subject: ClassVar[str] = "notice_id"
    says: ClassVar = _("Publishes the notice “%(title)s”")
    icon: ClassVar[str] = "bell"
    notice_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Event):
    """A notice was taken down before its last day."""

    subject: ClassVar[str] = "notice_id"
    says: ClassVar = _("Takes down the notice “%(title)s”")
    icon: ClassVar[str] = "bell"
    notice_id: UUID
    title: str
