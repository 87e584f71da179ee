"""Facts of seals of the body and of what is sealed by itself."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class SealAdded(Event):
    """The town has a seal of the body more."""

    subject: ClassVar[str] = "seal_id"
    says: ClassVar[Any] = _("adds the seal «%(name)s» of %(body)s")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    seal_id: UUID
    name: str
    body: str
    issuer: str


@dataclass(frozen=True, kw_only=True)
class SealRemoved(Event):
    """A seal of the body seals no more."""

    subject: ClassVar[str] = "seal_id"
    says: ClassVar[Any] = _("removes the seal «%(name)s» of %(body)s")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    seal_id: UUID
    name: str
    body: str


@dataclass(frozen=True, kw_only=True)
class AutomatedActFixed(Event):
    """What the program will do by itself, by decree (Llei 40/2015, art. 41.2)."""

    subject: ClassVar[str] = "act_id"
    says: ClassVar[Any] = _("fixes the automated act «%(what)s», by the decree %(decree)s")
    icon: ClassVar[str] = "law"
    internal: ClassVar[bool] = True

    act_id: UUID
    what: str
    decree: str
    body: str


@dataclass(frozen=True, kw_only=True)
class AutomatedActEnded(Event):
    """It is not done by itself any more."""

    subject: ClassVar[str] = "act_id"
    says: ClassVar[Any] = _("ends the automated act «%(what)s» of the decree %(decree)s")
    icon: ClassVar[str] = "law"
    internal: ClassVar[bool] = True

    act_id: UUID
    what: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class SealUsed(Event):
    """A seal was used so many times in an hour, for one act."""

    subject: ClassVar[str] = "seal_id"
    says: ClassVar[Any] = _("seals %(count)s times in an hour, for «%(what)s» (%(decree)s)")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    seal_id: UUID
    what: str
    count: int
    hour: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class SealStopped(Event):
    """Its brake is on: it seals nothing until somebody lets it go on."""

    subject: ClassVar[str] = "seal_id"
    says: ClassVar[Any] = _("stops the seal «%(name)s»: %(reason)s")
    icon: ClassVar[str] = "warning"
    internal: ClassVar[bool] = True

    seal_id: UUID
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SealLetGo(Event):
    """It seals again."""

    subject: ClassVar[str] = "seal_id"
    says: ClassVar[Any] = _("lets the seal «%(name)s» go on")
    icon: ClassVar[str] = "restore"
    internal: ClassVar[bool] = True

    seal_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class SealUseSet(Event):
    """Who may command an automated act, and how many times an hour it may seal."""

    subject: ClassVar[str] = "act_id"
    says: ClassVar[Any] = _("lets «%(what)s» seal %(per_hour)s times an hour, commanded by %(roles)s")
    icon: ClassVar[str] = "settings"
    internal: ClassVar[bool] = True

    act_id: UUID
    what: str
    per_hour: int
    roles: list[str]
