"""Facts of helping by telephone and of filing before an officer: that a draft is, never what it says."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class DraftHanded(Event):
    """The address of a draft was sent to whoever will sign it."""

    subject: ClassVar[str] = "helped_id"
    says: ClassVar[Any] = _("sends somebody the address of the draft of %(procedure)s prepared with them")
    icon: ClassVar[str] = "send"

    helped_id: UUID
    procedure: str
    by_which: str


@dataclass(frozen=True, kw_only=True)
class HelpLeft(Event):
    """What was being filled in with somebody was thrown away: they did not want it."""

    subject: ClassVar[str] = "helped_id"
    says: ClassVar[Any] = _("throws away the draft of %(procedure)s that was prepared with somebody")
    icon: ClassVar[str] = "trash"

    helped_id: UUID
    procedure: str


@dataclass(frozen=True, kw_only=True)
class ConsentKept(Event):
    """A person consented in writing that an officer identifies and signs for them, and has the copy (R-FUN-01)."""

    subject: ClassVar[str] = "filing_id"
    says: ClassVar[Any] = _(
        "keeps the signed consent of whoever files before %(officer)s, and gives the copy"
    )
    icon: ClassVar[str] = "document"

    filing_id: UUID
    officer_id: UUID
    officer: str
    held_on: str
    consent_sha256: str


@dataclass(frozen=True, kw_only=True)
class FiledBeforeOfficer(Event):
    """An application was signed by the officer and registered for a person (Llei 39/2015, art. 12.2)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("files %(reference)s for a person, with the signature of %(officer)s")
    icon: ClassVar[str] = "stamp"

    entry_id: UUID
    filing_id: UUID
    officer_id: UUID
    officer: str
    reference: str
    procedure: str
    application_sha256: str


@dataclass(frozen=True, kw_only=True)
class AssistedLeft(Event):
    """What was to be filed before the officer is not: the draft is as it was."""

    subject: ClassVar[str] = "filing_id"
    says: ClassVar[Any] = _("leaves what was to be filed before %(officer)s")
    icon: ClassVar[str] = "close"

    filing_id: UUID
    officer: str
