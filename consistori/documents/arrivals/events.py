"""Facts of what came in."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.documents.events import DocumentEvent


@dataclass(frozen=True, kw_only=True)
class PieceTakenOut(DocumentEvent):
    """Something that a document carried inside is a document by itself."""

    says: ClassVar = _("takes «%(piece)s» out of «%(title)s»")
    icon: ClassVar[str] = "mail"

    piece: str
    taken_id: UUID


@dataclass(frozen=True, kw_only=True)
class TracesCleaned(DocumentEvent):
    """Personal data that its file carried without being seen were removed, in a new version."""

    says: ClassVar = _("removes from the file of «%(title)s» the personal data that are not seen")
    icon: ClassVar[str] = "eye"

    traces: list[str]
