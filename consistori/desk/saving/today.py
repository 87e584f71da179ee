"""What Today says of notifications that nobody opens: one line a town, while there is something to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import DateField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.desk.saving.selectors import counted
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

SAVING = "saving"
NOTHING = Value("")


def arm(person_id: UUID) -> Any:
    """Those in her hands that will probably not be opened, as the rows of the UNION of Today: how many in each town."""
    return counted(person_id, today()).values_list(
        "entity_id", "n", "first", Value(SAVING), Cast(Value(None), UUIDField()), NOTHING, NOTHING, NOTHING,
        Cast(Value(None), DateField()), NOTHING,
    )  # fmt: skip


def of_towns(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Waiting]:
    """The ones of these towns."""
    return [one for one in waiting if one.what == SAVING and one.entity_id in entities]


def rows_of(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """A line for each town, with the last day of the first one."""
    return [_row(one, entities[one.entity_id]) for one in of_towns(waiting, entities)]


def _row(one: Waiting, entity: Entity) -> Row:
    last = timezone.localdate(one.oldest) - timedelta(days=1)
    return Row(
        entity=entity,
        icon="hourglass",
        title=ngettext(
            "%(n)d notification will probably not be opened",
            "%(n)d notifications will probably not be opened",
            one.n,
        )
        % {"n": one.n},
        url=address_in(entity, "desk:saving"),
        reason=_("They may still be told: another notice, a call, by hand"),
        at=last,
        act=_("See what can be done"),
        tone="ochre",
        is_new=True,
        article="Llei 39/2015, art. 43.2",
    )
