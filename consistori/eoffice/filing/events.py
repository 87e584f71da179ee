"""Facts of filing. What was never sent leaves none: a draft is of its owner alone."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSigned(Event):
    """Somebody signed and sent what they had filled in; the evidence is kept beside its entry (R-SIG-03)."""

    subject: ClassVar[str] = "entry_id"
    says: ClassVar[Any] = _("receives the application %(reference)s, signed by “%(method)s”")
    icon: ClassVar[str] = "pen"

    entry_id: UUID
    reference: str
    procedure: str
    method: str
    level: str
    statement_sha256: str
    document_sha256: str


@dataclass(frozen=True, kw_only=True)
class DraftPrepared(Event):
    """Somebody of the town hall prepared a draft for a person, who will sign it or not."""

    subject: ClassVar[str] = "draft_id"
    says: ClassVar[Any] = _("prepares a draft of %(procedure)s for somebody")
    icon: ClassVar[str] = "edit"

    draft_id: UUID
    procedure: str
