"""Cases that ask for a look: requests to correct whose turn is ours again, and those that do not move nor wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, DateField, F, Min, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.correcting.selectors import ANSWERED, TO_NOTIFY, UNANSWERED, to_attend_of
from consistori.cases.stuck import stuck_in
from consistori.deadlines.limits import limits_for
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.kernel.clock import now, today
from consistori.tenancy import modality
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

CORRECTS, STUCK = "corrects", "stuck"
NOTHING = Value("")
NO_KEY = Cast(Value(None), UUIDField())
NO_DAY = Cast(Value(None), DateField())


def arms(person_id: UUID, entity_ids: Iterable[int]) -> list[Any]:
    """The rows of the UNION of Today."""
    return [_corrections(person_id), _stuck(person_id, list(entity_ids))]


def _corrections(person_id: UUID) -> Any:
    rows = to_attend_of([person_id], today()).order_by().select_related(None)
    return rows.values_list(
        "entity_id", Value(1), F("asked_at"), Value(CORRECTS), F("pk"), NOTHING, F("case__number"), F("case__title"),
        F("term__last_day"), F("what"),
    )  # fmt: skip


def _stuck(person_id: UUID, entity_ids: list[int]) -> Any:
    rows = stuck_in(entity_ids, now()).filter(carried_by_id=person_id).order_by()
    counted = rows.values("entity_id").annotate(n=Count("pk"), oldest=Min("last_moved_at"))
    return counted.values_list(
        "entity_id", "n", "oldest", Value(STUCK), NO_KEY, NOTHING, NOTHING, NOTHING, NO_DAY, NOTHING
    )


def rows_of(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """Those that are my turn; whom nobody answered is told by its term, where the law puts the date."""
    here = [one for one in waiting if one.entity_id in entities]
    found = [_correction_row(one, entities[one.entity_id]) for one in here if _is_ours(one)]
    still = [
        one for one in here if one.what == STUCK and modality.is_on(entities[one.entity_id], "deadlines")
    ]
    return found + [_stuck_row(one, entities[one.entity_id]) for one in still]


def proposals(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> dict[tuple[int, str], str]:
    """Where the withdrawal may be proposed of each case whose request to correct nobody answered."""
    return {
        (one.entity_id, one.number): address_in(
            entities[one.entity_id], "cases:correction", one.number, one.key
        )
        for one in waiting
        if one.what == CORRECTS and one.note == UNANSWERED and one.entity_id in entities
    }


def _is_ours(one: Waiting) -> bool:
    return one.what == CORRECTS and one.note in (ANSWERED, TO_NOTIFY)


def _correction_row(one: Waiting, entity: Entity) -> Row:
    came = one.note == ANSWERED
    said = _("What was asked for has come: see whether it is enough")
    if not came:
        said = _("The request is signed: write down when it was notified, and the term stops")
    return Row(
        entity=entity,
        icon="inbox" if came else "send",
        title=_("Request to correct · %(case)s") % {"case": one.title},
        url=address_in(entity, "cases:correction", one.number, one.key),
        reason=said,
        number=one.number,
        at=one.oldest,
        act=_("Look at it"),
    )


def _stuck_row(one: Waiting, entity: Entity) -> Row:
    days = limits_for(one.entity_id).stuck_days
    title = ngettext("%(n)d case of yours does not move", "%(n)d cases of yours do not move", one.n)
    return Row(
        entity=entity,
        icon="pause",
        title=title % {"n": one.n},
        url=address_in(entity, "cases:list") + "?carried=me&order=still",
        reason=_("In %(days)d days nothing has happened, and they wait for nobody") % {"days": days},
        at=one.oldest,
        since=True,
        act=_("Look at them"),
        tone="ochre",
    )
