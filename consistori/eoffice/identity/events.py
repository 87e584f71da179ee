"""Facts of the door of the electronic office. They name nobody: who came in is in the assertion that is kept."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CitizenCameIn(Event):
    """Somebody identified themselves; `evidence` is the fingerprint of the assertion."""

    subject: ClassVar[str] = "assertion_id"
    says: ClassVar[Any] = _("lets a person in at the electronic office (%(method)s, %(level)s)")
    icon: ClassVar[str] = "key"
    internal: ClassVar[bool] = True

    assertion_id: UUID
    method: str
    level: str
    evidence: str
    for_a_firm: bool


@dataclass(frozen=True, kw_only=True)
class AssertionRefused(Event):
    """What should say who a person was does not hold; `fingerprint` is of what was shown, which is not kept."""

    says: ClassVar[Any] = _("turns away an assertion of identity that does not hold (%(way)s: %(why)s)")
    icon: ClassVar[str] = "warning"
    internal: ClassVar[bool] = True

    way: str
    why: str
    fingerprint: str
