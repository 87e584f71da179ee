"""Facts of what the office says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class OfficeSettingChanged(Event):
    """The hours of the counter or the creation act of the office changed."""

    subject: ClassVar[str] = "setting_id"
    says: ClassVar = _("changes the hours or the creation act of the e-office")
    icon: ClassVar[str] = "clock"
    setting_id: UUID
    hours: list[str]
    creation_act: str


@dataclass(frozen=True, kw_only=True)
class OfficeTextWritten(Event):
    """A legal page of the office has a new version of its text."""

    subject: ClassVar[str] = "text_id"
    says: ClassVar = _("writes version %(number)s of the page “%(page)s” of the e-office (%(language)s)")
    icon: ClassVar[str] = "pen"
    text_id: UUID
    page: str
    language: str
    number: int


@dataclass(frozen=True, kw_only=True)
class IncidentPublished(Event):
    """An incident or a planned interruption of the office was published (Llei 39/2015, art. 32.4)."""

    subject: ClassVar[str] = "incident_id"
    says: ClassVar = _("publishes the incident of the e-office “%(what)s”")
    icon: ClassVar[str] = "warning"
    incident_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class IncidentChanged(Event):
    """An incident ended, or terms were extended because of it."""

    subject: ClassVar[str] = "incident_id"
    says: ClassVar = _(
        "says when the incident “%(what)s” ends (%(ends_at)s) and to which day terms go (%(extended_to)s)"
    )
    icon: ClassVar[str] = "warning"
    incident_id: UUID
    what: str
    ends_at: str
    extended_to: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class PublicNoticePublished(Event):
    """The office tells everybody something."""

    subject: ClassVar[str] = "notice_id"
    says: ClassVar = _("tells everybody at the e-office: “%(title)s”")
    icon: ClassVar[str] = "bell"
    notice_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class PublicNoticeWithdrawn(Event):
    """A notice of the office was taken down."""

    subject: ClassVar[str] = "notice_id"
    says: ClassVar = _("takes down from the e-office the notice “%(title)s”")
    icon: ClassVar[str] = "bell"
    notice_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class PhoneOnlyBegan(Event):
    """From now on people are attended by telephone only."""

    subject: ClassVar[str] = "time_id"
    says: ClassVar = _("attends by telephone only (%(phone)s)")
    icon: ClassVar[str] = "phone"
    time_id: UUID
    phone: str


@dataclass(frozen=True, kw_only=True)
class PhoneOnlyEnded(Event):
    """The doors are open again."""

    subject: ClassVar[str] = "time_id"
    says: ClassVar = _("opens the doors again: no longer by telephone only")
    icon: ClassVar[str] = "building"
    time_id: UUID
