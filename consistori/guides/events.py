"""Facts of guides. Those of a case are in its timeline; they carry figures and keys, and nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class GuideEvent(Event):
    """What all facts of a guide carry."""

    subject: ClassVar[str] = "guide_id"
    icon: ClassVar[str] = "compass"

    guide_id: UUID
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class GuideWritten(GuideEvent):
    """There is another version of its text, that is not proposed yet."""

    says: ClassVar = _("writes version %(number)s of the guide «%(name)s»")
    icon: ClassVar[str] = "edit"

    number: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GuidePublished(GuideEvent):
    """From now on, the cases that begin follow this version."""

    says: ClassVar = _("publishes version %(number)s of the guide «%(name)s»")
    icon: ClassVar[str] = "check"

    number: int


@dataclass(frozen=True, kw_only=True)
class GuideAdapted(GuideEvent):
    """A town made its own of a guide that it inherits, or took the newer text from above."""

    says: ClassVar = _("adapts the guide «%(name)s», from version %(from_number)s of the one above")
    icon: ClassVar[str] = "copy"

    from_number: int


@dataclass(frozen=True, kw_only=True)
class NewerGuideKeptAside(GuideEvent):
    """There was a newer version above, and the town stays with its own."""

    says: ClassVar = _(
        "stays with its own guide «%(name)s», having seen version %(seen_number)s of the one above"
    )

    seen_number: int


@dataclass(frozen=True, kw_only=True)
class GuideReviewed(GuideEvent):
    """A secretary has looked at what that version proposes."""

    says: ClassVar = _("reviews version %(number)s of the guide «%(name)s»")
    icon: ClassVar[str] = "stamp"

    number: int


@dataclass(frozen=True, kw_only=True)
class GuideClosed(GuideEvent):
    """It is not offered here any more."""

    says: ClassVar = _("stops offering the guide «%(name)s»")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class GuideOpened(GuideEvent):
    """It is offered here again."""

    says: ClassVar = _("offers the guide «%(name)s» again")


@dataclass(frozen=True, kw_only=True)
class CasesMovedToVersion(GuideEvent):
    """The open cases that followed older versions follow the published one."""

    says: ClassVar = _("takes %(count)s cases to version %(number)s of the guide «%(name)s»")

    number: int
    count: int


@dataclass(frozen=True, kw_only=True)
class StandardGuidesAdopted(Event):
    """The guides that come with the house are the entity's own."""

    subject: ClassVar[str] = "adopted_id"
    says: ClassVar = _("brings %(count)s guides of those that come with the house")
    icon: ClassVar[str] = "compass"

    adopted_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class CaseGuideEvent(Event):
    """Something done with the guide of a case."""

    subject: ClassVar[str] = "case_id"
    icon: ClassVar[str] = "compass"

    case_id: UUID
    number: str = ""
    guide: str = ""
    key: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class GuideStepSkipped(CaseGuideEvent):
    """The case goes on without what the guide proposed."""

    says: ClassVar = _("goes on without «%(title)s», that the guide proposed")

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class GuideStepDone(CaseGuideEvent):
    """What the guide proposed is done, perhaps outside and some days ago."""

    says: ClassVar = _("says that «%(title)s» is done")
    icon: ClassVar[str] = "check"

    on: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class GuideStepTakenUp(CaseGuideEvent):
    """Something skipped or done is open again in the guide."""

    says: ClassVar = _("comes back to «%(title)s» of the guide")


@dataclass(frozen=True, kw_only=True)
class CaseLeftGuide(CaseGuideEvent):
    """The case goes on with no guide."""

    says: ClassVar = _("takes the guide off the case")


@dataclass(frozen=True, kw_only=True)
class CaseTookGuide(CaseGuideEvent):
    """The case follows a guide, in one of its versions."""

    says: ClassVar = _("follows version %(version)s of the guide «%(title)s»")

    version: int = 0


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """What all facts of a proposal carry."""

    subject: ClassVar[str] = "proposal_id"
    icon: ClassVar[str] = "comment"

    proposal_id: UUID
    about: str = "guide"
    code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(ProposalEvent):
    """A colleague proposes to change a guide or a template."""

    says: ClassVar = _("proposes a change of %(code)s: «%(title)s»")


@dataclass(frozen=True, kw_only=True)
class ChangeVoted(ProposalEvent):
    """A colleague votes on a proposal."""

    says: ClassVar = _("votes on «%(title)s»")

    in_favour: bool = True


@dataclass(frozen=True, kw_only=True)
class ChangeSentUp(ProposalEvent):
    """The proposal went to whoever keeps the text."""

    says: ClassVar = _("sends «%(title)s» to whoever keeps it")
    icon: ClassVar[str] = "send"


@dataclass(frozen=True, kw_only=True)
class ChangeAnswered(ProposalEvent):
    """Whoever keeps the text accepts or declines the proposal."""

    says: ClassVar = _("answers «%(title)s»")

    taken: bool = False
