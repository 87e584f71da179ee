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
