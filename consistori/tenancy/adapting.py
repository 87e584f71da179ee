"""Texts that one above shares and a town adapts [adaptar / adaptar]: what sheets, templates and guides do alike.

A shared text is an *inherited* row with versions: `published` is the one in use, `latest` may be a draft. A town that
wants it another way has its own row of the same `code`, which names (`adapts`, `adapted_version`) the version that it
comes from; when the one above has published another since, it has drifted. Each room keeps its rows, words and facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Stale
from consistori.tenancy.scope import current_entity, current_scope


class BelongsAbove(Refusal):
    """The text belongs to an entity above: the town adapts it instead."""


class Shared:
    """What the row of a shared text answers of itself; mixed into the model that has the fields."""

    if TYPE_CHECKING:
        pk: Any
        entity_id: Any
        code: Any
        name_ca: Any
        name_es: Any
        published: Any
        published_id: Any
        latest: Any
        latest_id: Any
        adapts: Any
        adapted_version_id: Any
        version: Any

    @property
    def name(self) -> str:
        """In the language of the reader, or in the one there is."""
        return self.name_in(get_language() or "ca")

    @property
    def title(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """In that language, or in the one there is."""
        es, ca = str(self.name_es), str(self.name_ca)
        return (es or ca) if language.startswith("es") else (ca or es)

    @property
    def has_draft(self) -> bool:
        """Whether its last version is not the one in use."""
        return self.latest_id is not None and self.latest_id != self.published_id

    @property
    def has_drifted(self) -> bool:
        """Whether the one above has published another version since this adaptation looked at it."""
        return self.adapts is not None and self.adapts.published_id != self.adapted_version_id


def by_nearness(rows: Iterable[Any]) -> list[Any]:
    """The same rows, those of this entity before those of the one above it, and so on up."""
    order: dict[Any, int] = {pk: place for place, pk in enumerate(current_scope().lineage_ids)}
    return sorted(rows, key=lambda row: order.get(row.entity_id, len(order)))


def own(row: Any) -> Any:
    """The row of this entity, locked; its `latest` is brought to date. Raises `BelongsAbove`."""
    ensure_own(row)
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.latest_id != locked.latest_id:
        row.latest = locked.latest
    return locked


def ensure_own(row: Shared) -> None:
    """Raises `BelongsAbove` where the row is of an entity above."""
    if row.entity_id != current_entity().pk:
        raise BelongsAbove(_("It belongs to the one above: adapt it for your town."))


def ensure_edition(row: Shared, edition: int | None) -> None:
    """Raises `Stale` if `edition`, the one that was read, is not the row's any more; nothing is lost."""
    if edition is not None and edition != row.version:
        raise Stale(_("Somebody has written another version meanwhile. Yours is still here: compare them."))


def version_to_adapt(row: Any) -> Any:
    """The published version of a row from above, from which the town's own begins. Raises `AlreadyDone`, `BadInput`."""
    if row.entity_id == current_entity().pk:
        raise AlreadyDone(_("It is already of your town: change it."))
    if row.published is None:
        raise BadInput(_("It is not published: there is nothing to adapt yet."))
    if type(row).objects.filter(entity=current_entity(), code=row.code).exists():
        raise AlreadyDone(_("Your town has already adapted it."))
    return row.published


def newer_above(row: Shared) -> Any:
    """The version that the one above has published since. Raises `AlreadyDone` where there is none."""
    if not row.has_drifted or row.adapts is None or row.adapts.published is None:
        raise AlreadyDone(_("There is no newer version above."))
    return row.adapts.published


def next_number(row: Shared) -> int:
    """Of its next version, from 1."""
    return row.latest.number + 1 if row.latest else 1
