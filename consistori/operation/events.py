"""Facts of the entities themselves: told in the trail of the province and in that of the entity."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EntityCreated(Event):
    """There is a new entity."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("creates the entity «%(name)s»")
    icon: ClassVar[str] = "building"

    slug: str
    name: str
    modality: str


@dataclass(frozen=True, kw_only=True)
class EntityChanged(Event):
    """Names, codes, colours or addresses of an entity changed: `fields` names them, not what they say."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("changes the settings of «%(name)s» (%(fields)s)")
    icon: ClassVar[str] = "settings"

    slug: str
    name: str
    fields: str


@dataclass(frozen=True, kw_only=True)
class ModalityChanged(Event):
    """The modality, or single switches, of an entity changed: nothing is converted."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("changes the modality of «%(name)s» from %(before)s to %(after)s")
    icon: ClassVar[str] = "settings"

    slug: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class StaffShared(Event):
    """The staff of the town works in its trust too, or no more."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("brings the staff of the town: %(given)s posts given, %(ended)s ended")
    icon: ClassVar[str] = "people"

    given: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class StaffSharingChanged(Event):
    """From now on a trust works with the staff of its town too, or no more: `who` says it in words."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("changes who works in «%(name)s»: %(who)s")
    icon: ClassVar[str] = "people"

    slug: str
    name: str
    shared: bool
    who: str


@dataclass(frozen=True, kw_only=True)
class JobTriedAgain(Event):
    """A job of the machine that failed was put in the queue again."""

    subject: ClassVar[str] = ""
    says: ClassVar = _("puts the job %(job)s in the queue again")
    icon: ClassVar[str] = "restore"

    job_id: int
    job: str


@dataclass(frozen=True, kw_only=True)
class FaultMended(Event):
    """An error of the program was seen to."""

    subject: ClassVar[str] = "fault_id"
    says: ClassVar = _("marks as mended the error %(error)s (%(place)s)")
    icon: ClassVar[str] = "check"

    fault_id: UUID
    error: str
    place: str
