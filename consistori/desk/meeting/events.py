"""Facts of the weekly meeting."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    """Something that happened to the meeting of a week; `week` is its Monday."""

    subject: ClassVar[str] = "meeting_id"
    icon: ClassVar[str] = "people"

    meeting_id: UUID
    week: str


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(MeetingEvent):
    """The weekly meeting began."""

    says: ClassVar[Any] = _("begins the weekly meeting")


@dataclass(frozen=True, kw_only=True)
class AgreementMade(MeetingEvent):
    """Something was agreed; its words are in the minute, and the task is told by itself."""

    says: ClassVar[Any] = _("writes an agreement of the weekly meeting")
    icon: ClassVar[str] = "task"

    agreement_id: UUID
    agreed: str
    task_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AgreementUndone(MeetingEvent):
    """It had not been agreed after all."""

    says: ClassVar[Any] = _("takes back an agreement of the weekly meeting")
    icon: ClassVar[str] = "restore"

    agreement_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(MeetingEvent):
    """It ended: what was on the screen is frozen and its minute writes itself."""

    says: ClassVar[Any] = _("closes the weekly meeting with %(agreements)s agreements")
    icon: ClassVar[str] = "check"

    agreements: int
    present: int


@dataclass(frozen=True, kw_only=True)
class MinuteWritten(MeetingEvent):
    """The minute of the meeting lies in its case."""

    says: ClassVar[Any] = _("files the minute of the weekly meeting")
    icon: ClassVar[str] = "document"

    document_id: UUID
    case_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class WeekWithoutMeeting(MeetingEvent):
    """A week in which there was no meeting, and why."""

    says: ClassVar[Any] = _("says why there was no weekly meeting: “%(reason)s”")
    icon: ClassVar[str] = "calendar"

    reason: str
