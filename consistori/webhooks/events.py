"""Facts of the addresses that are told."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EndpointAdded(Event):
    """A program will be told what happens, at an address of this host (the rest of it may be a secret)."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("has «%(name)s» told of what happens, at %(host)s")
    icon: ClassVar[str] = "send"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str
    host: str


@dataclass(frozen=True, kw_only=True)
class EndpointChanged(Event):
    """The address, what it is told, its secret or its state changed; `what`, a word for programs, says which."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("changes how «%(name)s» is told")
    icon: ClassVar[str] = "send"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class EndpointTried(Event):
    """A trial message was sent to the address."""

    subject: ClassVar[str] = "endpoint_id"
    says: ClassVar = _("sends a trial to «%(name)s»")
    icon: ClassVar[str] = "send"
    internal: ClassVar[bool] = True

    endpoint_id: UUID
    name: str


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
