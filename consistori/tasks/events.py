"""Facts of the tasks."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class TaskEvent(Event):
    """Something that happened to a task. `title` is left out of a task in something reserved.

    Of a task about something, `about_id` is the record that it is about, and the fact is in its life.
    """

    subject: ClassVar[str] = "task_id"
    icon: ClassVar[str] = "task"

    task_id: UUID
    title: str
    about_id: UUID | None = None

    @property
    def subject_id(self) -> UUID | None:
        return self.about_id or self.task_id


@dataclass(frozen=True, kw_only=True)
class TaskGiven(TaskEvent):
    """A task was given to somebody, to a unit, or left for whoever takes it."""

    says: ClassVar[Any] = _("gives the task “%(title)s” to %(to_name)s")

    kind_of_task: str
    to_id: UUID | None
    to_name: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class TaskPassed(TaskEvent):
    """It is in other hands."""

    says: ClassVar[Any] = _("passes the task “%(title)s” to %(to_name)s")
    icon: ClassVar[str] = "handover"

    to_id: UUID | None
    to_name: str


@dataclass(frozen=True, kw_only=True)
class TaskTaken(TaskEvent):
    """Somebody took what was of her unit or of nobody."""

    says: ClassVar[Any] = _("takes the task “%(title)s”")


@dataclass(frozen=True, kw_only=True)
class TaskChanged(TaskEvent):
    """Its words, its day or its list were changed."""

    says: ClassVar[Any] = _("changes the task “%(title)s”")

    due_on: str


@dataclass(frozen=True, kw_only=True)
class PointTicked(TaskEvent):
    """A point of its list was done, or was not done after all."""

    says: ClassVar[Any] = _("goes over the list of the task “%(title)s”")

    point_id: UUID
    done: bool


@dataclass(frozen=True, kw_only=True)
class TaskFinished(TaskEvent):
    """It is done; of a request, answered."""

    says: ClassVar[Any] = _("finishes the task “%(title)s”")
    icon: ClassVar[str] = "check"

    answered: bool


@dataclass(frozen=True, kw_only=True)
class TaskReturned(TaskEvent):
    """Whoever had it gives it back to whoever gave it, with the reason."""

    says: ClassVar[Any] = _("gives back the task “%(title)s”")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(TaskEvent):
    """It will not be done."""

    says: ClassVar[Any] = _("cancels the task “%(title)s”")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class TaskReopened(TaskEvent):
    """It was not done after all."""

    says: ClassVar[Any] = _("opens again the task “%(title)s”")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class DutyKept(Event):
    """What comes back was written down or changed."""

    subject: ClassVar[str] = "duty_id"
    says: ClassVar[Any] = _("writes down what comes back: “%(title)s”")
    icon: ClassVar[str] = "calendar"

    duty_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class DutyStopped(Event):
    """It will bring no more tasks."""

    subject: ClassVar[str] = "duty_id"
    says: ClassVar[Any] = _("stops what came back: “%(title)s”")
    icon: ClassVar[str] = "close"

    duty_id: UUID
    title: str
