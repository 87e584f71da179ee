"""Facts of what people leave on a case: relations, labels, follows, internal notes."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.cases.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CasesRelated(CaseEvent):
    """Two cases were tied; told to each of them."""

    says: ClassVar[Any] = _("relates the case to %(other_number)s")
    icon: ClassVar[str] = "link"

    other_id: UUID
    other_number: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class CasesUnrelated(CaseEvent):
    """Two cases were untied; told to each of them."""

    says: ClassVar[Any] = _("unties the case from %(other_number)s")
    icon: ClassVar[str] = "link"

    other_id: UUID
    other_number: str


@dataclass(frozen=True, kw_only=True)
class LabelEvent(CaseEvent):
    """Something about a label of the case."""

    icon: ClassVar[str] = "label"
    internal: ClassVar[bool] = True

    label: str


@dataclass(frozen=True, kw_only=True)
class CaseLabelled(LabelEvent):
    """A label was put on the case."""

    says: ClassVar[Any] = _("labels the case “%(label)s”")


@dataclass(frozen=True, kw_only=True)
class CaseUnlabelled(LabelEvent):
    """A label was taken off the case."""

    says: ClassVar[Any] = _("takes the label “%(label)s” off the case")


@dataclass(frozen=True, kw_only=True)
class CaseFollowed(CaseEvent):
    """Somebody follows the case."""

    says: ClassVar[Any] = _("follows the case")
    icon: ClassVar[str] = "eye"
    internal: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class CaseUnfollowed(CaseFollowed):
    """Somebody no longer follows the case."""

    says: ClassVar[Any] = _("no longer follows the case")


@dataclass(frozen=True, kw_only=True)
class CommentWritten(CaseEvent):
    """An internal note was written; what it says is not in the trail."""

    says: ClassVar[Any] = _("writes an internal note")
    icon: ClassVar[str] = "comment"
    internal: ClassVar[bool] = True

    comment_id: UUID


@dataclass(frozen=True, kw_only=True)
class CommentTakenBack(CommentWritten):
    """An internal note was taken back by its author."""

    says: ClassVar[Any] = _("takes back an internal note")
