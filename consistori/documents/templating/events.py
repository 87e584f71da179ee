"""Facts of templates."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class TemplateEvent(Event):
    """What all facts of a template carry."""

    subject: ClassVar[str] = "template_id"
    icon: ClassVar[str] = "document"

    template_id: UUID
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TemplateWritten(TemplateEvent):
    """There is another version of its text, that documents do not use yet."""

    says: ClassVar = _("writes version %(number)s of the template «%(name)s»")
    icon: ClassVar[str] = "edit"

    number: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(TemplateEvent):
    """From now on, documents begin from this version."""

    says: ClassVar = _("puts version %(number)s of the template «%(name)s» in use")
    icon: ClassVar[str] = "check"

    number: int


@dataclass(frozen=True, kw_only=True)
class TemplateDescribed(TemplateEvent):
    """Its name, its type of document or the series that it serves changed."""

    says: ClassVar = _("changes what the template «%(name)s» is for")
    icon: ClassVar[str] = "edit"

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class TemplateAdapted(TemplateEvent):
    """A town made its own of a template that it inherits."""

    says: ClassVar = _("adapts the template «%(name)s», from version %(from_number)s of the one above")
    icon: ClassVar[str] = "copy"

    from_number: int


@dataclass(frozen=True, kw_only=True)
class NewerKeptAside(TemplateEvent):
    """The one above has a newer version, and the town stays with its own."""

    says: ClassVar = _("stays with its own «%(name)s», having seen version %(seen_number)s of the one above")
    icon: ClassVar[str] = "eye"

    seen_number: int


@dataclass(frozen=True, kw_only=True)
class TemplateRetired(TemplateEvent):
    """No more texts begin from it."""

    says: ClassVar = _("retires the template «%(name)s»")
    icon: ClassVar[str] = "archive"


@dataclass(frozen=True, kw_only=True)
class TemplateReturned(TemplateEvent):
    """Texts begin from it again."""

    says: ClassVar = _("puts the template «%(name)s» back in use")
    icon: ClassVar[str] = "restore"


@dataclass(frozen=True, kw_only=True)
class StandardTemplatesAdopted(Event):
    """The templates that come with the house are here."""

    subject: ClassVar[str] = "adopted_id"
    says: ClassVar = _("brings the %(count)s templates that come with the house")
    icon: ClassVar[str] = "document"

    adopted_id: UUID
    count: int
