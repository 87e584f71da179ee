"""Facts of what is done in many cases at once; what happens in each case is told by its own facts."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class BatchEvent(Event):
    """Something about a batch [tongada / tanda] of cases."""

    subject: ClassVar[str] = "batch_id"
    icon: ClassVar[str] = "jobs"

    batch_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class BatchBegun(BatchEvent):
    """The same thing was begun in many cases. `mends`: the batch that it corrects, by the `way` of the law."""

    says: ClassVar[Any] = _("begins “%(title)s” in %(cases)s cases")

    what: str
    cases: int
    template_version_id: UUID | None = None
    mends: UUID | None = None
    way: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchPaused(BatchEvent):
    """Nothing more of it is done for now."""

    says: ClassVar[Any] = _("pauses “%(title)s”")
    icon: ClassVar[str] = "pause"


@dataclass(frozen=True, kw_only=True)
class BatchWentOn(BatchEvent):
    """It goes on where it was left; `again` says which of those that were not done are tried again."""

    says: ClassVar[Any] = _("goes on with “%(title)s”")

    again: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchLeaves(BatchEvent):
    """It was sent to be signed; until `leaves_at` it can be taken back."""

    says: ClassVar[Any] = _("sends “%(title)s” to be signed by %(names)s")
    icon: ClassVar[str] = "pen"

    names: str
    leaves_at: str


@dataclass(frozen=True, kw_only=True)
class BatchTakenBack(BatchEvent):
    """It was taken back before anything of it went."""

    says: ClassVar[Any] = _("takes back “%(title)s” before it is sent to be signed")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class BatchUndone(BatchEvent):
    """What it wrote goes to the bin, but what somebody has written in since."""

    says: ClassVar[Any] = _("throws away what “%(title)s” wrote")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class BatchWithdrawn(BatchEvent):
    """What nobody has signed of it comes back from the tray."""

    says: ClassVar[Any] = _("withdraws from the tray what is not signed of “%(title)s”")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class BatchStageEnded(BatchEvent):
    """All its cases were gone through: how many went well, and how many did not."""

    says: ClassVar[Any] = _("“%(title)s”: %(good)s done, %(failed)s not")
    icon: ClassVar[str] = "check"
    internal: ClassVar[bool] = True

    stage: str
    good: int
    failed: int
