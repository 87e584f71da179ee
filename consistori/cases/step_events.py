"""Facts of the steps of a case: each with its real date, beside the one of the trail."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class StepEvent(CaseEvent):
    """Something about a step [tràmit / trámite]; `step` is its code in the palette, empty when it is one's own."""

    icon: ClassVar[str] = "step"

    step_id: UUID
    step: str = ""
    title: str


@dataclass(frozen=True, kw_only=True)
class StepAdded(StepEvent):
    """A step was put in sight: work to be done, or a wait that runs until a day."""

    says: ClassVar[Any] = _("adds the step “%(title)s”")

    kind_of_step: str
    until: str = ""
    document_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StepDone(StepEvent):
    """A step happened, on a day that may be earlier than today."""

    says: ClassVar[Any] = _("“%(title)s”: done")
    icon: ClassVar[str] = "check"

    happened_on: str
    sense: str = ""
    document_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StepSkipped(StepEvent):
    """A step is skipped, with its reason; it stays in sight."""

    says: ClassVar[Any] = _("skips the step “%(title)s”: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class StepResumed(StepEvent):
    """Somebody comes back to a step that was skipped or done."""

    says: ClassVar[Any] = _("comes back to the step “%(title)s”")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class WaitExtended(StepEvent):
    """A wait was made longer, before it ended (Llei 39/2015, art. 32)."""

    says: ClassVar[Any] = _("extends “%(title)s”: %(reason)s")
    icon: ClassVar[str] = "hourglass"

    reason: str
    decided_on: str
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class StepChanged(StepEvent):
    """Something of a step was corrected."""

    says: ClassVar[Any] = _("corrects the step “%(title)s”")
    icon: ClassVar[str] = "edit"

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(StepEvent):
    """A step was written by mistake and is taken back, with its reason."""

    says: ClassVar[Any] = _("takes back the step “%(title)s”: %(reason)s")
    icon: ClassVar[str] = "restore"

    reason: str
