"""Facts of the board. Their subject is the document of the town hall, so that the life of its case tells them."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class EdictEvent(Event):
    """Something that happened to an edict."""

    subject: ClassVar[str] = "document_id"
    icon: ClassVar[str] = "pin"

    edict_id: UUID
    document_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True)
class EdictPrepared(EdictEvent):
    """A document was read in search of personal data, to be published."""

    says: ClassVar[Any] = _("prepares the publication of «%(title)s»: %(found)s things to look at")

    title: str
    found: int


@dataclass(frozen=True, kw_only=True)
class PersonalDataDecided(EdictEvent):
    """A person decided what may be read of people, and the published version was made."""

    says: ClassVar[Any] = _("makes the version of «%(title)s» that will be published: %(hidden)s data hidden")
    icon: ClassVar[str] = "eye"

    title: str
    hidden: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EdictPublished(EdictEvent):
    """It goes on the board."""

    says: ClassVar[Any] = _(
        "publishes the edict %(reference)s on the board, from %(starts_on)s to %(until_on)s"
    )

    kind_code: str
    starts_on: str
    until_on: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EdictSealed(EdictEvent):
    """Its entry or its exit is proven by a sealed paper. `moment`: `entry` or `exit`."""

    says: ClassVar[Any] = _("seals the paper of the edict %(reference)s")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    moment: str
    slip_id: UUID
    sealed: bool


@dataclass(frozen=True, kw_only=True)
class ExposureExtended(EdictEvent):
    """It stays longer."""

    says: ClassVar[Any] = _("leaves the edict %(reference)s on the board until %(until_on)s: %(reason)s")

    until_on: str
    before: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EdictTakenDown(EdictEvent):
    """It left the board before its day. `why`: court, annulled, mistake, people."""

    says: ClassVar[Any] = _("takes the edict %(reference)s down from the board: %(words)s")
    icon: ClassVar[str] = "stop"

    why: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ExposureCertified(EdictEvent):
    """Its exposure is certified; `certificate_id` is the document."""

    says: ClassVar[Any] = _("certifies the exposure of the edict %(reference)s")
    icon: ClassVar[str] = "seal"

    certificate_id: UUID
    rounds: int
    is_continuous: bool


@dataclass(frozen=True, kw_only=True)
class EdictNotServed(EdictEvent):
    """A round found that the public page does not serve it as it was published. `seen`: absent or altered."""

    says: ClassVar[Any] = _("finds that the edict %(reference)s is not served as it was published")
    icon: ClassVar[str] = "warning"

    seen: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class EdictDropped(EdictEvent):
    """It will not be published."""

    says: ClassVar[Any] = _("gives up the publication of «%(title)s»")
    icon: ClassVar[str] = "close"

    title: str
