"""Facts of the drawing of a town."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PlanBrought(Event):
    """Somebody brought a drawing of the town, or a newer one."""

    subject: ClassVar[str] = "plan_id"
    says: ClassVar[Any] = _("brings version %(number)s of the plan of the town")
    icon: ClassVar[str] = "compass"

    plan_id: UUID
    number: int
    shapes: int
