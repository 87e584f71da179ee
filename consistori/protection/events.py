"""Facts of data protection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class AccessRequestEvent(Event):
    """Something of a request of access. The name is not said: whoever may, finds the person by its key."""

    subject: ClassVar[str] = "party_id"
    internal: ClassVar[bool] = True

    request_id: UUID
    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccessAsked(AccessRequestEvent):
    """Somebody asked what we hold of them."""

    says: ClassVar = _("writes down that a person asks to see their data, to answer by %(due_on)s")
    icon: ClassVar[str] = "help"

    due_on: str


@dataclass(frozen=True, kw_only=True)
class AccessPrepared(AccessRequestEvent):
    """The answer was put together."""

    says: ClassVar = _("prepares the answer to a person who asked to see their data")
    icon: ClassVar[str] = "folder"

    sha256: str


@dataclass(frozen=True, kw_only=True)
class AccessAnswered(AccessRequestEvent):
    """The answer was handed over."""

    says: ClassVar = _("answers a person who asked to see their data: %(how)s")
    icon: ClassVar[str] = "check"

    how: str
