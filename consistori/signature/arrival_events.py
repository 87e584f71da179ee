"""Facts of the signatures that others made."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class SignaturesOfOthersChecked(Event):
    """The signatures that a file brought were validated on arrival, and the report is kept."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("checks the signatures that «%(title)s» brings")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = True

    document_id: UUID
    title: str
    form: str
    standing: str
    signatures: int
