"""Facts of notifications, told in the life of the thing of which the act is (a case)."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class DispatchEvent(Event):
    """Something about an act on its way; `what` is its title, empty where it is reserved."""

    subject: ClassVar[str] = "thing_id"
    icon: ClassVar[str] = "mail"

    thing_id: UUID
    thing_kind: str
    dispatch_id: UUID
    document_id: UUID
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class NotificationPrepared(DispatchEvent):
    """The notifications of an act are ready to be sent."""

    says: ClassVar[Any] = _("prepares the notification of “%(what)s” to %(addressees)s")

    addressees: int
    numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class NotificationEvent(DispatchEvent):
    """Something that happened to one notification. It names nobody but by its key."""

    notification_id: UUID
    number: str
    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class PutAtDisposal(NotificationEvent):
    """It is at disposal of its addressee in the e-office (Llei 39/2015, arts. 42.1 and 43)."""

    says: ClassVar[Any] = _("puts the notification %(number)s at disposal: %(what)s")

    channel: str
    available_at: str
    expires_at: str = ""


@dataclass(frozen=True, kw_only=True)
class PractisedEvent(NotificationEvent):
    """It counts as notified from `practised_on` (a day, ISO), by the carrier that was first (41.7)."""

    practised_on: str
    channel: str
    carrier: str = ""


@dataclass(frozen=True, kw_only=True)
class NotificationAccessed(PractisedEvent):
    """Its content was opened: it is notified (43.2)."""

    says: ClassVar[Any] = _("opens the notification %(number)s: %(what)s")
    icon: ClassVar[str] = "eye"

    by_other: bool = False


@dataclass(frozen=True, kw_only=True)
class NotificationRejected(PractisedEvent):
    """Its addressee rejected it: the step is done and the procedure goes on (41.5)."""

    says: ClassVar[Any] = _("rejects the notification %(number)s: %(what)s")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class NotificationLapsed(PractisedEvent):
    """Ten natural days went by and nobody opened it: it is taken for rejected (43.2)."""

    says: ClassVar[Any] = _(
        "the notification %(number)s is rejected after ten days without being opened: %(what)s"
    )
    icon: ClassVar[str] = "hourglass"


@dataclass(frozen=True, kw_only=True)
class NotificationDelivered(PractisedEvent):
    """It was delivered by hand or by post (42.2)."""

    says: ClassVar[Any] = _("the notification %(number)s is delivered: %(what)s")
    icon: ClassVar[str] = "check"


@dataclass(frozen=True, kw_only=True)
class NotificationRefused(PractisedEvent):
    """Its addressee refused to take it: the step is done and the procedure goes on (41.5)."""

    says: ClassVar[Any] = _("the notification %(number)s is refused by its addressee: %(what)s")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class NotificationPublished(PractisedEvent):
    """It was announced in the BOE because it could not be delivered (44)."""

    says: ClassVar[Any] = _("the notification %(number)s is published in the BOE: %(what)s")
    icon: ClassVar[str] = "globe"

    reference: str = ""


PRACTISED = (
    NotificationAccessed,
    NotificationRejected,
    NotificationLapsed,
    NotificationDelivered,
    NotificationRefused,
    NotificationPublished,
)
"""By each of these it counts as notified: `@on(*PRACTISED)`."""


@dataclass(frozen=True, kw_only=True)
class LegSent(NotificationEvent):
    """A carrier has taken it: the letter is printed, the delivery has gone out."""

    says: ClassVar[Any] = _("sends the notification %(number)s on its way")

    carrier: str


@dataclass(frozen=True, kw_only=True)
class AttemptFailed(NotificationEvent):
    """Somebody tried to deliver it and could not (42.2)."""

    says: ClassVar[Any] = _("tries to deliver the notification %(number)s and cannot")
    icon: ClassVar[str] = "clock"

    carrier: str
    at: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LegFailed(NotificationEvent):
    """By that carrier it will not arrive."""

    says: ClassVar[Any] = _("the notification %(number)s cannot be delivered by that way")
    icon: ClassVar[str] = "warning"

    carrier: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccessRefused(NotificationEvent):
    """Somebody who may not open it wanted to: their power is not good now."""

    says: ClassVar[Any] = _("does not let the notification %(number)s be opened: %(reason)s")
    icon: ClassVar[str] = "lock"

    reason: str


@dataclass(frozen=True, kw_only=True)
class NotificationWithdrawn(NotificationEvent):
    """It was taken back before anybody was notified by it."""

    says: ClassVar[Any] = _("withdraws the notification %(number)s: %(reason)s")
    icon: ClassVar[str] = "restore"

    reason: str


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(NotificationEvent):
    """It goes by another way."""

    says: ClassVar[Any] = _("changes the way of the notification %(number)s")
    icon: ClassVar[str] = "handover"

    channel: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LapseExtended(NotificationEvent):
    """The office did not work: there are more days to open it (RD 203/2021, art. 44.4)."""

    says: ClassVar[Any] = _("gives until %(until)s to open the notification %(number)s")
    icon: ClassVar[str] = "hourglass"

    until: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class ProofMade(NotificationEvent):
    """The proof of how it ended is made; `proof_id` is its document."""

    says: ClassVar[Any] = _("makes the proof of the notification %(number)s")
    icon: ClassVar[str] = "seal"

    proof_id: UUID
