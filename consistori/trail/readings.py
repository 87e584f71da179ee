"""The log of readings [registre de consultes]: who opened what. Reserved readings go into the chain at once."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.scope import current_scope
from consistori.trail.facts import Event, announce
from consistori.trail.models import Reading


@dataclass(frozen=True, kw_only=True)
class ReservedRead(Event):
    """Something reserved was opened by somebody who may."""

    subject: ClassVar[str] = "record_id"
    says: ClassVar = _("opens %(label)s, which is reserved")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True

    record_id: UUID
    record_kind: str
    label: str


def record_reading(*, by: Actor, kind: str, id: UUID, label: str = "", reserved: bool = False) -> None:
    """Write down that `by` opened this record of the entity."""
    scope = current_scope()
    if scope.writer is None:
        return
    scope.readings += 1
    Reading.objects.create(
        at=now(),
        person_id=by.person_id,
        person_name=by.name,
        kind=kind,
        record_id=id,
        label=label[:300],
        channel=by.channel,
    )
    if reserved:
        announce(ReservedRead(record_id=id, record_kind=kind, label=label[:300]), by=by)


def record_page(*, by: Actor, path: str) -> None:
    """Write down that `by`, who is watched, looked at a page."""
    record_reading(by=by, kind="page", id=uuid5(NAMESPACE_URL, path), label=path)
