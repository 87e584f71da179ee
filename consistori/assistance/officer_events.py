"""Facts of the register of authorised officers."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class OfficerAuthorised(Event):
    """Somebody may act for people who come or call, from a day on."""

    subject: ClassVar[str] = "officer_id"
    says: ClassVar[Any] = _("authorises %(name)s to assist people, by %(decree)s")
    icon: ClassVar[str] = "person"

    officer_id: UUID
    name: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class OfficerEnded(Event):
    """Somebody no longer acts for people; what was done stands."""

    subject: ClassVar[str] = "officer_id"
    says: ClassVar[Any] = _("ends the authorisation of %(name)s to assist people")
    icon: ClassVar[str] = "person"

    officer_id: UUID
    name: str
