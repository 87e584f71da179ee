"""Facts of the appointments. They name nobody: the trail never forgets, an appointment does."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class AppointmentEvent(Event):
    """Something that happened to an appointment."""

    subject: ClassVar[str] = "appointment_id"
    icon: ClassVar[str] = "calendar"

    appointment_id: UUID
    code: str
    service: str


@dataclass(frozen=True, kw_only=True)
class AppointmentGiven(AppointmentEvent):
    """An hour was given."""

    says: ClassVar[Any] = _("gives the appointment %(code)s: %(service)s")

    starts_at: str
    through: str


@dataclass(frozen=True, kw_only=True)
class AppointmentMoved(AppointmentEvent):
    """It is at another hour."""

    says: ClassVar[Any] = _("moves the appointment %(code)s: %(service)s")

    starts_at: str
    before: str


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(AppointmentEvent):
    """It will not be; its hour is free again."""

    says: ClassVar[Any] = _("cancels the appointment %(code)s: %(service)s")
    icon: ClassVar[str] = "close"

    by_us: bool


@dataclass(frozen=True, kw_only=True)
class AppointmentAttended(AppointmentEvent):
    """Somebody came and was attended."""

    says: ClassVar[Any] = _("attends the appointment %(code)s: %(service)s")
    icon: ClassVar[str] = "check"


@dataclass(frozen=True, kw_only=True)
class AppointmentMissed(AppointmentEvent):
    """Nobody came."""

    says: ClassVar[Any] = _("writes that nobody came to the appointment %(code)s: %(service)s")
    icon: ClassVar[str] = "minus"


@dataclass(frozen=True, kw_only=True)
class AppointmentTakenBack(AppointmentEvent):
    """What was written of how it went is not so."""

    says: ClassVar[Any] = _("takes back how the appointment %(code)s went: %(service)s")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Event):
    """What can be asked for was changed."""

    subject: ClassVar[str] = "service_id"
    says: ClassVar[Any] = _("changes the appointments of “%(name)s”")
    icon: ClassVar[str] = "settings"

    service_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class DeskChanged(Event):
    """Who attends, or when, was changed."""

    subject: ClassVar[str] = "desk_id"
    says: ClassVar[Any] = _("changes the hours of “%(name)s”")
    icon: ClassVar[str] = "clock"

    desk_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class DaysClosed(Event):
    """Some days are not as every week."""

    subject: ClassVar[str] = "closed_id"
    says: ClassVar[Any] = _("changes the appointments from %(first_on)s to %(last_on)s: %(reason)s")
    icon: ClassVar[str] = "calendar"

    closed_id: UUID
    first_on: str
    last_on: str
    reason: str
