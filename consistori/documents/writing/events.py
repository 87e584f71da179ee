"""Facts of the texts that are written here."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from consistori.documents.events import DocumentEvent


@dataclass(frozen=True, kw_only=True)
class PenTaken(DocumentEvent):
    """Somebody began to write it; `from_name` had the pen before."""

    says: ClassVar = _("takes the pen of «%(title)s»")
    icon: ClassVar[str] = "pen"
    internal: ClassVar[bool] = True

    from_name: str = ""


@dataclass(frozen=True, kw_only=True)
class PenAskedFor(DocumentEvent):
    """Somebody asked for the pen of a text that another is writing."""

    says: ClassVar = _("asks %(holder)s for the pen of «%(title)s»")
    icon: ClassVar[str] = "pen"
    internal: ClassVar[bool] = True

    holder: str


@dataclass(frozen=True, kw_only=True)
class TextTakenOut(DocumentEvent):
    """It was taken out to a text processor: nobody writes it here until it comes back."""

    says: ClassVar = _("takes «%(title)s» out to a text processor")
    icon: ClassVar[str] = "download"


@dataclass(frozen=True, kw_only=True)
class TextBroughtBack(DocumentEvent):
    """It came back from a text processor; `left_out` counts what could not be kept."""

    says: ClassVar = _("brings «%(title)s» back from the text processor")
    icon: ClassVar[str] = "upload"

    number: int
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class TextNotComing(DocumentEvent):
    """What was taken out will not come back: it is written here again."""

    says: ClassVar = _("goes on writing «%(title)s» here, without what was taken out")


@dataclass(frozen=True, kw_only=True)
class SecondDraftWritten(DocumentEvent):
    """Somebody wrote over a text that had changed meanwhile: it is kept apart, to compare and choose."""

    says: ClassVar = _("leaves a second draft of «%(title)s»")
    icon: ClassVar[str] = "copy"


@dataclass(frozen=True, kw_only=True)
class SecondDraftSettled(DocumentEvent):
    """Somebody chose between the text and a second draft."""

    says: ClassVar = _("chooses between two drafts of «%(title)s»")
    icon: ClassVar[str] = "check"

    was_taken: bool
    of: str
