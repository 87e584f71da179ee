"""Facts of contacts, of the table of the front office and of the desk of certificates. They name nobody."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class ContactLogged(Event):
    """Somebody was attended."""

    subject: ClassVar[str] = "contact_id"
    says: ClassVar[Any] = _("writes down that somebody was attended")
    icon: ClassVar[str] = "comment"

    contact_id: UUID
    channel: str
    solved_at_once: bool


@dataclass(frozen=True, kw_only=True)
class FrontActAllowed(Event):
    """A post of the front office resolves something by itself, from a day on."""

    subject: ClassVar[str] = "row_id"
    says: ClassVar[Any] = _("lets the post “%(post)s” resolve by itself, by %(decree)s")
    icon: ClassVar[str] = "check"

    row_id: UUID
    act: str
    procedure: str
    post: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class FrontActEnded(Event):
    """A post of the front office no longer resolves it."""

    subject: ClassVar[str] = "row_id"
    says: ClassVar[Any] = _("ends what the post “%(post)s” resolved by itself")
    icon: ClassVar[str] = "close"

    row_id: UUID
    post: str


@dataclass(frozen=True, kw_only=True)
class CertificateActLogged(Event):
    """Something was done at the desk of certificates."""

    subject: ClassVar[str] = "certificate_act_id"
    says: ClassVar[Any] = _("writes down an act of the desk of certificates")
    icon: ClassVar[str] = "key"

    certificate_act_id: UUID
    certificate: str
    done: str
