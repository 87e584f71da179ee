"""Changing an entity, with two operators at it: what somebody else changed meanwhile is never written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Stale, ensure
from consistori.operation.events import EntityChanged, ModalityChanged
from consistori.operation.policies import is_under, may_operate
from consistori.operation.services.founding import ensure_well_written
from consistori.operation.services.staff import SHARED
from consistori.operation.services.telling import tell_both
from consistori.operation.switches import LABELS
from consistori.tenancy.modality import PRESETS
from consistori.tenancy.models import Entity

CHANGEABLE = (
    "name", "short_name", "language", "languages", "colour", "arms", "ine_code", "ine10", "dir3", "address",
    "postcode", "phone", "email", "hostnames",
)  # fmt: skip
SALT = "consistori.operation.base"


def fields_now(entity: Entity) -> dict[str, Any]:
    """What may be changed, as it stands; the arms by their hash, for they are long."""
    now = {name: getattr(entity, name) for name in CHANGEABLE}
    now["arms"] = sha256(entity.arms.encode()).hexdigest()[:16]
    return now | {"modality": entity.modality, "switches": entity.switches}


@dataclass(frozen=True)
class Base:
    """What an operator had before her when she began to change it."""

    fields: dict[str, Any]

    @classmethod
    def of(cls, entity: Entity) -> Base:
        return cls(fields_now(entity))

    @classmethod
    def read(cls, text: str) -> Base:
        """The one that a page carries. Raises `BadInput` if it is not ours."""
        try:
            return cls(signing.loads(text, salt=SALT))
        except signing.BadSignature as error:
            raise BadInput(_("The page was incomplete: open it again.")) from error

    def __str__(self) -> str:
        return signing.dumps(self.fields, salt=SALT, compress=True)

    def changed_since(self, entity: Entity) -> set[str]:
        """The fields that somebody changed since."""
        now = fields_now(entity)
        return {name for name in now if now[name] != self.fields.get(name)}


def change_entity(
    entity: Entity, *, by: Actor, above: Entity | None, base: Base, values: Mapping[str, Any]
) -> list[str]:
    """Write these fields; the names of those that changed. Only what differs from `base` counts as changed.

    Raises `Stale` if somebody changed the entity since `base`, `BadInput` with the field that is wrong.
    """
    _ensure_hers(entity, by=by, above=above)
    with transaction.atomic():
        mine = Entity.objects.select_for_update(of=("self",)).select_related("parent").get(pk=entity.pk)
        if base.changed_since(mine):
            raise Stale(_("Somebody else changed this entity while you were at it."))
        before = {name: getattr(mine, name) for name in CHANGEABLE}
        for name in CHANGEABLE:
            if name in values:
                setattr(mine, name, values[name])
        changed = [name for name in CHANGEABLE if getattr(mine, name) != before[name]]
        if not changed:
            raise AlreadyDone(_("Nothing was changed."))
        ensure_well_written(mine)
        mine.save()
        said = EntityChanged(slug=mine.slug, name=mine.name, fields=", ".join(changed))
        tell_both(mine, said, by=by, above=above)
    return changed


def change_modality(
    entity: Entity,
    *,
    by: Actor,
    above: Entity | None,
    base: Base,
    modality: str,
    apart: Mapping[str, bool],
) -> None:
    """Switch up or down: pages are shown or hidden, no row of the town is touched. Raises `Stale`, `BadInput`."""
    _ensure_hers(entity, by=by, above=above)
    if modality not in PRESETS:
        raise BadInput(_("That modality does not exist."), field="modality")
    if unknown := set(apart) - set(LABELS):
        raise BadInput(_("Unknown switch: %(name)s") % {"name": ", ".join(sorted(unknown))})
    with transaction.atomic():
        mine = Entity.objects.select_for_update(of=("self",)).select_related("parent").get(pk=entity.pk)
        if base.changed_since(mine) & {"modality", "switches"}:
            raise Stale(_("Somebody else changed the modality while you were at it."))
        switches = {n: bool(v) for n, v in apart.items() if bool(v) != (n in PRESETS[modality])}
        if SHARED in mine.switches:
            switches[SHARED] = mine.switches[SHARED]
        if (modality, switches) == (mine.modality, mine.switches):
            raise AlreadyDone(_("Nothing was changed."))
        before = mine.get_modality_display()
        mine.modality, mine.switches = modality, switches
        mine.save(update_fields=["modality", "switches"])
        after = mine.get_modality_display()
        said = ModalityChanged(slug=mine.slug, name=mine.name, before=str(before), after=str(after))
        tell_both(mine, said, by=by, above=above)


def _ensure_hers(entity: Entity, *, by: Actor, above: Entity | None) -> None:
    ensure(may_operate(by, above))
    if not is_under(entity, above):
        raise NotHere(_("That entity is not of this province."))
