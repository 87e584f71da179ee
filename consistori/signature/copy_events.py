"""Facts of authentic copies and of who may issue them."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CopyOfficerAuthorised(Event):
    """A person may issue authentic copies from a day (Llei 39/2015, art. 27.1)."""

    subject: ClassVar[str] = "officer_id"
    says: ClassVar[Any] = _("authorises %(name)s to issue authentic copies, by the decree %(decree)s")
    icon: ClassVar[str] = "person"
    internal: ClassVar[bool] = True

    officer_id: UUID
    name: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class CopyOfficerEnded(Event):
    """A person may not issue authentic copies any more."""

    subject: ClassVar[str] = "officer_id"
    says: ClassVar[Any] = _("ends the authorisation of %(name)s to issue authentic copies")
    icon: ClassVar[str] = "person"
    internal: ClassVar[bool] = True

    officer_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class AuthenticCopyMade(Event):
    """An authentic copy was made of a document; the subject is the source, so that its page says it."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("makes an authentic copy (%(elaboration)s) of «%(title)s»")
    icon: ClassVar[str] = "copy"

    document_id: UUID
    title: str
    copy_id: UUID
    elaboration: str
    officer: str
    decree: str
    declaration: str


@dataclass(frozen=True, kw_only=True)
class AuthenticCopySealed(Event):
    """An authentic copy got its seal or its signature: it is one from now on."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("seals the authentic copy «%(title)s»")
    icon: ClassVar[str] = "seal"

    document_id: UUID
    title: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PaperCopyPrinted(Event):
    """A paper copy of an electronic document was printed, with its code (Llei 39/2015, art. 27.3.c)."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("prints a paper copy of «%(title)s» with its code")
    icon: ClassVar[str] = "print"

    document_id: UUID
    title: str
    code: str
