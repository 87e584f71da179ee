"""Facts of the addresses that are told."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EndpointAdded(Event):
    """A program will be told what happens, at this address."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("has «%(name)s» told of what happens, at %(url)s")
    icon: ClassVar[str] = "send"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class EndpointChanged(Event):
    """The address, what it is told, or its state changed."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("changes what «%(name)s» is told: %(what)s")
    icon: ClassVar[str] = "send"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class EndpointStopped(Event):
    """Nobody answered at the address for a whole day: it is told no more until somebody says so."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("stops telling «%(name)s»: it has not answered for a day")
    icon: ClassVar[str] = "warning"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class EndpointRemoved(Event):
    """The address is told no more."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("has «%(name)s» told no more")
    icon: ClassVar[str] = "trash"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str
