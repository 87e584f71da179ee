"""Facts of a case file. They name people who come to us by their identifier only: the trail never forgets."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to a case; its line is in the timeline of the case."""

    subject: ClassVar[str] = "case_id"
    icon: ClassVar[str] = "folder"

    case_id: UUID
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case file was opened, with its number; `opened_on` may be an earlier day than today."""

    says: ClassVar[Any] = _("opens the case")

    title: str
    series_id: UUID | None = None
    series: str = ""
    opened_on: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseClassified(CaseEvent):
    """A case was given its series, or another one; it kept its number."""

    says: ClassVar[Any] = _("classifies the case in %(series)s")
    icon: ClassVar[str] = "label"

    series_id: UUID | None = None
    series: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseUnclassified(CaseEvent):
    """A bulk classing was undone: the case is again to be classified."""

    says: ClassVar[Any] = _("takes the case out of %(before)s: it is to be classified again")
    icon: ClassVar[str] = "restore"

    before: str


@dataclass(frozen=True, kw_only=True)
class CaseRenamed(CaseEvent):
    """The title changed; both are kept."""

    says: ClassVar[Any] = _("renames the case: “%(title)s”")
    icon: ClassVar[str] = "edit"

    title: str
    before: str


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(CaseEvent):
    """The case passed to another person; her note stays among the internal notes."""

    says: ClassVar[Any] = _("hands the case over to %(to_name)s")
    icon: ClassVar[str] = "handover"

    to_id: UUID | None = None
    to_name: str
    from_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseUnitChanged(CaseEvent):
    """The case passed to another unit of the house."""

    says: ClassVar[Any] = _("passes the case to the unit “%(unit)s”")
    icon: ClassVar[str] = "handover"

    unit_id: UUID
    unit: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class StateChanged(CaseEvent):
    """The procedure moved between initiation, instruction and ending."""

    says: ClassVar[Any] = _("changes the state of the procedure")
    icon: ClassVar[str] = "step"

    state: str
    before: str


@dataclass(frozen=True, kw_only=True)
class CoverMade(CaseEvent):
    """The cover [caràtula] was made, or made again."""

    says: ClassVar[Any] = _("makes the cover of the case")
    internal: ClassVar[bool] = True

    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class LeafEvent(CaseEvent):
    """Something that happened to a document inside the case."""

    icon: ClassVar[str] = "document"

    document_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class DocumentFiled(LeafEvent):
    """A document entered the case."""

    says: ClassVar[Any] = _("files “%(title)s”")


@dataclass(frozen=True, kw_only=True)
class DocumentMoved(LeafEvent):
    """A document changed its place or its folder."""

    says: ClassVar[Any] = _("moves “%(title)s”")
    internal: ClassVar[bool] = True
    folder: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentTakenOut(LeafEvent):
    """A document left the case; it goes on existing where else it lies, or waits in the bin."""

    says: ClassVar[Any] = _("takes “%(title)s” out of the case")


@dataclass(frozen=True, kw_only=True)
class DocumentMarked(LeafEvent):
    """A document was marked as a note outside the index, or as part of it (Llei 39/2015, art. 70.4)."""

    says: ClassVar[Any] = _("says whether “%(title)s” belongs in the index")
    is_auxiliary: bool


@dataclass(frozen=True, kw_only=True)
class FolderEvent(CaseEvent):
    """Something that happened to a folder of the case."""

    internal: ClassVar[bool] = True

    folder_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class FolderMade(FolderEvent):
    """A folder was made."""

    says: ClassVar[Any] = _("makes the folder “%(name)s”")


@dataclass(frozen=True, kw_only=True)
class FolderRenamed(FolderEvent):
    """A folder changed its name."""

    says: ClassVar[Any] = _("renames the folder “%(before)s”: “%(name)s”")

    before: str


@dataclass(frozen=True, kw_only=True)
class FolderRemoved(FolderEvent):
    """An empty folder was removed."""

    says: ClassVar[Any] = _("removes the folder “%(name)s”")


@dataclass(frozen=True, kw_only=True)
class PartyEvent(CaseEvent):
    """Something about a party of the case, named by its identifier and role."""

    icon: ClassVar[str] = "person"

    party_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class PartyJoined(PartyEvent):
    """A party entered the case in a role."""

    says: ClassVar[Any] = _("adds a party to the case")


@dataclass(frozen=True, kw_only=True)
class PartyRoleChanged(PartyEvent):
    """A party is in the case in another role."""

    says: ClassVar[Any] = _("changes the role of a party")

    before: str


@dataclass(frozen=True, kw_only=True)
class PartyLeft(PartyEvent):
    """A party left the case."""

    says: ClassVar[Any] = _("takes a party out of the case")


@dataclass(frozen=True, kw_only=True)
class CaseReserved(CaseEvent):
    """The case was reserved to a few, with a reason."""

    says: ClassVar[Any] = _("reserves the case: %(reason)s")
    icon: ClassVar[str] = "lock"

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseUnreserved(CaseEvent):
    """The case is no longer reserved, with a reason."""

    says: ClassVar[Any] = _("the case is no longer reserved: %(reason)s")
    icon: ClassVar[str] = "lock"

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """The case was closed: nothing in it changes from now on; its retention begins."""

    says: ClassVar[Any] = _("closes the case")
    icon: ClassVar[str] = "check"

    ending: str
    closed_on: str
    documents: int
    folios: int


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """A closed case was opened again, with a reason."""

    says: ClassVar[Any] = _("reopens the case: %(reason)s")

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseTaken(CaseEvent):
    """The whole case was taken as a ZIP."""

    says: ClassVar[Any] = _("takes the whole case: %(documents)s documents")
    icon: ClassVar[str] = "download"
    internal: ClassVar[bool] = True

    documents: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DuplicatesKept(CaseEvent):
    """Somebody said that two documents that are the same both stay."""

    says: ClassVar[Any] = _("keeps both «%(title)s» and «%(other)s», which are the same")
    icon: ClassVar[str] = "copy"
    internal: ClassVar[bool] = True

    document_id: UUID
    title: str
    other_id: UUID
    other: str


@dataclass(frozen=True, kw_only=True)
class DuplicatesProposedAgain(DuplicatesKept):
    """Two that had been kept are proposed as duplicates again."""

    says: ClassVar[Any] = _("has «%(title)s» and «%(other)s» proposed as duplicates again")
