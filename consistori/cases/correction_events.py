"""Facts of the correction requests of a case."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CorrectionEvent(CaseEvent):
    """Something about a correction request [requeriment d'esmena] of a case."""

    icon: ClassVar[str] = "edit"

    request_id: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(CorrectionEvent):
    """Somebody is going to be asked to correct or bring something: the letter is written."""

    says: ClassVar[Any] = _("writes a correction request of %(points)s points")

    points: int
    document_id: UUID
    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionNotified(CorrectionEvent):
    """It was notified: from that day the ten days count, and the term to resolve stops where it was so agreed."""

    says: ClassVar[Any] = _("writes that the correction request was notified")
    icon: ClassVar[str] = "mail"

    on: str
    how: str
    until: str = ""
    document_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionExtended(CorrectionEvent):
    """There are up to five days more to correct (Llei 39/2015, art. 68.2)."""

    says: ClassVar[Any] = _("gives more days to correct")
    icon: ClassVar[str] = "hourglass"

    until: str


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswered(CorrectionEvent):
    """An entry answers what was asked, in whole or in part."""

    says: ClassVar[Any] = _(
        "the entry %(reference)s answers the correction request: %(answered)s of %(points)s"
    )
    icon: ClassVar[str] = "inbox"

    entry_id: UUID
    reference: str
    answered: int
    points: int
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class WithdrawalProposed(CorrectionEvent):
    """The resolution of withdrawal begins to be written: somebody decides it, nothing happens by itself."""

    says: ClassVar[Any] = _("begins the resolution of withdrawal")
    icon: ClassVar[str] = "law"

    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionClosed(CorrectionEvent):
    """A correction request ended, and how."""

    says: ClassVar[Any] = _("ends the correction request")
    icon: ClassVar[str] = "check"

    ending: str
    note: str = ""
