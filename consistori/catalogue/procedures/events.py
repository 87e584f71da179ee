"""Facts of procedures."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class ProcedureEvent(Event):
    """What all facts of a procedure carry."""

    subject: ClassVar[str] = "procedure_id"
    icon: ClassVar[str] = "law"

    procedure_id: UUID
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ProcedureWritten(ProcedureEvent):
    """There is another version of its sheet, that citizens do not read yet."""

    says: ClassVar = _("writes version %(number)s of the sheet «%(name)s»")
    icon: ClassVar[str] = "edit"

    number: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ProcedurePublished(ProcedureEvent):
    """From now on, citizens read this version."""

    says: ClassVar = _("publishes version %(number)s of the sheet «%(name)s»")
    icon: ClassVar[str] = "check"

    number: int


@dataclass(frozen=True, kw_only=True)
class ProcedureAdapted(ProcedureEvent):
    """A town made its own of a sheet that it inherits, or took the newer text from above."""

    says: ClassVar = _("adapts the sheet «%(name)s», from version %(from_number)s of the one above")
    icon: ClassVar[str] = "copy"

    from_number: int


@dataclass(frozen=True, kw_only=True)
class NewerSheetKeptAside(ProcedureEvent):
    """There was a newer version above, and the town stays with its own."""

    says: ClassVar = _(
        "stays with its own sheet «%(name)s», having seen version %(seen_number)s of the one above"
    )

    seen_number: int


@dataclass(frozen=True, kw_only=True)
class ProcedureValidated(ProcedureEvent):
    """A secretary answers for what that version says."""

    says: ClassVar = _("validates version %(number)s of the sheet «%(name)s»")
    icon: ClassVar[str] = "stamp"

    number: int


@dataclass(frozen=True, kw_only=True)
class ProcedureClosed(ProcedureEvent):
    """Nobody can start it here any more."""

    says: ClassVar = _("closes the procedure «%(name)s»: nobody can start it here")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class ProcedureOpened(ProcedureEvent):
    """It can be started here again."""

    says: ClassVar = _("opens the procedure «%(name)s» again")
    icon: ClassVar[str] = "law"


@dataclass(frozen=True, kw_only=True)
class StandardProceduresAdopted(Event):
    """The sheets that come with the house are the entity's own."""

    subject: ClassVar[str] = "adopted_id"
    says: ClassVar = _("brings %(count)s sheets of procedures of those that come with the house")
    icon: ClassVar[str] = "law"

    adopted_id: UUID
    count: int
