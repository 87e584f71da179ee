"""What the board asks of the secretary: certificates that stopped, and an edict that the public page does not serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Min, UUIDField, Value
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.bulletin.models import BoardRound, Edict
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.tenancy import modality
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

STOPPED, AMISS = "board_stopped", "board_amiss"
LATELY = timedelta(hours=2)
"""A round that went wrong longer ago than this was followed by others that did not."""
NOTHING = Value("")
NO_KEY = Cast(Value(None), UUIDField())
NO_DAY = Cast(Value(None), DateField())


def arms(actors: Sequence[Actor]) -> list[Any]:
    """The rows of the UNION of Today, for whoever is the secretary of some town; none for the others."""
    ids = [actor.entity_id for actor in actors if actor.entity_id and actor.holds(Role.SECRETARY)]
    if not ids:
        return []
    stopped = Edict.objects.filter(entity_id__in=ids, certificate_state=Edict.Certificate.STOPPED)
    amiss = BoardRound.objects.filter(entity_id__in=ids, wrong__gt=0, at__gte=Now() - LATELY)
    return [_counted(stopped, STOPPED, "exit_sealed_at"), _counted(amiss, AMISS, "at")]


def _counted(rows: Any, what: str, moment: str) -> Any:
    counted = rows.order_by().values("entity_id").annotate(n=Count("pk"), oldest=Min(moment))
    return counted.values_list(
        "entity_id", "n", "oldest", Value(what), NO_KEY, NOTHING, NOTHING, NOTHING, NO_DAY, NOTHING
    )


def rows_of(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """Those of the towns that publish here."""
    on = {pk for pk, entity in entities.items() if modality.is_on(entity, "bulletin")}
    return [_ROWS[one.what](one, entities[one.entity_id]) for one in waiting if _is_ours(one, on)]


def figures(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[int]:
    """The town of each of those lines, once a line."""
    on = {pk for pk, entity in entities.items() if modality.is_on(entity, "bulletin")}
    return [one.entity_id for one in waiting if _is_ours(one, on)]


def _is_ours(one: Waiting, on: set[int]) -> bool:
    return one.what in _ROWS and one.entity_id in on


def _stopped(one: Waiting, entity: Entity) -> Row:
    title = ngettext("%(n)d edict to certify", "%(n)d edicts to certify", one.n) % {"n": one.n}
    return Row(
        entity=entity,
        icon="pin",
        title=title,
        url=address_in(entity, "bulletin:list") + "?only=to_certify",
        reason=_("Their days on the board ended and the certificate could not be made by itself"),
        at=one.oldest,
        since=True,
        act=_("Look at them"),
        tone="ochre",
    )


def _amiss(one: Waiting, entity: Entity) -> Row:
    return Row(
        entity=entity,
        icon="warning",
        title=_("The board does not serve what was published"),
        url=address_in(entity, "bulletin:list"),
        reason=_("The last readings of the public page found something missing or another document"),
        at=one.oldest,
        since=True,
        act=_("Look at it"),
        tone="rubric",
        is_new=True,
    )


_ROWS = {STOPPED: _stopped, AMISS: _amiss}
