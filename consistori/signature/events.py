"""Facts of signatures. Who asked hears of them by `asked_by_id`, who must sign by `signer_id`."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class SignatureRequested(Event):
    """Somebody is asked to sign a document, already frozen."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("asks %(signer_name)s to sign «%(title)s»")
    icon: ClassVar[str] = "pen"

    document_id: UUID
    request_id: UUID
    title: str
    signer_id: UUID
    signer_name: str


@dataclass(frozen=True, kw_only=True)
class SignatureTriedAgain(Event):
    """What could not be signed waits again in the tray of whoever was asked."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("puts «%(title)s» back in the tray of %(signer_name)s, to be signed again")
    icon: ClassVar[str] = "pen"

    document_id: UUID
    request_id: UUID
    title: str
    signer_id: UUID
    signer_name: str


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(Event):
    """A person signed a document; `sha256` names the file with the signature."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("signs «%(title)s»")
    icon: ClassVar[str] = "seal"

    document_id: UUID
    request_id: UUID
    title: str
    signer_id: UUID
    asked_by_id: UUID | None
    sha256: str
    stamped_at: str


@dataclass(frozen=True, kw_only=True)
class SignedForAnother(Event):
    """A document is signed in the place of another, by delegation or substitution (Llei 40/2015, art. 9, 12, 13).

    Told beside `DocumentSigned`, with the decree by which the competence was held on that day (R-DEC-02).
    """

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("acts for %(of_name)s in «%(title)s», by the decree %(decree)s: %(post)s")
    icon: ClassVar[str] = "handover"

    document_id: UUID
    request_id: UUID
    title: str
    of_id: UUID
    of_name: str
    manner: str
    decree: str
    post: str


@dataclass(frozen=True, kw_only=True)
class SignaturePassedOn(Event):
    """What was asked of a person who leaves is asked of another."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("passes «%(title)s» from the tray of %(from_name)s to that of %(signer_name)s")
    icon: ClassVar[str] = "handover"

    document_id: UUID
    request_id: UUID
    title: str
    from_name: str
    signer_id: UUID
    signer_name: str


@dataclass(frozen=True, kw_only=True)
class SignatureReturned(Event):
    """A person returned a document without signing it, and said why."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("returns «%(title)s» without signing: %(reason)s")
    icon: ClassVar[str] = "back"

    document_id: UUID
    request_id: UUID
    title: str
    signer_id: UUID
    asked_by_id: UUID | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawn(Event):
    """Whoever asked no longer asks."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("withdraws «%(title)s» from the tray of %(signer_name)s")
    icon: ClassVar[str] = "back"

    document_id: UUID
    request_id: UUID
    title: str
    signer_id: UUID
    signer_name: str


@dataclass(frozen=True, kw_only=True)
class BatchEnded(Event):
    """A batch of signatures ended: all signed, or interrupted with some left."""

    subject: ClassVar[str] = "batch_id"
    says: ClassVar[Any] = _("signs %(done)s of %(total)s documents")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    batch_id: UUID
    person_id: UUID
    done: int
    total: int
    trouble: str


@dataclass(frozen=True, kw_only=True)
class TimestampsAreBack(Event):
    """The timestamp server answers again; these people had documents waiting for it."""

    says: ClassVar[Any] = _("the timestamp server answers again: what was waiting can be signed")
    icon: ClassVar[str] = "hourglass"
    internal: ClassVar[bool] = True

    person_ids: list[str]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class SigningKeyAdded(Event):
    """A person brought a signing key, or had a demonstration one issued."""

    subject: ClassVar[str] = "key_id"
    says: ClassVar[Any] = _("adds the signing key «%(name)s»")
    icon: ClassVar[str] = "key"
    internal: ClassVar[bool] = True

    key_id: UUID
    person_id: UUID
    name: str
    issuer: str
    serial: str


@dataclass(frozen=True, kw_only=True)
class SigningKeyRemoved(Event):
    """A person removed one of her signing keys."""

    subject: ClassVar[str] = "key_id"
    says: ClassVar[Any] = _("removes the signing key «%(name)s»")
    icon: ClassVar[str] = "key"
    internal: ClassVar[bool] = True

    key_id: UUID
    person_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class SignaturesRenewed(Event):
    """An archive timestamp more covers the signatures of a document, before what held them weakened."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("renews the signatures of «%(title)s»: %(why)s")
    icon: ClassVar[str] = "hourglass"

    document_id: UUID
    version_id: UUID
    title: str
    why: str
    holds_until: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SigningSettingChanged(Event):
    """The town asks, or asks no more, for the second factor each time that somebody signs."""

    says: ClassVar[Any] = _("changes whether signing asks for the code of the phone each time")
    icon: ClassVar[str] = "key"
    internal: ClassVar[bool] = True

    asks_code: bool
